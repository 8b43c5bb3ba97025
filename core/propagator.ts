import type { Resource } from './resource.ts'
import type { SpanContext } from './signal.ts'

/** Carries a trace over the wire in request headers. */
export interface Propagator {
  readonly name: string
  inject(
    span: SpanContext,
    where: { resource: Resource; page: string; peer: string },
    set: (header: string, value: string) => void,
  ): void
}
