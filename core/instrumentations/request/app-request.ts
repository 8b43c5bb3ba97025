import type { PageLoad } from '../../view.ts'
import type { Call, CallWatch, Outcome } from '../../platform.ts'
import type { Origin } from './origins.ts'
import type { TracedCall } from './tracing.ts'

/** A request of the app's under way, seen by a framework's interceptor, by the platform's patch, or first by the one and then by the other. */
export interface AppRequest extends CallWatch {
  call: Call
  /** Of its URL. */
  place: Origin
  /** Where it started. */
  page: string
  traced?: TracedCall
  /** The page's loading that it is a part of. */
  load?: PageLoad
  /** The view in front, of one that is a part of none. */
  view?: string
  /** Wall clock of its start, where it is traced, and tick. */
  time: number
  tick: number
  /** By which it is counted among those under way. */
  period: number
  /** The platform's call is known: that one counts. */
  onWire?: boolean
  /** The framework is making the platform's call right now. */
  inside?: boolean
  /** Of the trace that it was offered. */
  traceId?: string
  /** @param counts whether it is one: default true */
  end(outcome: Outcome, counts?: boolean): void
}
