/* What a metric can be of: the app, one of its versions, one of its pages. */

export const SCOPES = ['service', 'instance', 'endpoint'] as const

export type Scope = (typeof SCOPES)[number]

/** Stands in the name of a metric, behind the prefix of its platform. */
export const INFIX: Record<Scope, string> = { service: '', instance: 'instance_', endpoint: 'endpoint_' }
