import type { AppFiles } from './files.ts'
import type { Loose } from './loose.ts'
import type { LogLine, RequestRecord, RuntimeError } from './records.ts'
import type { Store } from './store.ts'

/** What one start of the app is given. */
export interface StartOptions {
  files: AppFiles
  /** `node`: Node's own, no vm context; far cheaper, but nothing is isolated and rejections are not the platform's. */
  realm?: 'context' | 'node'
  transform?: (source: string, file: string) => string
}

export interface LaunchOptions {
  path?: string
  query?: Record<string, string>
  scene?: number
}

export interface NavigationResult {
  ok: boolean
  errMsg: string
}

export interface TapOptions {
  /** `tap` unless given: `input`, `submit`, `longpress` … */
  type?: string
  dataset?: Record<string, Loose>
}

/** One JavaScript process of the app on a device, as its user and a test see it. */
export interface Runtime {
  /** A cold start: evaluates app.js and its pages, runs the app's and the first page's hooks. */
  launch(options?: LaunchOptions): void
  /** Evaluates a source as a module of this name and gives its exports; what it throws is thrown. */
  run(source: string, file?: string): Loose
  navigateTo(url: string): NavigationResult
  redirectTo(url: string): NavigationResult
  switchTab(url: string): NavigationResult
  reLaunch(url: string): NavigationResult
  navigateBack(delta?: number): NavigationResult
  /** Somebody opens the app with a page that it does not have. */
  openUnknownPage(path: string, query?: Record<string, string>): void
  hide(): void
  show(options?: LaunchOptions): void
  /** The end of all JavaScript, without notice. The device's storage stays as it is at this moment. */
  kill(): void
  tap(target: string, detail?: Loose, options?: TapOptions): Loose
  /** What the page in front shows, one line an element; '' where its template can't be interpreted. */
  shown(): string
  /** Lets a listener of `on…` hear something: `emit('MemoryWarning', { level: 10 })`. */
  emit(event: string, argument?: Loose): void
  readonly alive: boolean
  readonly suspended: boolean
  readonly hidden: boolean
  /** The platform object. */
  readonly api: Loose
  /** What a module of the app can name: the global object, with the module's parameters in front. */
  readonly globals: Loose
  /** What getApp() gives. */
  readonly app: Loose
  /** What getCurrentPages() gives. */
  readonly pages: Loose[]
  readonly errors: RuntimeError[]
  readonly log: LogLine[]
  readonly requests: RequestRecord[]
  /** How often each function of the platform was called. */
  readonly calls: Record<string, number>
  /** ms after which the platform gives up a sub-package that is loaded on demand. */
  readonly patience: number
  readonly slots: { readonly active: number; readonly queued: number; readonly peak: number }
  readonly storage: Store
}
