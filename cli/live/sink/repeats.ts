import type { ReceivedData, Repeat } from './types.ts'

/** Keys of a record by which a receiver can tell that it has it already; none for a log without uid. */
function keysOf(data: ReceivedData): { kind: Repeat['kind']; key: string; request: number }[] {
  return [
    ...data.logs.flatMap((log) => {
      const uid = log.attributes['log.record.uid']
      return typeof uid === 'string' && uid ? [{ kind: 'log' as const, key: uid, request: log.request }] : []
    }),
    ...data.metrics.map((point) => ({
      kind: 'metric' as const,
      key: JSON.stringify([
        point.name,
        sorted(point.resource),
        sorted(point.attributes),
        point.startTimeUnixNano,
        point.timeUnixNano,
      ]),
      request: point.request,
    })),
    ...data.spans.map((span) => ({
      kind: 'span' as const,
      key: `${span.traceId}-${span.spanId}`,
      request: span.request,
    })),
    ...data.segments.map((segment) => ({
      kind: 'segment' as const,
      key: segment.traceSegmentId,
      request: segment.request,
    })),
  ]
}

function sorted(object: object): [string, unknown][] {
  return Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1))
}

/** Remembers what came, up to `limit` keys (the oldest is forgotten first). */
export function createRepeats(limit: number) {
  const seen = new Map<string, Repeat>()
  const again = new Set<Repeat>()
  return {
    add(data: ReceivedData): void {
      for (const { kind, key, request } of keysOf(data)) {
        const id = `${kind} ${key}`
        const known = seen.get(id)
        if (known) {
          known.count++
          known.requests.push(request)
          again.add(known)
          continue
        }
        seen.set(id, { kind, key, count: 1, requests: [request] })
        if (seen.size > limit) seen.delete(seen.keys().next().value as string)
      }
    },
    list: (): Repeat[] => [...again],
    clear(): void {
      seen.clear()
      again.clear()
    },
  }
}
