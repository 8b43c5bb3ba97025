import type { Undo } from './internal/guard.ts'
import type { Call, CallWatch } from './platform.ts'

export type PagePhase = 'navigate' | 'load' | 'show' | 'ready' | 'hide' | 'unload'

export interface PageEvent {
  phase: PagePhase
  /** Without leading slash and query. */
  path: string
  /** The page instance, where there is one: tells two visits of one path apart. */
  page?: object
}

export interface FrameworkError {
  error: unknown
  /** Which of the framework's hooks saw it. */
  source: string
  type?: 'js' | 'promise'
  page?: string
  componentStack?: string
}

export interface AppEvent {
  phase: 'launch' | 'show'
  /** The page that is about to open, where the framework knows it; without leading slash and query. */
  path?: string
}

/** A setData of a page. */
export interface UpdateEvent {
  path: string
  /** ms until the platform's callback. */
  duration: number
  bytes: number
  keys: number
}

/** The framework's view of one request; `sent()` tells that its synchronous part, the platform's call, is behind it. */
export interface LogicalWatch extends CallWatch {
  sent(): void
}

/** What an adapter gives. It creates no signal, names no attribute and sends nothing. */
export interface Framework {
  /** `miniprogram.framework`. */
  readonly name: string
  /** Where the framework knows better than the platform; '' for not now. */
  currentPage?(): string
  observePages(listener: (event: PageEvent) => void): Undo
  observeErrors(listener: (event: FrameworkError) => void): Undo
  observeApp?(listener: (event: AppEvent) => void): Undo
  observeUpdates?(listener: (event: UpdateEvent) => void): Undo
  observeRequests?(begin: (call: Call) => LogicalWatch | undefined): Undo
}
