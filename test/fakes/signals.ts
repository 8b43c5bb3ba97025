import type { LogRecord, Metric, Point, Signal, Span } from '../../core/signal.ts'

export function logsOf(signals: readonly Signal[]) {
  return signals.filter((s): s is LogRecord => s.kind === 'log')
}

export function spansOf(signals: readonly Signal[]) {
  return signals.filter((s): s is Span => s.kind === 'span')
}

export function metricsOf(signals: readonly Signal[], name?: string) {
  return signals.filter((s): s is Metric => s.kind === 'metric' && (!name || s.name === name))
}

export function pointsOf(signals: readonly Signal[], name: string): Point[] {
  return metricsOf(signals, name).flatMap((metric) => metric.points)
}
