import type { Loose } from './loose.ts'

export type PlatformName =
  'wechat' | 'alipay' | 'bytedance' | 'baidu' | 'qq' | 'jd' | 'kuaishou' | 'xiaohongshu'

/**
 * How `onError` is told: `MiniProgramError\n…`, `type;message\n…`, `message\nstack`, (message, stack), …: the facts `errors`
 * of docs/platforms/wechat.md and its kin
 */
export type ErrorForm = 'prefixed' | 'typed' | 'message-stack' | 'two-arguments' | 'object' | 'message'

/** An ArrayBuffer as a body: sent; refused; swallowed (docs/platforms/xiaohongshu.md#bodies); sent as `{}`. */
export type BinaryBody = 'send' | 'fail' | 'hang' | 'stringify'

/** Which functions called without callbacks answer with a promise: docs/platforms/mini.md#promises */
export type PromiseForm = 'none' | 'but-tasks' | 'all'

export interface PerformanceSpec {
  entryTypes: string[]
  /**
   * What the observer's callback gets: an object with getEntries(), or the bare array:
   * docs/platforms/bytedance.md#entries
   */
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
  /** Platform object, App, Page … come as parameters of each module, not as globals: docs/platforms/mini.md#names */
  apiAsParameter: boolean
  /** Names that every module sees besides (`navigator` on Alipay): docs/platforms/mini.md#names */
  globals: Record<string, Loose>
  promises: PromiseForm
  /** Failures are `{ errMsg, errno }` or `{ error, errorMessage }`: docs/platforms/alipay.md#failures */
  failures: 'errMsg' | 'error'
  /** Wrong arguments are told before the call returns: docs/platforms/wechat.md#parameters */
  syncParameterErrors: boolean
  request: {
    header: string
    status: string
    /** Further names of the two in a result. */
    aliases: Record<string, string>
    methods: string[]
    /** Where an answer that is not 2xx goes: docs/platforms/alipay.md#failures */
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
    /** Plain arguments and results, or `{ key, data }` in and `{ data }` out: docs/platforms/alipay.md#storage */
    style: 'plain' | 'envelope'
    /** Bytes. */
    keyLimit: number
    totalLimit: number
  }
  errorForm: ErrorForm
  /** Names behind `on…` and `off…`. */
  events: string[]
  performance?: PerformanceSpec
  /** Pages and components have `setUpdatePerformanceListener`: docs/platforms/wechat.md#update-listener */
  updateListener: boolean
  /** `App()` runs onLaunch and onShow before it returns. */
  launchInsideApp: boolean
  /** Hooks before the first `onShow` of a page made by Page() and of one made by Component(). */
  pageHooks: { page: string[]; component: string[] }
  /** Life-cycle hooks of components: before all if it is a page, when made, when the page is ready, when removed. */
  componentHooks: { page: string[]; enter: string[]; ready: string[]; leave: string[] }
  /** Components find properties in `props`, listeners among them, not in `data`: docs/platforms/alipay.md#props */
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
