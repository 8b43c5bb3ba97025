import type { Context } from './context.ts'
import type { Undo } from './internal/guard.ts'

export interface Instrumentation {
  readonly name: string
  install(context: Context): Undo
}
