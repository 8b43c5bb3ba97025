import { createAccounts } from './account.ts'
import type { DeviceAccount } from './account.ts'
import type { Answer } from './answer.ts'
import type { Cleared } from './control.ts'
import { createEvents } from './events.ts'
import type { Events } from './events.ts'
import { isLoopback } from './hosts.ts'
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
  /** Records and requests of each kind that are kept, the newest; default 100000. */
  keep?: number
  /** Bytes of bodies that they may have come in, unpacked; default 32 MB. */
  keepBytes?: number
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
  /** How often a record came again, and how much was wrong, in all: lists keep the newest of it. */
  readonly totals: { repeats: number; violations: number }
  /** What should not have been thrown in the sink and by those who listen to it; it went on all the same. */
  failures: string[]
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

const MIB = 1024 * 1024

/**
 * An OTLP/HTTP and SkyWalking receiver that decodes, checks and remembers what it takes in, and fails on demand.
 * @throws Error that names the port if one is in use
 */
export async function createSink(options: SinkOptions = {}): Promise<Sink> {
  const { ports = [4318, 12800], host = '127.0.0.1', keep = 100_000, keepBytes = 32 * MIB } = options
  const { delay = byTimer, allowControl = isLoopback(host), strict } = options
  const memory = createMemory(keep, keepBytes)
  const events = createEvents((error) => void receiver.failed(error))
  const receiver = createReceiver(options, {
    onData(data, request, bytes) {
      memory.addData(data, request, bytes)
      events.tell('data', data, request)
    },
    onRequest(request) {
      memory.addRequest(request)
      events.tell('request', request)
    },
    onViolation: memory.addViolation,
    onFailure: memory.addFailure,
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

/** What can be done with a sink, before it listens anywhere. */
function sinkOf(memory: Memory, events: Events, receiver: Receiver): Sink {
  const { received, requests, violations, failures } = memory
  const accounts = createAccounts()
  const sink: Sink = {
    ...{ received, requests, violations, failures },
    urls: [],
    get repeats() {
      return memory.repeats()
    },
    get totals() {
      return memory.totals()
    },
    get devices() {
      return accounts.list()
    },
    plan: receiver.faults.plan,
    clear(what = 'all') {
      if (what !== 'data') receiver.faults.clear()
      if (what === 'faults') return
      memory.clear()
      accounts.clear()
      events.tell('clear')
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
      events.tell('devices', accounts.list())
    },
    close: () => Promise.resolve(),
  }
  return sink
}
