import type { Context } from './context.ts'
import type { Undo } from './internal/guard.ts'

/** A part that watches the app or the runtime, and emits what it sees. */
export interface Instrumentation {
  /** For diagnostics. */
  readonly name: string
  /** Begins to watch; what it gives ends that and leaves no trace. */
  install(context: Context): Undo
}
