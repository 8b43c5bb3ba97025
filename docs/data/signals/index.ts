/*
 * All that can leave a device: the one source of docs/signals.md and of the fields in docs/privacy.md. A test runs the
 * kit on simulated platforms and compares what it sends with these rows, in both directions.
 */

export { resource, scope } from './batch.ts'
export { logKinds, logs, logFields, logAttributes } from './logs.ts'
export { platforms, metrics, pointFields, type MetricPlatform } from './metrics.ts'
export { spanKinds, spanFields, spanAttributes } from './spans.ts'
export { segmentFields, keepAliveFields } from './segments.ts'
export { appHeaders, ownHeaders } from './headers.ts'
export { dropReasons } from './losses.ts'
export type { Attribute } from './field.ts'
