import { createRepeats } from './repeats.ts'
import { noData } from './take.ts'
import { shortened } from './text.ts'
import type { ReceivedData, Repeat, SinkRequest, Violation } from './types.ts'

/** What a sink has taken in, the newest of it. */
export interface Memory {
  received: ReceivedData
  requests: SinkRequest[]
  violations: Violation[]
  failures: string[]
  repeats(): Repeat[]
  /** @param bytes that it was, unpacked */
  addData(data: ReceivedData, request: SinkRequest, bytes: number): void
  addRequest(request: SinkRequest): void
  addViolation(violation: Violation): void
  addFailure(message: string): void
  /** Of all that ever came, also what is no longer told one by one. */
  totals(): { repeats: number; violations: number }
  /** How many there are of each. */
  counts(): { [what: string]: number }
  clear(): void
}

/**
 * @param keep records and requests of each kind that are kept
 * @param keepBytes what all of them may have been on the wire, unpacked: as objects they are some times as large
 */
export function createMemory(keep: number, keepBytes: number): Memory {
  const received = noData()
  const requests: SinkRequest[] = []
  const violations: Violation[] = []
  let violated = 0
  const failures: string[] = []
  const repeats = createRepeats(Math.max(Math.min(keep * 2, REPEATS), 1000))
  const weight = createWeight(keepBytes, (last) => forget(received, requests, last))
  return {
    ...{ received, requests, violations, failures },
    repeats: repeats.list,
    addData(data, { id }, bytes) {
      append(received.logs, data.logs, keep)
      append(received.metrics, data.metrics, keep)
      append(received.spans, data.spans, keep)
      append(received.segments, data.segments, keep)
      append(received.keepAlives, data.keepAlives, keep)
      repeats.add(data)
      weight.add(id, bytes)
    },
    addRequest(request) {
      append(requests, [request], keep)
      weight.add(request.id, request.body.length + request.path.length + lengthOf(request.headers))
    },
    addViolation({ request, rule, detail }) {
      violated++
      append(violations, [{ request, rule, detail: shortened(detail, DETAIL_LENGTH) }], Math.min(keep, TOLD))
    },
    totals: () => ({ repeats: repeats.total(), violations: violated }),
    addFailure: (message) => append(failures, [message], TOLD),
    counts: () => ({
      requests: requests.length,
      ...Object.fromEntries(Object.entries(received).map(([kind, list]) => [kind, list.length])),
      repeats: repeats.list().length,
      violations: violations.length,
      failures: failures.length,
    }),
    clear() {
      for (const list of [...Object.values(received), requests, violations, failures]) list.length = 0
      repeats.clear()
      violated = 0
      weight.clear()
    },
  }
}

const REPEATS = 50_000
const TOLD = 10_000
const DETAIL_LENGTH = 500

/** Cuts a list to its newest `keep`, now and then rather than each time, since a cut costs the whole length. */
function append<T>(list: T[], more: T[], keep: number): void {
  for (const item of more) list.push(item)
  if (list.length > keep * 1.25 + 16) list.splice(0, list.length - keep)
}

function lengthOf(headers: SinkRequest['headers']): number {
  return Object.entries(headers).reduce((sum, [name, value]) => sum + name.length + value.length, 0)
}

/** Lets go of all that requests up to `last` brought. */
function forget(received: ReceivedData, requests: SinkRequest[], last: number): void {
  for (const list of Object.values(received) as { request: number }[][])
    cut(list, (record) => record.request <= last)
  cut(requests, (request) => request.id <= last)
}

function cut<T>(list: T[], isOld: (item: T) => boolean): void {
  const first = list.findIndex((item) => !isOld(item))
  list.splice(0, first < 0 ? list.length : first)
}

/** Adds up what each request weighs; beyond `limit` the oldest are let go, down to three quarters of it. */
function createWeight(limit: number, letGo: (last: number) => void) {
  let total = 0
  let weights: { id: number; bytes: number }[] = []
  return {
    add(id: number, bytes: number): void {
      weights.push({ id, bytes })
      total += bytes
      if (total <= limit) return
      let last = 0
      let at = 0
      // The newest is kept, whatever it weighs.
      while (at < weights.length - 1 && total > limit * 0.75) {
        last = weights[at]!.id
        total -= weights[at++]!.bytes
      }
      weights = weights.slice(at)
      letGo(last)
    },
    clear(): void {
      total = 0
      weights = []
    },
  }
}
