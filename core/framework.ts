import type { Undo } from './internal/guard.ts'
import type { Call, CallWatch } from './platform.ts'
import type { Opening } from './view.ts'

/** Steps in the life of a page; `navigate` is the wish to go there. */
export type PagePhase = 'navigate' | 'load' | 'show' | 'ready' | 'hide' | 'unload'

/** A step in the life of a page. */
export interface PageEvent {
  /** Which step. */
  phase: PagePhase
  /** Without leading slash and query. */
  path: string
  /** The page instance, where there is one: tells two visits of one path apart. */
  page?: object
  /** Of `navigate`: how the page is to be opened. */
  opening?: Opening
}

/** What a hook of the framework caught. */
export interface FrameworkError {
  /** As it was thrown, of whatever type. */
  error: unknown
  /** Which of the framework's hooks saw it. */
  source: string
  /** `exception.type`; default: js. */
  type?: 'js' | 'promise'
  /** Where it happened; default: the page in front. */
  page?: string
  /** The components around it, as the framework writes them. */
  componentStack?: string
}

/** The app is launched, or comes to the front. */
export interface AppEvent {
  /** Of the app's life-cycle. */
  phase: 'launch' | 'show'
  /** The page that is about to open, where the framework knows it; without leading slash and query. */
  path?: string
}

/** A setData of a page. */
export interface UpdateEvent {
  /** Of the page; without leading slash and query. */
  path: string
  /** ms until the platform's callback, or as the platform itself measures it. */
  duration?: number
  /** Size of the data as JSON, estimated. */
  bytes?: number
  /** Paths that were set. */
  keys?: number
}

/** The framework's view of one request; `sent()` tells that its synchronous part, the platform's call, is behind it. */
export interface LogicalWatch extends CallWatch {
  /** The platform's call is behind it. */
  sent(): void
}

/** What an adapter gives. It creates no signal, names no attribute and sends nothing. */
export interface Framework {
  /** `miniprogram.framework`. */
  readonly name: string
  /** Where the framework knows better than the platform; '' for not now. */
  currentPage?(): string
  /** Tells of every page's life-cycle until it is undone. */
  observePages(listener: (event: PageEvent) => void): Undo
  /** Tells of what the framework's own hooks catch. */
  observeErrors(listener: (event: FrameworkError) => void): Undo
  /** Where the framework knows of launches earlier, or better. */
  observeApp?(listener: (event: AppEvent) => void): Undo
  /** Where setData can be measured. */
  observeUpdates?(listener: (event: UpdateEvent) => void): Undo
  /** Where the framework's own requests can be seen; `begin` gives undefined for those that are to pass untouched. */
  observeRequests?(begin: (call: Call) => LogicalWatch | undefined): Undo
}
