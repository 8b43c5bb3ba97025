import { createAccounts } from './account.ts'
import type { DeviceAccount } from './account.ts'
import type { Answer } from './answer.ts'
import type { Cleared } from './control.ts'
import { createEvents } from './events.ts'
import type { Events } from './events.ts'
import { listenAll, listenerOf } from './listen.ts'
import { createMemory } from './memory.ts'
import type { Memory } from './memory.ts'
import type { Plan } from './plans.ts'
import { createReceiver } from './receiver.ts'
import type { Incoming, Receiver, ReceiverOptions } from './receiver.ts'
import { byTimer, routes } from './routes.ts'
import type { Delay } from './routes.ts'
import type { ReceivedData, Repeat, SinkRequest, Violation } from './types.ts'
import { waitUntil } from './wait.ts'

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
  /** @throws Error that says what is wrong with a plan */
  plan(plans: Plan | Plan[]): void
  /** Forgets records, requests and accounts (`data`), or the plans (`faults`), or both (`all`, the default). */
  clear(what?: Cleared): void
  /** Plans that are still to be played. */
  faults(): { fault: Plan; left: number }[]
  on: Events['on']
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

/**
 * An OTLP/HTTP and SkyWalking receiver that decodes, checks and remembers what it takes in, and fails on demand.
 * @throws Error that names the port if one is in use
 */
export async function createSink(options: SinkOptions = {}): Promise<Sink> {
  const { ports = [4318, 12800], host = '127.0.0.1', keep = Infinity, delay = byTimer } = options
  const { allowControl = isLoopback(host), strict } = options
  const memory = createMemory(keep)
  const events = createEvents()
  const receiver = createReceiver(options, {
    onData(data, request) {
      memory.addData(data)
      for (const tell of events.listeners('data')) tell(data, request)
    },
    onRequest(request) {
      memory.addRequest(request)
      for (const tell of events.listeners('request')) tell(request)
    },
    onViolation: memory.addViolation,
  })
  const sink = sinkOf(memory, events, receiver)
  const controlled = {
    ...{ plan: sink.plan, clear: sink.clear, devices: sink.report, received: sink.received },
    state: () => ({ faults: sink.faults(), ...memory.counts() }),
  }
  const app = routes(receiver, delay, allowControl ? controlled : undefined)
  // OAP refuses headers beyond 8 KB.
  const listening = await listenAll(listenerOf(app), ports, {
    host,
    maxHeaderSize: strict ? 8192 : undefined,
  })
  sink.urls = listening.urls
  sink.close = listening.close
  return sink
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.')
}

/** What can be done with a sink, before it listens anywhere. */
function sinkOf(memory: Memory, events: Events, receiver: Receiver): Sink {
  const { received, requests, violations } = memory
  const accounts = createAccounts()
  const sink: Sink = {
    ...{ received, requests, violations },
    urls: [],
    get repeats() {
      return memory.repeats()
    },
    get devices() {
      return accounts.list()
    },
    plan: (plans) => [plans].flat().forEach(receiver.faults.plan),
    clear(what = 'all') {
      if (what !== 'data') receiver.faults.clear()
      if (what === 'faults') return
      memory.clear()
      accounts.clear()
      for (const tell of events.listeners('clear')) tell()
    },
    faults: receiver.faults.active,
    on: events.on,
    waitFor: (predicate, { timeoutMs = 5000, what = 'what was waited for' } = {}) =>
      waitUntil(() => predicate(sink), {
        subscribe(ask) {
          const undos = [events.on('request', ask), events.on('devices', ask)]
          return () => undos.forEach((undo) => undo())
        },
        timeoutMs,
        explain: () =>
          `${what} did not come within ${timeoutMs} ms; there: ${JSON.stringify(memory.counts())}`,
      }),
    receive: receiver.receive,
    report(reports) {
      accounts.report(reports)
      for (const tell of events.listeners('devices')) tell(accounts.list())
    },
    close: () => Promise.resolve(),
  }
  return sink
}
