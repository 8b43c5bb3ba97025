/** Signals for tests: an article makes one, a plural picks those of a kind out of what has arrived. */
import type { LogRecord, Metric, Point, Signal, Span } from '../../core/signal.ts'

export function aLog(more: Partial<LogRecord> = {}): LogRecord {
  return { kind: 'log', time: 1, uid: 'u', severity: 9, attributes: {}, ...more }
}

export function aSpan(more: Partial<Span> = {}): Span {
  return {
    kind: 'span',
    traceId: 'a'.repeat(32),
    spanId: 'b'.repeat(16),
    name: 'n',
    spanKind: 1,
    start: 1,
    end: 2,
    attributes: {},
    ...more,
  }
}

export function aMetric(more: Partial<Metric> = {}): Metric {
  return { kind: 'metric', type: 'gauge', name: 'g', points: [], ...more }
}

/** A gauge with these values, one after the other. */
export function aGauge(...values: number[]): Metric {
  return aMetric({ points: values.map((value, i) => ({ attributes: {}, time: i + 1, value })) })
}

export function logsOf(signals: readonly Signal[]): LogRecord[] {
  return signals.filter((s) => s.kind === 'log')
}

export function spansOf(signals: readonly Signal[]): Span[] {
  return signals.filter((s) => s.kind === 'span')
}

export function metricsOf(signals: readonly Signal[], name?: string): Metric[] {
  return signals.filter((s) => s.kind === 'metric').filter((metric) => !name || metric.name === name)
}

export function pointsOf(signals: readonly Signal[], name: string): Point[] {
  return metricsOf(signals, name).flatMap((metric) => metric.points)
}
