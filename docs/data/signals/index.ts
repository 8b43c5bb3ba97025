/*
 * All that can leave a device: the one source of docs/signals.md and of the fields in docs/privacy.md. A test runs the
 * kit on simulated platforms and compares what it sends with these rows, in both directions, and the end-to-end tests do
 * so with builds of all frameworks.
 */

export { RESOURCE, SCOPE } from './batch.ts'
export { LOGS } from './log-kinds.ts'
export { LOG_FIELDS, LOG_ATTRIBUTES } from './logs.ts'
export { METRICS, pointFields } from './metrics.ts'
export { spanKinds, SPAN_FIELDS, SPAN_ATTRIBUTES } from './spans.ts'
export { SEGMENT_FIELDS, KEEP_ALIVE_FIELDS } from './segments.ts'
export { APP_HEADERS, OWN_HEADERS } from './headers.ts'
export { DROP_REASONS } from './losses.ts'
export { everywhere, FRAMEWORK_NAMES, platformsOf, wherePagesLoad } from './where.ts'
export type { FrameworkName, Where } from './where.ts'
export type { Attribute } from './field.ts'
