import { type Any, type Fn, noop } from '../../internal/guard.ts'
import { pathOf } from '../../internal/path.ts'
import {
  DEVICE_MANUFACTURER,
  DEVICE_MODEL_IDENTIFIER,
  MINIPROGRAM_BASE_LIBRARY_VERSION,
  MINIPROGRAM_HOST_VERSION,
  OS_NAME,
  OS_VERSION,
} from '../../names.ts'
import type { DriverEnv, HttpApi, Platform } from '../../platform.ts'
import type { Attributes } from '../../signal.ts'
import { measuring } from '../calls/entries.ts'
import { observeCalls, type Target } from '../calls/observe.ts'
import { inTime, resulting } from '../calls/own.ts'
import { lookAt } from './requests.ts'
import type { MiniSpec } from './spec.ts'
import { asking, miniStorage } from './storage.ts'

declare const getCurrentPages: (() => Any[]) | undefined

const EVENTS = {
  error: 'Error',
  rejection: 'UnhandledRejection',
  pageNotFound: 'PageNotFound',
  show: 'AppShow',
  hide: 'AppHide',
}

/** `device.*` and its kin by the newer calls, which need no privacy declaration; by the old one where they are missing. */
function deviceOf(api: Any): Attributes {
  const info: Any =
    api.getDeviceInfo && api.getAppBaseInfo
      ? Object.assign({}, api.getDeviceInfo(), api.getAppBaseInfo())
      : api.getSystemInfoSync()
  // WeChat: 'iOS 17.1', Alipay: '17.1' beside platform 'iOS'
  const [, name, version] = /^(\D*?)\s*(\d.*)?$/.exec(info.system) || []
  const attributes: Attributes = {}
  const set = (key: string, value: unknown) => {
    if (value) attributes[key] = String(value)
  }
  set(DEVICE_MANUFACTURER, info.brand)
  set(DEVICE_MODEL_IDENTIFIER, info.model)
  set(OS_NAME, name || info.platform)
  set(OS_VERSION, version)
  set(MINIPROGRAM_HOST_VERSION, info.version)
  set(MINIPROGRAM_BASE_LIBRARY_VERSION, info.SDKVersion || api.SDKVersion)
  return attributes
}

/**
 * A driver for a platform of WeChat's shape.
 * @param global name of the platform object in the app's code
 * @param api the platform object; undefined is returned where it is falsy, since then we run elsewhere
 */
export function miniPlatform(
  env: DriverEnv,
  global: string,
  api: Any,
  name: string,
  spec: MiniSpec = {},
): Platform | undefined {
  if (!api) return
  const { clock, guard } = env
  const { componentId, kinds } = spec
  const ask = asking(api, clock)
  // DingTalk's documentation names httpRequest
  const requestName = 'request' in api ? 'request' : 'httpRequest'
  let route: unknown
  let path = ''
  const send: Fn | undefined = guard.run('request', () => api[requestName])
  const platform: Platform = {
    name,
    componentId: componentId || 10001,
    layer: componentId ? name.toUpperCase() + '_MINI_PROGRAM' : undefined,
    binary: spec.binary,
    /** Through the API as it was when the driver was made, so that no patch sees it. */
    request: ({ url, body, header, timeout }) =>
      resulting(
        inTime(clock, timeout, (success, fail) => {
          // whatever is not `json` keeps platforms from parsing
          const type = typeof body === 'string' ? 'text' : 'arraybuffer'
          const task = send!.call(api, {
            url,
            method: 'POST',
            data: body,
            timeout,
            header,
            headers: header,
            dataType: type,
            responseType: type,
            // where the platform knows it (WeChat): followed, a POST becomes a GET without a body that may get a 200
            redirect: 'manual',
            success,
            fail,
          })
          // a task may be a promise as well, whose rejection is nobody's
          Promise.resolve(task).catch(noop)
          return task
        }),
      ),
    storage: miniStorage(api, ask, spec.alipay),
    on(event, listener: (first?: Any, second?: Any) => void) {
      const name = EVENTS[event]
      let live = true
      const handler = guard.wrap(event, (first: Any, second: Any) => {
        if (!live) return
        if (event === 'rejection') first = 'reason' in Object(first) ? first.reason : first
        if (event === 'pageNotFound') first = pathOf(first.path)
        listener(first, second)
      })
      // a hook may be missing, and may throw
      const call = (how: string) => guard.run(event, () => api[how + name] && api[how + name](handler))
      call('on')
      return () => {
        // where the platform lets no listener go, this one is dead
        live = false
        call('off')
      }
    },
    currentPage() {
      // each request asks, mostly for the same one
      const pages = typeof getCurrentPages === 'function' ? getCurrentPages() : []
      const page = pages && pages[pages.length - 1]
      const now = page && (page.route || page.__route__)
      if (route !== now) path = pathOf((route = now))
      return path
    },
    device: () => deviceOf(api),
    network: () => ask('getNetworkType').then((res) => String(res.networkType || '').toLowerCase()),
  }
  // The web pages' SDKs of these vendors bring an object of the same name without it.
  if (send)
    platform.observeRequests = (start) =>
      observeCalls(
        guard,
        start,
        (['request', 'uploadFile', 'downloadFile'] as HttpApi[]).map((each): Target => {
          const member = each === 'request' ? requestName : each
          return [global + '.' + member, api, member, lookAt(each, spec)]
        }),
      )
  const source =
    kinds && guard.run('performance', () => api.performance || (api.getPerformance && api.getPerformance()))
  if (source && source.createObserver)
    Object.assign(
      platform,
      measuring(env, source, kinds!, (entry, paint) => (paint ? entry.startTime : entry.duration)),
    )
  return platform
}
