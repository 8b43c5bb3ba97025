import type { createClaims } from '../instrumentations/request/claims.ts'
import type { Trace } from '../instrumentations/request/tracing.ts'
import type { Parts } from '../monitor/parts.ts'
import type { MakeDepot } from '../outbox/depot.ts'
import type { Config } from './options.ts'

/** A monitor in the making: what slices go by, and the parts that they add. */
export interface Draft extends Omit<Parts, 'depot'> {
  /** What `storage` or `memory` brings. @internal */
  depot?: MakeDepot
  /** The user's options, checked. */
  config: Config
  /** The kit's own endpoints, once all slices are in; requests of the app to exactly these are not measured. @internal */
  own: string[]
  /** Makes the traces of requests. */
  trace?: Trace
  /** Finds the framework's request behind the platform's call. @internal */
  claims?: typeof createClaims
}

/** Adds its parts, if the options ask for them; may use what slices before it have added. */
export type Slice = (draft: Draft) => void

/** What a monitor can be made of. A build plug-in generates a smaller one than `preset`. */
export interface Kit {
  /** Their order counts: that of `preset`. */
  slices: readonly Slice[]
  /** Checks the user's options; none where a build plug-in has done that, and options are a `Config` already. */
  read?(options: unknown, warn: (message: string) => void): Config
}
