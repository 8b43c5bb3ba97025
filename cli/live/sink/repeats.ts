import { seriesOf } from './series.ts'
import { keyOf, shortened } from './text.ts'
import type { ReceivedData, Repeat } from './types.ts'

interface Occurrence {
  kind: Repeat['kind']
  key: string
  request: number
}

/** Keys of a record by which a receiver can tell that it has it already; none for a log without uid. */
function occurrencesIn(data: ReceivedData): Occurrence[] {
  const occurrences: Occurrence[] = []
  for (const { attributes, request } of data.logs) {
    const uid = attributes['log.record.uid']
    if (typeof uid === 'string' && uid) occurrences.push({ kind: 'log', key: uid, request })
  }
  for (const point of data.metrics) {
    const { startTimeUnixNano, timeUnixNano, request } = point
    const key = `${seriesOf(point)} ${startTimeUnixNano} ${timeUnixNano}`
    occurrences.push({ kind: 'metric', key, request })
  }
  for (const { traceId, spanId, request } of data.spans)
    occurrences.push({ kind: 'span', key: `${traceId}-${spanId}`, request })
  for (const { traceSegmentId, request } of data.segments)
    occurrences.push({ kind: 'segment', key: traceSegmentId, request })
  return occurrences
}

/** Of one record that came again and again, the requests that are told. */
const REQUESTS_TOLD = 100
const REPEATS_TOLD = 1000
const KEY_LENGTH = 1000

/** Remembers what came, up to `limit` keys (the oldest is forgotten first). */
export function createRepeats(limit: number) {
  /** The request that brought it first, or what there is to tell once it came again. */
  const seen = new Map<string, number | Repeat>()
  const again = new Set<Repeat>()
  let total = 0
  const add = ({ kind, key, request }: Occurrence): void => {
    const id = `${kind} ${keyOf(key)}`
    const known = seen.get(id)
    if (known === undefined) {
      seen.set(id, request)
      if (seen.size > limit) forgetFirst(seen)
      return
    }
    const repeat: Repeat =
      typeof known === 'object'
        ? known
        : { kind, key: shortened(key, KEY_LENGTH), count: 1, requests: [known] }
    repeat.count++
    total++
    if (repeat.requests.length < REQUESTS_TOLD) repeat.requests.push(request)
    seen.set(id, repeat)
    again.add(repeat)
    if (again.size > REPEATS_TOLD) forgetFirst(again)
  }
  return {
    add: (data: ReceivedData): void => occurrencesIn(data).forEach(add),
    list: (): Repeat[] => [...again],
    /** How often anything came once more. */
    total: (): number => total,
    clear(): void {
      seen.clear()
      again.clear()
      total = 0
    },
  }
}

function forgetFirst(of: Map<unknown, unknown> | Set<unknown>): void {
  of.delete(of.keys().next().value)
}
