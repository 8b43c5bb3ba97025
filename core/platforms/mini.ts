import { type Any, noop } from '../internal/guard.ts'
import type { Platform, PlatformEvents } from '../platform.ts'
import type { Attributes } from '../signal.ts'
import type { PlatformEnv } from './env.ts'
import { miniPerformance } from './mini-performance.ts'
import { observeMiniRequests, ownRequests } from './mini-requests.ts'
import { type MiniSpec, pathOf } from './mini-spec.ts'
import { ask, miniStorage } from './mini-storage.ts'

declare const getCurrentPages: (() => Any[]) | undefined

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
  return Object.assign(platform, miniPerformance(spec, env))
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
