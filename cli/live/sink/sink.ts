import { createAccounts } from './account.ts'
import type { DeviceAccount } from './account.ts'
import { control } from './control.ts'
import type { Answer } from './answer.ts'
import type { ChaosPlan, Fault } from './faults.ts'
import { carry, timerDelay } from './http.ts'
import type { Delay } from './http.ts'
import { listen } from './listen.ts'
import type { Listening } from './listen.ts'
import { createReceiver } from './receiver.ts'
import type { Incoming, ReceiverOptions } from './receiver.ts'
import { createRepeats } from './repeats.ts'
import { noData } from './take.ts'
import type { ReceivedData, Repeat, SinkRequest, Violation } from './types.ts'

export interface SinkOptions extends ReceiverOptions {
  /** Every port serves every path; 0 takes a free one; default 4318 (OTLP) and 12800 (SkyWalking). */
  ports?: number[]
  /** Default 127.0.0.1. */
  host?: string
  /** Records and requests of each kind that are kept, the newest; default all. */
  keep?: number
  /** Whether `/control`, `/devices` and `/received` are served; default: on a loopback host only. */
  allowControl?: boolean
  /** Waits before a slow answer; for tests. */
  delay?: Delay
}

export interface Sink {
  /** One per port, in the order of the ports, without trailing slash. */
  urls: string[]
  received: ReceivedData
  requests: SinkRequest[]
  /** Records that came more than once. */
  readonly repeats: Repeat[]
  /** What was wrong with records that were taken in, and what was refused as poison. */
  violations: Violation[]
  readonly devices: DeviceAccount[]
  plan(fault: Fault | ChaosPlan | (Fault | ChaosPlan)[]): void
  /** Forgets records, requests and accounts (`data`), or the plans (`faults`), or both (`all`, the default). */
  clear(what?: 'all' | 'data' | 'faults'): void
  /** Plans that are still to be played. */
  faults(): { fault: Fault | ChaosPlan; left: number }[]
  on(event: 'data', callback: (data: ReceivedData, request: SinkRequest) => void): () => void
  on(event: 'request', callback: (request: SinkRequest) => void): () => void
  on(event: 'devices', callback: (devices: DeviceAccount[]) => void): () => void
  on(event: 'clear', callback: () => void): () => void
  /**
   * Resolves with the first truthy result of the predicate, asked now and after each request and report.
   * @throws Error after `timeoutMs` (5000) that says what was there by then
   */
  waitFor<T>(
    predicate: (sink: Sink) => T,
    options?: { timeoutMs?: number; what?: string },
  ): Promise<NonNullable<T>>
  /** Feeds it without a network. */
  receive(incoming: Incoming): Answer
  /** Takes reports as `POST /devices` does. @throws Error on a malformed one */
  report(reports: unknown): void
  close(): Promise<void>
}

/** Cuts a list to its newest `keep`, now and then rather than each time, since a cut costs the whole length. */
function trim(list: unknown[], keep: number): void {
  if (list.length > keep * 1.25 + 16) list.splice(0, list.length - keep)
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.')
}

function waitUntil<T>(
  predicate: () => T,
  subscribe: (ask: () => void) => (() => void)[],
  timeoutMs: number,
  explain: () => string,
): Promise<NonNullable<T>> {
  return new Promise((resolve, reject) => {
    let undos: (() => void)[] = []
    const settle = (then: () => void): void => {
      clearTimeout(timer)
      undos.forEach((undo) => undo())
      then()
    }
    const ask = (): void => {
      try {
        const result = predicate()
        if (result) settle(() => resolve(result))
      } catch (error) {
        settle(() => reject(error))
      }
    }
    const timer = setTimeout(() => settle(() => reject(new Error(explain()))), timeoutMs)
    undos = subscribe(ask)
    ask()
  })
}

type Callbacks = { [event: string]: Set<(...values: never[]) => void> }

/**
 * An OTLP/HTTP and SkyWalking receiver that decodes, checks and remembers what it takes in, and fails on demand.
 * @throws Error that names the port if one is in use
 */
export async function createSink(options: SinkOptions = {}): Promise<Sink> {
  const { ports = [4318, 12800], host = '127.0.0.1', keep = Infinity, delay = timerDelay } = options
  const callbacks: Callbacks = { data: new Set(), request: new Set(), devices: new Set(), clear: new Set() }
  const emit = (event: string, ...values: unknown[]): void =>
    callbacks[event]!.forEach((callback) => callback(...(values as never[])))
  const received = noData()
  const requests: SinkRequest[] = []
  const violations: Violation[] = []
  const repeats = createRepeats(Math.max(keep * 2, 1000))
  const accounts = createAccounts()

  const receiver = createReceiver(options, {
    onData(data, request) {
      for (const kind of Object.keys(received) as (keyof ReceivedData)[]) {
        const list: unknown[] = received[kind]
        for (const record of data[kind]) list.push(record)
        trim(list, keep)
      }
      repeats.add(data)
      emit('data', data, request)
    },
    onRequest(request) {
      requests.push(request)
      trim(requests, keep)
      emit('request', request)
    },
    onViolation(violation) {
      violations.push(violation)
      trim(violations, keep)
    },
  })

  const listeners: Listening[] = []
  const close = async (): Promise<void> => {
    await Promise.all(listeners.map((each) => each.close()))
  }

  const sink: Sink = {
    urls: [],
    received,
    requests,
    violations,
    get repeats() {
      return repeats.list()
    },
    get devices() {
      return accounts.list()
    },
    plan: (fault) => (Array.isArray(fault) ? fault : [fault]).forEach(receiver.faults.plan),
    clear(what = 'all') {
      if (what !== 'data') receiver.faults.clear()
      if (what === 'faults') return
      for (const list of Object.values(received)) list.length = 0
      requests.length = violations.length = 0
      repeats.clear()
      accounts.clear()
      emit('clear')
    },
    faults: receiver.faults.active,
    on(event, callback) {
      callbacks[event]!.add(callback)
      return () => void callbacks[event]!.delete(callback)
    },
    waitFor: (predicate, { timeoutMs = 5000, what = 'what was waited for' } = {}) =>
      waitUntil(
        () => predicate(sink),
        (ask) => [sink.on('request', ask), sink.on('devices', ask)],
        timeoutMs,
        () => `${what} did not come within ${timeoutMs} ms; there: ${JSON.stringify(counts())}`,
      ),
    receive: receiver.receive,
    report(reports) {
      accounts.report(reports)
      emit('devices', accounts.list())
    },
    close,
  }
  const counts = () => ({
    requests: requests.length,
    ...Object.fromEntries(Object.entries(received).map(([kind, list]) => [kind, list.length])),
    repeats: sink.repeats.length,
    violations: violations.length,
  })

  const orders = control(
    {
      plan: sink.plan,
      clear: sink.clear,
      devices: sink.report,
      state: () => ({ faults: sink.faults(), ...counts() }),
      received,
    },
    options.allowControl ?? isLoopback(host),
  )
  const carrier = carry(receiver.receive, receiver.maxBody, delay)
  try {
    for (const port of ports)
      listeners.push(
        await listen((message, response) => void (orders(message, response) || carrier(message, response)), {
          host,
          port,
          // OAP refuses headers beyond 8 KB.
          maxHeaderSize: options.strict ? 8192 : undefined,
        }),
      )
  } catch (error) {
    await close()
    throw error
  }
  sink.urls = listeners.map((each) => each.url)
  return sink
}
