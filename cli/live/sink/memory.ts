import { createRepeats } from './repeats.ts'
import { noData } from './take.ts'
import type { ReceivedData, Repeat, SinkRequest, Violation } from './types.ts'

/** What a sink has taken in, the newest of it. */
export interface Memory {
  received: ReceivedData
  requests: SinkRequest[]
  violations: Violation[]
  repeats(): Repeat[]
  addData(data: ReceivedData): void
  addRequest(request: SinkRequest): void
  addViolation(violation: Violation): void
  /** How many there are of each. */
  counts(): { [what: string]: number }
  clear(): void
}

/** @param keep records and requests of each kind that are kept */
export function createMemory(keep: number): Memory {
  const received = noData()
  const requests: SinkRequest[] = []
  const violations: Violation[] = []
  const repeats = createRepeats(Math.max(keep * 2, 1000))
  return {
    received,
    requests,
    violations,
    repeats: repeats.list,
    addData(data) {
      append(received.logs, data.logs, keep)
      append(received.metrics, data.metrics, keep)
      append(received.spans, data.spans, keep)
      append(received.segments, data.segments, keep)
      append(received.keepAlives, data.keepAlives, keep)
      repeats.add(data)
    },
    addRequest: (request) => append(requests, [request], keep),
    addViolation: (violation) => append(violations, [violation], keep),
    counts: () => ({
      requests: requests.length,
      ...Object.fromEntries(Object.entries(received).map(([kind, list]) => [kind, list.length])),
      repeats: repeats.list().length,
      violations: violations.length,
    }),
    clear() {
      for (const list of [...Object.values(received), requests, violations]) list.length = 0
      repeats.clear()
    },
  }
}

/** Cuts a list to its newest `keep`, now and then rather than each time, since a cut costs the whole length. */
function append<T>(list: T[], more: T[], keep: number): void {
  for (const item of more) list.push(item)
  if (list.length > keep * 1.25 + 16) list.splice(0, list.length - keep)
}
