import type { HostClock } from './clock.ts'
import type { Network } from './network/network.ts'
import type { Store } from './store.ts'

/** Values of the app's world cross this border in both directions; nothing can be known of their shape. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Loose = any
export type LooseFunction = (...args: Loose[]) => Loose

export type PlatformName =
  'wechat' | 'alipay' | 'bytedance' | 'baidu' | 'qq' | 'jd' | 'kuaishou' | 'xiaohongshu'

/** How `onError` is told: `MiniProgramError\n…`, `type;message\n…`, `message\nstack`, (message, stack), … */
export type ErrorForm = 'prefixed' | 'typed' | 'message-stack' | 'two-arguments' | 'object' | 'message'

/** What becomes of an ArrayBuffer as a body: sent; refused; swallowed without an answer; sent as `{}`. */
export type BinaryBody = 'send' | 'fail' | 'hang' | 'stringify'

/** Which functions answer with a promise when they are called without callbacks. */
export type PromiseForm = 'none' | 'but-tasks' | 'all'

export interface PerformanceSpec {
  entryTypes: string[]
  /** What the observer's callback gets: an object with getEntries(), or the bare array. */
  list: 'object' | 'array'
  /** Also as a property of the platform object (`tt.performance`). */
  property?: boolean
  names: 'wechat' | 'bytedance'
}

/** How a platform differs: data, so that nothing else asks for its name. */
export interface PlatformSpec {
  name: PlatformName
  /** Name of the platform object, `wx`. */
  api: string
  /** Platform object, App, Page … come as parameters of each module instead of as globals. */
  apiAsParameter: boolean
  /** Names that every module sees besides (`navigator` on Alipay). */
  globals: Record<string, Loose>
  promises: PromiseForm
  /** Failures are `{ errMsg, errno }` or `{ error, errorMessage }`. */
  failures: 'errMsg' | 'error'
  /** Wrong arguments are told before the call returns. */
  syncParameterErrors: boolean
  request: {
    header: string
    status: string
    /** Further names of the two in a result. */
    aliases: Record<string, string>
    methods: string[]
    /** Where an answer that is not 2xx goes. */
    httpErrors: 'success' | 'fail'
    /** A body that claims to be JSON and is not: kept as text, or a failure. */
    badJson: 'text' | 'fail'
    binaryBody: BinaryBody
    /** `res.profile`. */
    profile: boolean
    slots: number
    /** ms */
    timeout: number
    /** Field of a download's result. */
    filePath: string
    words: Record<string, FailureWords>
  }
  storage: {
    /** Plain arguments and results, or `{ key, data }` in and `{ data }` out. */
    style: 'plain' | 'envelope'
    /** Bytes. */
    keyLimit: number
    totalLimit: number
  }
  errorForm: ErrorForm
  /** Names behind `on…` and `off…`. */
  events: string[]
  performance?: PerformanceSpec
  /** `App()` runs onLaunch and onShow before it returns. */
  launchInsideApp: boolean
  /** Hooks before the first `onShow` of a page made by Page() and of one made by Component(). */
  pageHooks: { page: string[]; component: string[] }
  /** Life-cycle hooks of components: before all if it is a page, when made, when the page is ready, when removed. */
  componentHooks: { page: string[]; enter: string[]; ready: string[]; leave: string[] }
  /** Components find their properties in `props`, listeners among them, and not in `data`. */
  separateProps: boolean
  /** Instances of components show their `methods` and `messages`, and can `dispatch` to those above. */
  messages: boolean
  template: { extension: string; prefix: string; events: string[] }
  /** What canIUse affirms besides functions. */
  abilities: string[]
  /** Functions of the shared API that this platform lacks. */
  without: string[]
  /** Device details that getSystemInfo gives. */
  info: Record<string, Loose>
}

export interface FailureWords {
  message: string
  code: number
}

export type StorageFault = 'fail' | 'throw' | 'half' | 'corrupt' | 'lost' | 'hang' | 'kill' | 'half-kill'

export interface StorageOperation {
  operation: 'get' | 'set' | 'remove' | 'clear' | 'info'
  key?: string
  sync: boolean
  /** Size of what is to be written. */
  bytes?: number
}

/** Switches for what real devices and versions do differently. */
export interface Quirks {
  apiAsParameter?: boolean
  /** These functions are getters without a setter; `fixed`: not even configurable. */
  accessors?: { names?: string[]; configurable?: boolean }
  /** `eval` and `new Function` work. */
  codeFromStrings?: boolean
  /** Functions, hooks and built-ins that are not there: `onUnhandledRejection`, `Promise.allSettled`, `Proxy`. */
  missing?: string[]
  /** Built-ins of Node that are there: `URL`, `TextEncoder`, `performance`, `crypto` … */
  present?: string[]
  /** `Object.freeze` on the platform object. */
  frozenApi?: boolean
  /** A base library from before promises, rejections hooks, performance entries and the newer system calls. */
  oldBaseLibrary?: boolean
  /** Promise as on old iOS: its jobs are timers. */
  timerPromise?: boolean
  errorForm?: ErrorForm
  promises?: PromiseForm
  binaryBody?: BinaryBody
  httpErrors?: 'success' | 'fail'
  /** Host names that requests may go to; nothing given: all. */
  domains?: string[]
  /** Global route events, and events of pages (new WeChat base libraries). */
  routeEvents?: boolean
  /** `this` in callbacks of API calls. */
  callbackThis?: 'undefined' | 'options'
  /** The device's clock is set again and again: each `every` ms by the next of `by` (ms). */
  clockJumps?: { every: number; by: number[] }
  /** All of the platform's own delays are this many times longer. */
  slow?: number
  /** When what was interrupted in the background is told. */
  interrupted?: 'at-once' | 'on-show'
  /** Timers that fell due while suspended run before onShow. */
  timersBeforeShow?: boolean
  /** Asked before each storage operation. */
  storageFault?: (operation: StorageOperation) => StorageFault | undefined
  /** ms that the platform's own work takes; see timings.ts. */
  timings?: Partial<Timings>
  slots?: number
  /** Promise rejections never reach the hooks. */
  silentRejections?: boolean
}

/** ms of the platform's own work. */
export interface Timings {
  /** An asynchronous API call until its callback. */
  call: number
  /** App evaluation and `onLaunch` until `onShow`. */
  launch: number
  /** A page's first `onShow` until `onReady`. */
  ready: number
  /** setData until its callback. */
  render: number
  /** A synchronous storage operation. */
  syncStorage: number
  /** From hide until requests are interrupted and JavaScript is suspended. */
  interrupt: number
  suspend: number
}

export interface DeviceOptions {
  platform: PlatformName
  clock?: HostClock
  network?: Network
  quirks?: Quirks
  storage?: Store
  /** Math.random of the app's world. */
  random?: () => number
  /** Overrides of what getSystemInfo and its successors give. */
  info?: Record<string, Loose>
  /** Overrides of the platform's data, for variants that no quirk names. */
  spec?: Partial<PlatformSpec>
  /** Console lines of the app are also printed. */
  echo?: boolean
  /** `false`: `runtime.requests` and `runtime.log` stay empty, for long runs. */
  record?: boolean
}

export interface RequestRecord {
  id: number
  api: 'request' | 'uploadFile' | 'downloadFile'
  /** The very object that the platform was handed. */
  options: Loose
  url: string
  method: string
  headers: Record<string, string>
  body?: Uint8Array
  state: 'queued' | 'sending' | 'done'
  outcome?: 'success' | 'fail'
  status?: number
  /** What the app was told. */
  result?: Loose
  /** Monotonic ms of the device. */
  calledAt: number
  startedAt?: number
  endedAt?: number
}

export interface RuntimeError {
  error: Loose
  /** Where it came from: `app.js`, `App.onLaunch`, `setTimeout`, `request success`, `rejection` … */
  source: string
}

export interface LogLine {
  level: string
  args: Loose[]
  text: string
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
