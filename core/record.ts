import { current } from './current.ts'
import { systemClock } from './internal/clock.ts'
import { hexId } from './internal/id.ts'
import { readLog, readMetrics } from './otlp/read.ts'
import type { Signal } from './signal.ts'
import { readSegment } from './skywalking/read.ts'

/** Raw data of the user's: an OTLP LogRecord, an array of OTLP Metrics, or a SkyWalking SegmentObject. */
export type RecordKind = 'log' | 'metric' | 'segment'

/** Raw data in the kit's own form, or why no back end would take it. Throws what the payload throws. */
export function readRaw(kind: RecordKind, payload: unknown, time: number): Signal[] | string {
  let read: Signal | Signal[] | string
  if (kind === 'log') read = readLog(payload, { time, uid: hexId(Math.random, 32) })
  else if (kind === 'metric') read = readMetrics(payload, time)
  else if (kind === 'segment') read = readSegment(payload)
  else return 'there is no such kind; it is "log", "metric" or "segment"'
  return typeof read === 'string' ? read : ([] as Signal[]).concat(read)
}

/**
 * Takes in raw data through the current monitor; ignored while there is none. What no back end would take is refused
 * with a warning and counted. Never throws.
 */
export function record(kind: RecordKind, payload: unknown): void {
  const monitor = current()
  if (!monitor) return
  let read: Signal[] | string
  try {
    read = readRaw(kind, payload, systemClock().now())
  } catch (_) {
    read = 'it throws when it is read'
  }
  if (typeof read === 'string') monitor.refuse(kind === 'metric' || kind === 'segment' ? kind : 'log', read)
  else read.forEach(monitor.emit)
}
