import type { Attributes } from './signal.ts'

/** Who a batch speaks for; fixed when its signals were recorded, also over a restart. */
export interface Resource {
  /** `service.name`. */
  readonly service: string
  /** `service.instance.id`, where there is one. */
  readonly instance?: string
  /** What goes on the wire, `service.name` included. */
  readonly attributes: Attributes
}
