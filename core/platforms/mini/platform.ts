import { type Any, type Fn, noop } from '../../internal/guard.ts'
import type { DriverEnv, HttpApi, Platform } from '../../platform.ts'
import { measuring } from '../calls/entries.ts'
import { observeCalls, type Target } from '../calls/observe.ts'
import { inTime, resulting } from '../calls/own.ts'
import { deviceOf } from './device.ts'
import { listening } from './events.ts'
import { pageInFront } from './pages.ts'
import { lookAt } from './requests.ts'
import type { MiniSpec } from './spec.ts'
import { asking, miniStorage } from './storage.ts'

/** What a driver is made of. */
interface Mini {
  env: DriverEnv
  api: Any
  spec: MiniSpec
  /** Of the function that makes requests; DingTalk's samples have httpRequest: docs/platforms/alipay.md#dingtalk */
  requestName: string
  /** That function as it was when the driver was made, so that no patch sees ours. */
  send: Fn
}

/**
 * A driver for a platform of WeChat's shape: docs/platforms/wechat.md
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
  const { componentId } = spec
  const ask = asking(api, clock)
  const requestName = 'request' in api ? 'request' : 'httpRequest'
  const send: Fn | undefined = guard.run('request', () => api[requestName])
  const mini = { env, api, spec, requestName, send: send! }
  const platform: Platform = {
    name,
    componentId: componentId || 10001,
    layer: componentId ? name.toUpperCase() + '_MINI_PROGRAM' : undefined,
    binary: spec.binary,
    request: ownRequests(mini),
    storage: miniStorage(api, ask, spec.alipay),
    on: listening(api, guard),
    currentPage: pageInFront(),
    device: () => deviceOf(api),
    network: () => ask('getNetworkType').then((res) => String(res.networkType || '').toLowerCase()),
  }
  // The web pages' SDKs of these vendors bring an object of the same name without it: docs/platforms/h5.md#sdk
  if (send) platform.observeRequests = appRequests(mini, global)
  return Object.assign(platform, measurements(mini))
}

/** Requests of ours. */
function ownRequests({ env, api, send }: Mini): Platform['request'] {
  return ({ url, body, header, timeout }) =>
    resulting(
      inTime(env.clock, timeout, (success, fail) => {
        // whatever is not `json` keeps platforms from parsing: docs/platforms/wechat.md#parsing
        // who sends no bytes may not be able to answer with them: docs/platforms/xiaohongshu.md#answers
        const type = typeof body === 'string' ? 'text' : 'arraybuffer'
        const task = send.call(api, {
          url,
          method: 'POST',
          data: body,
          timeout,
          header,
          headers: header,
          dataType: type,
          responseType: type,
          // followed, a POST becomes a GET without a body that may get a 200: docs/platforms/wechat.md#redirects
          redirect: 'manual',
          success,
          fail,
        })
        // a task may be a promise as well, whose rejection is nobody's: docs/platforms/mini.md#promises
        Promise.resolve(task).catch(noop)
        return task
      }),
    )
}

/** Requests of the app. */
function appRequests({ env, api, requestName, spec }: Mini, global: string): Platform['observeRequests'] {
  return (start) =>
    observeCalls(
      env.guard,
      start,
      (['request', 'uploadFile', 'downloadFile'] as HttpApi[]).map((each): Target => {
        const member = each === 'request' ? requestName : each
        return [global + '.' + member, api, member, lookAt(each, spec)]
      }),
    )
}

/** What the runtime measures itself, where the base library has an observer. */
function measurements({ env, api, spec: { kinds } }: Mini): Partial<Platform> | undefined {
  const source =
    kinds &&
    env.guard.run('performance', () => api.performance || (api.getPerformance && api.getPerformance()))
  return source && source.createObserver
    ? measuring(env, source, kinds!, (entry, paint) => (paint ? entry.startTime : entry.duration))
    : undefined
}
