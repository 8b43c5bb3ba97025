import type { Clock } from './internal/clock.ts'
import type { Diag } from './internal/diag.ts'
import type { Any, Guard, Undo } from './internal/guard.ts'
import type { Attributes } from './signal.ts'
import type { Storage } from './storage.ts'
import type { Tenancy, TenancyOptions } from './tenancy.ts'
import type { Opening } from './view.ts'

/** The calls that are measured, by the names that mini programs have for them. */
export type HttpApi = 'request' | 'uploadFile' | 'downloadFile'

/** One outgoing call of the app, as the platform's patch sees it; read-only to us. */
export interface Call {
  /** Which function was called. */
  readonly api: HttpApi | 'connectSocket'
  /** Verb in capitals; `UPLOAD` and `DOWNLOAD` for the file APIs. */
  readonly method: string
  /** As the app wrote it. */
  readonly url: string
  /** The app's own headers, if it gave any. */
  readonly header?: Readonly<Record<string, Any>>
  /** The object by which a framework's logical call is recognised: the options, the fetch init, the XHR. */
  readonly carrier: unknown
}

/** How a call of the app ended. */
export interface Outcome {
  /** HTTP status; 0 where there was no answer, 101 of a socket that the platform is opening. */
  status: number
  /** The platform's own words for a failure. */
  error?: string
  /** The app itself ended the call. */
  aborted?: boolean
}

/** What is to be told of a call that is observed. */
export interface CallWatch {
  /** Headers to add to a copy of the app's. */
  header?: Record<string, string>
  /** As a method, when the outcome is known. The first one counts; others may come where `ended` is not set. */
  end(outcome: Outcome): void
  /** The outcome is known. */
  ended?: boolean
}

/** Observing a call: undefined for one that is to pass untouched. */
export type CallObserver = (call: Call) => CallWatch | undefined

/** A request of ours, through the unpatched API. */
export interface OwnRequest {
  /** Of one of the endpoints; on web pages it may be relative. */
  url: string
  /** JSON, or bytes where the platform takes them. */
  body: string | ArrayBuffer
  /** The user's and the content type. */
  header: Record<string, string>
  /** ms until it is given up, whatever the platform does. */
  timeout: number
  /** The page is going away: use what outlives it, where there is such a thing (docs/platforms/h5.md#keepalive). */
  leaving?: boolean
  /** JSON that a platform which can serialise is given as an object. */
  asObject?: boolean
  /** Is handed what ends the request before its time, once it has begun. */
  onStart?(stop: Undo): void
}

/** How it went; a failure is status 0 and an error, never a rejected promise. */
export interface OwnResult {
  /** HTTP status; 0 where there was no answer. */
  status: number
  /** Value of Retry-After and Content-Type, whatever the case of the names; '' if absent. */
  header(name: string): string
  /** Of the answer, as the platform gives it. */
  body?: string | ArrayBuffer
  /** The platform's own words for a failure. */
  error?: string
}

/** One measurement of the runtime itself, in the kit's terms. */
export interface PerformanceEntry {
  /** What was measured; becomes `miniprogram.<name>.duration`, of first_paint `.time`. */
  name: 'app_launch' | 'first_render' | 'route' | 'script' | 'package_load' | 'first_paint'
  /** ms; of first_paint the wall clock. */
  value: number
  /** The entry's own page, if it has one. */
  page?: string
}

/** One of the figures by which pages are compared. */
export interface Vital {
  /** First and largest contentful paint; of web pages also interaction to next paint and cumulative layout shift. */
  name: 'fcp' | 'lcp' | 'inp' | 'cls'
  /** ms; of cls a score. */
  value: number
  /** Where it was seen; without leading slash and query. */
  page: string
}

/** A script, a style sheet, an image or the like that a page asked for and did not get. */
export interface FailedResource {
  /** Name of the element in lower case: `script`, `link`, `img` … */
  element: string
  /** As the browser resolved it, http or https. */
  url: string
}

/** What the runtime tells of, and with what. */
export interface PlatformEvents {
  /** What the hook was given, and the stack where the platform has it apart: docs/platforms/alipay.md#errors */
  error: (error: unknown, stack?: string) => void
  /** A promise was rejected and nobody took it. */
  rejection: (reason: unknown) => void
  /** A page was opened that is not there; its path, without query. */
  pageNotFound: (path: string) => void
  /** The app came to the front. */
  show: () => void
  /** The app went to the background. */
  hide: () => void
  /** Memory runs short: docs/platforms/wechat.md#memory */
  memoryWarning: (told: { level?: unknown }) => void
  /** A sub-package could not be loaded: docs/platforms/wechat.md#lazy-load */
  lazyLoadError: (told: { subpackage?: unknown; errMsg?: unknown }) => void
  /** There is another network, or none. */
  networkStatusChange: (told: { isConnected?: unknown; networkType?: unknown }) => void
}

/**
 * A route, whoever began it. `begin`: it was decided; `end`: it is done, and the page's own hooks have run; `moved`: a web
 * page shows another one, and nobody else says so.
 */
export interface RouteEvent {
  /** How far it has come. */
  phase: 'begin' | 'end' | 'moved'
  /** Of the page that is opened; without leading slash and query. */
  path: string
  /** As far as the platform says it. */
  opening?: Opening
}

/** Where a web page was opened from: a mini program's session, and the span that led here. */
export interface Arrival {
  /** 32 hex digits. */
  session: string
  /** 32 hex digits, of a trace that is sampled. */
  traceId?: string
  /** 16 hex digits. */
  spanId?: string
}

/** What a runtime gives. A missing ability is a missing member; the core asks for members, never for names. */
export interface Platform {
  /** `miniprogram.platform`. */
  readonly name: string
  /** Its object, `wx` and its kin; web pages have none. */
  readonly api?: object
  /** SkyWalking's component id of its spans. */
  readonly componentId: number
  /** SkyWalking's layer, where there is one: for keepAlive. */
  readonly layer?: string
  /** Takes ArrayBuffer bodies. */
  readonly binary?: boolean
  /** Bytes that requests which outlive the page may still carry, all together: docs/platforms/h5.md#keepalive */
  lasting?(): number
  /** Sends a request of ours by the unpatched API; never rejects. */
  request(request: OwnRequest): Promise<OwnResult>
  /** Of the app, on the device. */
  readonly storage: Storage
  /** Listens until it is undone; events that the platform lacks never come. */
  on<E extends keyof PlatformEvents>(event: E, listener: PlatformEvents[E]): Undo
  /** Path without leading slash and query; '' while there is none. Throws what the host does. */
  currentPage(): string
  /** Where the runtime tells of routes itself. */
  observeRoutes?(listener: (route: RouteEvent) => void): Undo
  /** Sees every request, upload and download of the app; `patched` is told what could be observed. */
  observeRequests?(start: CallObserver): { undo: Undo; patched: Record<string, boolean> }
  /** Web pages; mini programs have no such event. */
  observeResources?(listener: (failed: FailedResource) => void): Undo
  /** What `observePerformance` tells of; the life-cycle tells of the rest. */
  readonly measures?: readonly PerformanceEntry['name'][]
  /** Undefined at run time where the base library has no observer: docs/platforms/wechat.md#entries */
  observePerformance?(listener: (entry: PerformanceEntry) => void): Undo
  /**
   * Tells of each once it is final, by the platform's own definition; `finish` of what the end of a visit decides. Brought
   * by the slices of vitals, since drivers are in every kit.
   */
  observeVitals?(page: () => string, tell: (vital: Vital) => void): { finish(): void; undo: Undo }
  /**
   * `device.*`, `os.*`, and of host and base library; asked once, late, with consent: docs/platforms/wechat.md#device
   */
  device?(): Attributes
  /** `network.connection.type`; asked once, late, with consent. */
  network?(): Promise<string>
  /** Web pages: a header of ours to another origin needs its consent: https://fetch.spec.whatwg.org/#cors-protocol */
  sameOrigin?(url: string): boolean
  /** Where several contexts (tabs) of the app may run at once and share the storage. */
  tenancy?(options: TenancyOptions): Tenancy
}

/** What a driver is built with. */
export interface DriverEnv {
  /** Runs what the host calls. */
  guard: Guard
  /** Timers and time, for what the host lacks. */
  clock: Clock
  /** For what a developer should know. */
  diag: Diag
}

/** Gives its platform, if the platform's object is there. */
export type Driver = (env: DriverEnv) => Platform | undefined

/** How to come by the platform: that of a name, where one is given and it is there; undefined where none is known. */
export type FindPlatform = (env: DriverEnv, name?: string) => Platform | undefined
