import { nameOf } from '../text.ts'
import type { ReceivedData, ReceivedLog } from '../types.ts'
import { isRequestDuration } from './histogram.ts'
import { timesOf } from './occurrences.ts'

/** How many errors a log stands for: the conventions ask for one of the two attributes at least. */
export function errorsIn(log: ReceivedLog): number {
  const { 'exception.type': type, 'exception.message': message } = log.attributes
  return nameOf(type) === '' && nameOf(message) === '' ? 0 : timesOf(log)
}

/** What came counts for on the page, and wherever else it is told. */
export function countOf({ logs, metrics, spans, segments }: ReceivedData): Counted {
  const sum = <T>(list: T[], of: (item: T) => number): number => list.reduce((all, item) => all + of(item), 0)
  return {
    signals: logs.length + metrics.length + spans.length + segments.length,
    errors: sum(logs, errorsIn),
    requests: sum(metrics, (point) => (isRequestDuration(point) ? Number(point.count) : 0)),
  }
}

/** `signals`: logs, data points, spans and segments; `requests`: those that the devices measured. */
export interface Counted {
  signals: number
  errors: number
  requests: number
}
