import type { Undo } from './internal/guard.ts'

/**
 * How a page came to the front, as far as it can be told; `show`: the app came back from the background.
 * docs/platforms/wechat.md#routes
 */
export type Opening = 'launch' | 'navigate' | 'redirect' | 'reLaunch' | 'switchTab' | 'back' | 'show'

/** One visit of a page: from its show to its hide, its unload, or the app's going to the background. */
export interface View {
  /** 16 hex digits. */
  readonly id: string
  /** Without leading slash and query. */
  readonly path: string
  /** The page before it; '' of the first, and of one that the app came back to. */
  readonly from: string
  /** How it came to the front. */
  readonly opening: Opening
  /** When it came to the front: wall clock, ms. */
  readonly time: number
  /** The same by the clock for durations. */
  readonly tick: number
  /** The page was made for it, so its ready is still to come. */
  readonly isNew: boolean
  /** The instance, where the framework tells of it. */
  page?: object
  /** Its ready was seen. */
  ready?: boolean
}

/** What a part wants to hear of views; each is called once a view, in this order. */
export interface ViewListener {
  /** It has come to the front. */
  begin?(view: View): void
  /** Its page is drawn for the first time. */
  ready?(view: View): void
  /** `stay`: ms; undefined where the clock was set meanwhile. */
  end?(view: View, stay: number | undefined): void
}

/** The views of the app, one after the other. */
export interface Views {
  /** The one in front; undefined before the first, between two, and in the background. */
  current(): View | undefined
  /** Tells of the one in front, and of all from now on until it is undone. */
  observe(listener: ViewListener): Undo
}

/** A page that loads: the root of a trace, and whether that is sampled. */
export interface PageLoad {
  /** 32 hex digits. */
  readonly traceId: string
  /** Of the root. */
  readonly spanId: string
  /** What is not is a part of no trace. */
  readonly sampled: boolean
  /** The span in a mini program that led to this page. */
  readonly parentSpanId?: string
  /** What began as a part of it is over. */
  leave(): void
}

/** The page that loads just now, if one does. */
export interface PageLoads {
  /** For what begins on this page: it is a part of the loading, which waits for its end; undefined: of none. */
  join(page: string): PageLoad | undefined
}
