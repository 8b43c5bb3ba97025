import type { Any } from '../core/internal/guard.ts'

/** A platform object of WeChat's shape that answers within the call, and does as little as can be. */
export interface Host {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  wx: any
  /** What the app's requests are answered with: an HTTP status. */
  status: number
  /** The kit's own requests: answered at once, later by `answer`, or never. */
  network: 'up' | 'slow' | 'silent'
  /** The next answer to a request of the kit's; false if none is due. */
  answer(): boolean
  /** What is in storage. */
  stored: Map<string, string>
  fire(event: string, ...args: unknown[]): void
}

export function createHost(stored = new Map<string, string>()): Host {
  const listeners: Listeners = {}
  const waiting: Any[] = []
  let result = answerWith(200)

  // The kit's own requests ask for text or bytes; the app's, in this bench, for nothing.
  const send = (options: Any) => {
    if (options.dataType) own(options)
    else {
      options.success(result)
      if (options.complete) options.complete(result)
    }
    return TASK
  }
  const own = (options: Any) => {
    if (host.network === 'up') options.success(FINE)
    else if (host.network === 'slow') waiting.push(options)
  }

  const host: Host = {
    wx: {
      request: (options: Any) => send(options),
      uploadFile: (options: Any) => send(options),
      downloadFile: (options: Any) => send(options),
      ...storageOn(stored),
      ...eventsOn(listeners),
      ...DEVICE,
      ...REST,
    },
    stored,
    network: 'up',
    get status() {
      return result.statusCode
    },
    set status(statusCode) {
      result = answerWith(statusCode)
    },
    answer() {
      const options = waiting.shift()
      if (options) options.success(FINE)
      return !!options
    },
    fire: (event, ...args) => (listeners[event] || []).forEach((listener) => listener(...args)),
  }
  return host
}

interface Listeners {
  [event: string]: Any[]
}

const TASK = { abort() {} }
const FINE = { statusCode: 200, data: '', header: {}, errMsg: 'request:ok' }

function answerWith(statusCode: number) {
  return { statusCode, data: { items: [] }, header: {}, errMsg: 'request:ok' }
}

function storageOn(stored: Map<string, string>) {
  return {
    getStorage({ key, success, fail }: Any) {
      if (stored.has(key)) success({ data: stored.get(key) })
      else fail({ errMsg: 'getStorage:fail data not found' })
    },
    setStorage({ key, data, success }: Any) {
      stored.set(key, data)
      success({})
    },
    removeStorage({ key, success }: Any) {
      stored.delete(key)
      success({})
    },
    getStorageInfo: ({ success }: Any) => success({ keys: [...stored.keys()] }),
    setStorageSync: (key: string, data: string) => void stored.set(key, data),
  }
}

/** `onError`, `offError` … */
function eventsOn(listeners: Listeners) {
  const functions: { [name: string]: (listener: Any) => void } = {}
  for (const event of ['Error', 'UnhandledRejection', 'PageNotFound', 'AppShow', 'AppHide']) {
    functions['on' + event] = (listener) => {
      listeners[event] = (listeners[event] || []).concat(listener)
    }
    functions['off' + event] = (listener) => {
      listeners[event] = listeners[event].filter((each) => each !== listener)
    }
  }
  return functions
}

const DEVICE = {
  getDeviceInfo: () => ({ brand: 'HUAWEI', model: 'ALN-AL00', system: 'Android 12', platform: 'android' }),
  getAppBaseInfo: () => ({ version: '8.0.50', SDKVersion: '3.5.8' }),
  getNetworkType: ({ success }: Any) => success({ networkType: 'wifi' }),
  getPerformance: () => ({
    createObserver: () => ({ observe() {}, disconnect() {} }),
    getEntries: () => [],
  }),
}

/** What else a platform object has: WeChat's some 900 members, which whoever looks through them all pays for. */
const REST = Object.fromEntries(Array.from({ length: 900 }, (_, i) => ['member' + i, () => {}]))

const PAGES = [{ route: 'pages/index/index' }]

/** What a mini program's modules find as free variables. */
export function freeVariables(host: Host): Record<string, unknown> {
  return { wx: host.wx, App() {}, Page() {}, Component() {}, getCurrentPages: () => PAGES }
}
