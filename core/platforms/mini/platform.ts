import { undoAll, type Any, type Fn } from '../../internal/guard.ts'
import { MISSED } from '../../internal/missed.ts'
import type { DriverEnv, HttpApi, Platform } from '../../platform.ts'
import { measuring } from '../calls/entries.ts'
import { observeCalls, type Target } from '../calls/observe.ts'
import { copiesOf } from './copies.ts'
import { deviceOf } from './device.ts'
import { listening } from './events.ts'
import { pageInFront } from './pages.ts'
import { lookAt } from './requests.ts'
import { ownRequests } from './send.ts'
import type { MiniSpec } from './spec.ts'
import { asking, miniStorage } from './storage.ts'

/** What a driver is made of. */
interface Mini {
  env: DriverEnv
  api: Any
  spec: MiniSpec
  /** Of the function that makes requests; DingTalk's samples have httpRequest: docs/platforms/alipay.md#dingtalk */
  requestName: string
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
  const mini = { env, api, spec, requestName }
  const platform: Platform = {
    name,
    api,
    componentId: componentId || 10001,
    layer: componentId ? name.toUpperCase() + '_MINI_PROGRAM' : undefined,
    binary: spec.binary,
    // httpRequest serialises nothing: docs/platforms/alipay.md#dingtalk
    request: ownRequests(env, api, send!, requestName === 'request'),
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

/** ms after which the first page is there, and nobody waits for what only diagnostics and a warning tell. */
const SETTLED = 3000

/** Requests of the app. */
function appRequests({ env, api, requestName, spec }: Mini, global: string): Platform['observeRequests'] {
  const { clock, diag, guard } = env
  return (start) => {
    let lookForCopies = guard.run('patch', copiesOf, api, global, requestName)
    const observed = observeCalls(
      guard,
      start,
      (['request', 'uploadFile', 'downloadFile'] as HttpApi[]).map((each): Target => {
        const member = each === 'request' ? requestName : each
        return [global + '.' + member, api, member, lookAt(each, spec)]
      }),
    )
    const rest = clock.after(SETTLED, () => {
      const copies = (lookForCopies && guard.run('patch', lookForCopies)) || []
      // a thousand names
      lookForCopies = undefined
      for (const name of copies) observed.patched[name] = false
      if (copies.length) diag.warn(MISSED)
    })
    return { patched: observed.patched, undo: () => undoAll(guard, [rest, observed.undo]) }
  }
}

/** What the runtime measures itself, where the base library has an observer: docs/platforms/wechat.md#entries */
function measurements({ env, api, spec: { kinds } }: Mini): Partial<Platform> | undefined {
  const source =
    kinds &&
    env.guard.run('performance', () => api.performance || (api.getPerformance && api.getPerformance()))
  return source && source.createObserver
    ? measuring(env, source, kinds!, (entry, paint) => (paint ? entry.startTime : entry.duration))
    : undefined
}
