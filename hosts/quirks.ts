import type { BinaryBody, ErrorForm, PromiseForm } from './platform.ts'

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
  /**
   * These functions are getters without a setter; `fixed`: not even configurable: docs/platforms/wechat.md#accessors
   */
  accessors?: { names?: string[]; configurable?: boolean }
  /** `eval` and `new Function` work, as they do not by themselves: docs/platforms/wechat.md#eval */
  codeFromStrings?: boolean
  /** Functions, hooks and built-ins that are not there: `onUnhandledRejection`, `Promise.allSettled`, `Proxy`. */
  missing?: string[]
  /** Built-ins of Node that are there: `URL`, `TextEncoder`, `performance`, `crypto` … */
  present?: string[]
  /** `Object.freeze` on the platform object. */
  frozenApi?: boolean
  /**
   * From before hooks for rejections, performance entries (docs/platforms/wechat.md#entries) and newer system calls.
   */
  oldBaseLibrary?: boolean
  /** Promise as on old iOS: its jobs are timers: docs/platforms/wechat.md#jobs */
  timerPromise?: boolean
  errorForm?: ErrorForm
  promises?: PromiseForm
  binaryBody?: BinaryBody
  httpErrors?: 'success' | 'fail'
  /** Host names that requests may go to (docs/platforms/words.md#wechat); nothing given: all. */
  domains?: string[]
  /** Global route events, and events of pages: docs/platforms/wechat.md#routes */
  routeEvents?: boolean
  /** `this` in callbacks of API calls. */
  callbackThis?: 'undefined' | 'options'
  /** The device's clock is set again and again: each `every` ms by the next of `by` (ms). */
  clockJumps?: { every: number; by: number[] }
  /** All of the platform's own delays are this many times longer. */
  slow?: number
  /** When what was interrupted in the background is told: docs/platforms/wechat.md#suspended */
  interrupted?: 'at-once' | 'on-show'
  /** Timers that fell due while suspended (docs/platforms/wechat.md#suspended) run before onShow. */
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
  /** From hide until requests are interrupted and JavaScript is suspended: docs/platforms/wechat.md#suspended */
  interrupt: number
  suspend: number
}
