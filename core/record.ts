import { current } from './current.ts'
import { systemClock } from './internal/clock.ts'
import { hexId } from './internal/id.ts'
import { readLog, readMetrics } from './otlp/read.ts'
import type { Signal, SignalKind } from './signal.ts'
import { readSegment } from './skywalking/read.ts'

/** Raw data of the user's: an OTLP LogRecord, an array of OTLP Metrics, or a SkyWalking SegmentObject. */
export type RecordKind = 'log' | 'metric' | 'segment'

/** Raw data in the kit's own form, to be emitted, or why no back end would take it. Never throws. */
export function readRaw(
  kind: RecordKind,
  payload: unknown,
  time: number,
  emit: (signal: Signal) => void,
  refuse: (kind: SignalKind, why: string) => void,
): void {
  const read =
    kind === 'metric'
      ? readMetrics(payload, time)
      : kind === 'segment'
        ? readSegment(payload)
        : kind === 'log'
          ? readLog(payload, { time, uid: hexId(Math.random, 32) })
          : 'there is no such kind; it is "log", "metric" or "segment"'
  if (typeof read === 'string') refuse(kind === 'metric' || kind === 'segment' ? kind : 'log', read)
  else ([] as Signal[]).concat(read).forEach(emit)
}

/**
 * Takes in raw data through the current monitor; ignored while there is none. What no back end would take is refused
 * with a warning and counted. Never throws.
 */
export function record(kind: RecordKind, payload: unknown): void {
  const monitor = current()
  if (monitor) readRaw(kind, payload, systemClock().now(), monitor.emit, monitor.refuse)
}
