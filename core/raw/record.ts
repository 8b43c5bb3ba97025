import { systemClock } from '../internal/clock.ts'
import { textOf } from '../internal/diag.ts'
import { hexId } from '../internal/id.ts'
import { stringify, withoutForeign } from '../internal/own.ts'
import { check, isObject } from '../internal/refusal.ts'
import { running } from '../monitor/current.ts'
import { readLog, readMetrics } from '../otlp/read.ts'
import type { Signal, SignalKind } from '../signal.ts'
import { readSegment } from '../skywalking/read.ts'

/** Raw data of the user's: an OTLP LogRecord, an array of OTLP Metrics, or a SkyWalking SegmentObject. */
export type RecordKind = 'log' | 'metric' | 'segment'

/** Levels of nesting; a receiver takes a third of them. */
const DEPTH = 64

/** Raw data in the kit's own form, to be emitted, or why no back end would take it. Never throws. */
export function readRaw(
  kind: RecordKind,
  payload: unknown,
  time: number,
  emit: (signal: Signal) => void,
  refuse: (kind: SignalKind, why: string) => void,
): void {
  const known = kind === 'log' || kind === 'metric' || kind === 'segment'
  let signals: Signal[] = []
  try {
    check(known, 'kind; it is "log", "metric" or "segment"')
    // a copy of what is plain: without getters, functions, circles
    const data = withoutForeign(
      JSON.parse(stringify(payload, (_, value) => (isPlain(value) ? value : String(value)))),
    )
    check(depthOf(data) < DEPTH, 'payload, too deep')
    signals =
      kind === 'metric'
        ? readMetrics(data, time)
        : [kind === 'log' ? readLog(data, time, hexId(Math.random, 32)) : readSegment(data)]
  } catch (error) {
    refuse(known ? kind : 'log', textOf(error))
  }
  signals.forEach(emit)
}

/** The other numbers go by the text that proto3's JSON has for them. */
function isPlain(value: unknown): boolean {
  return typeof value === 'number' ? isFinite(value) : typeof value !== 'bigint'
}

function depthOf(value: unknown): number {
  if (!isObject(value)) return 0
  return Object.keys(value).reduce((most, key) => Math.max(most, depthOf(value[key])), 0) + 1
}

/**
 * Takes in raw data through the current monitor; ignored while there is none. What no back end would take is refused
 * with a warning and counted. Never throws.
 */
export function record(kind: RecordKind, payload: unknown): void {
  const monitor = running()
  if (monitor) readRaw(kind, payload, systemClock().now(), monitor.emit, monitor.refuse)
}
