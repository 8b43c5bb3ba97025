import { type Any, noop } from '../internal/guard.ts'
import type { PerformanceEntry, Platform, PlatformEvents } from '../platform.ts'
import type { Attributes } from '../signal.ts'
import type { PlatformEnv } from './env.ts'
import { miniPerformance } from './mini-performance.ts'
import { observeMiniRequests, ownRequests } from './mini-requests.ts'
import { ask, miniStorage } from './mini-storage.ts'

/** How a platform differs from the others of WeChat's shape; what is left out is as on WeChat. */
export interface MiniSpec {
  /** The platform object; whatever is falsy means that we run elsewhere. */
  api: Any
  /** Its name in the app's code. */
  global: string
  name: string
  /** SkyWalking's 10001, its generic client, unless it has registered one. */
  componentId?: number
  layer?: string
  binary?: boolean
  /** request, uploadFile and downloadFile always return tasks, never promises; else it is found out. */
  tasks?: boolean
  /** Name of the request function. */
  request?: string
  /** Name of the header field, where `header` is but an alias. */
  header?: string
  /** dataType of a binary answer, where responseType is unknown. */
  binaryType?: string
  /** The synchronous storage functions take `{ key, data }`. */
  keyed?: boolean
  performance?: {
    source: () => unknown
    types: string[]
    /** By entry name, `entryType:navigationType`, entryType. */
    names: Record<string, PerformanceEntry['name']>
  }
}

declare const getCurrentPages: (() => Any[]) | undefined

/** Without leading slash and query, where frameworks keep their time stamps and ids. */
export function pathOf(route: Any): string {
  return typeof route === 'string' ? route.replace(/^\/+|[?#].*$/g, '') : ''
}

const EVENTS = {
  error: 'Error',
  rejection: 'UnhandledRejection',
  pageNotFound: 'PageNotFound',
  show: 'AppShow',
  hide: 'AppHide',
}

/** Each platform's arguments in the contract's order. */
const ARGUMENTS: Record<string, (first: Any, second: Any) => unknown[]> = {
  error: (error, stack) => (typeof stack === 'string' ? [error, stack] : [error]),
  rejection: (event) => [event && typeof event === 'object' && 'reason' in event ? event.reason : event],
  pageNotFound: (event) => [pathOf((event && event.path) || event)],
}

/** `device.*` and its kin by the newer calls, which need no privacy declaration; by the old one where they are missing. */
function deviceOf({ api }: MiniSpec): Attributes {
  const info: Any =
    typeof api.getDeviceInfo === 'function' && typeof api.getAppBaseInfo === 'function'
      ? Object.assign({}, api.getDeviceInfo(), api.getAppBaseInfo())
      : api.getSystemInfoSync()
  // WeChat: 'iOS 17.1', Alipay: '17.1' beside platform 'iOS'
  const system = /^(\D*?)\s*(\d.*)?$/.exec(String(info.system || '')) || []
  const all: Any = {
    'device.manufacturer': info.brand,
    'device.model.identifier': info.model,
    'os.name': system[1] || info.platform,
    'os.version': system[2],
    'miniprogram.host.version': info.version,
    'miniprogram.base_library.version': info.SDKVersion || api.SDKVersion,
  }
  for (const key in all) {
    if (all[key]) all[key] = String(all[key])
    else delete all[key]
  }
  return all
}

/** A driver for a platform of WeChat's shape; undefined where its object is missing. */
export function miniPlatform(spec: MiniSpec, env: PlatformEnv): Platform | undefined {
  const { api } = spec
  if (!api) return
  const { guard } = env
  const platform: Platform = {
    name: spec.name,
    componentId: spec.componentId || 10001,
    layer: spec.layer,
    binary: spec.binary,
    request: ownRequests(spec, env),
    storage: miniStorage(spec, env),
    on: (event, listener) => onEvent(api, env, event, listener as Any),
    currentPage: () =>
      guard.run('page', () => {
        const pages = typeof getCurrentPages === 'function' ? getCurrentPages() : []
        const page = pages[pages.length - 1]
        return page && pathOf(page.route || page.__route__)
      }) || '',
    device: () => guard.run('device', () => deviceOf(spec)) || {},
    network: () =>
      ask(spec, env, 'getNetworkType', {}).then((res) => String(res.networkType || '').toLowerCase()),
  }
  // The web pages' SDKs of these vendors bring an object of the same name without it.
  if (guard.run('request', () => api[spec.request || 'request']))
    platform.observeRequests = (start) => observeMiniRequests(spec, guard, start)
  const observePerformance = miniPerformance(spec, env)
  if (observePerformance) platform.observePerformance = observePerformance
  return platform
}

function onEvent(
  api: Any,
  { guard }: PlatformEnv,
  event: keyof PlatformEvents,
  listener: (...args: Any[]) => void,
) {
  const name = EVENTS[event]
  const convert = ARGUMENTS[event]
  let live = true
  const handler = guard.wrap(event, (first: Any, second: Any) => {
    if (live) listener.apply(undefined, convert ? convert(first, second) : [])
  })
  return (
    guard.run(event, () => {
      if (typeof api['on' + name] !== 'function') return
      api['on' + name](handler)
      return () => {
        // where the platform lets no listener go, this one is dead
        live = false
        if (typeof api['off' + name] === 'function') api['off' + name](handler)
      }
    }) || noop
  )
}
