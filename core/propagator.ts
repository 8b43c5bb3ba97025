import type { Resource } from './resource.ts'
import type { SpanContext } from './signal.ts'

/** Carries a trace over the wire in request headers. */
export interface Propagator {
  /** As `tracing.propagators` names it. */
  readonly name: string
  /** Writes the headers of a request to `peer`, host:port. */
  inject(
    span: SpanContext,
    where: { resource: Resource; page: string; peer: string },
    set: (header: string, value: string) => void,
  ): void
}
