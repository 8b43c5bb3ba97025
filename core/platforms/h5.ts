import type { Any } from '../internal/guard.ts'
import { pathOf } from '../internal/path.ts'
import { OS_NAME } from '../names.ts'
import type { DriverEnv, Platform } from '../platform.ts'
import type { Attributes } from '../signal.ts'
import type { Storage } from '../storage.ts'
import { webEntries } from './web/entries.ts'
import { webEvents, webNetwork, webResources } from './web/events.ts'
import { absolute, observeWebRequests, webRequests } from './web/requests.ts'
import { webRoutes } from './web/routes.ts'
import { tabs } from './web/tabs.ts'

/** What throws (no permission, no room) rejects: docs/platforms/h5.md#storage */
function promised<A extends unknown[], T>(fn: (...args: A) => T) {
  return (...args: A): Promise<T> => new Promise((resolve) => resolve(fn(...args)))
}

const setNow: Storage['setNow'] = (key, value) => localStorage.setItem(key, value)

const storage: Storage = {
  get: promised((key): string | undefined => localStorage[key]),
  set: promised(setNow),
  remove: promised((key) => localStorage.removeItem(key)),
  keys: promised((prefix) => Object.keys(localStorage).filter((key) => key.indexOf(prefix) === 0)),
  setNow,
}

/**
 * Hash routers keep the page behind `#/` (docs/platforms/uni-app.md#first-page); any other hash is a place in the page.
 */
function currentPage(): string {
  const { hash, pathname } = location
  return pathOf(/^#!?\//.test(hash) ? hash.replace(/^#!?/, '') : pathname) || '/'
}

/** Web pages. */
export function h5(env: DriverEnv): Platform | undefined {
  // Frameworks of mini programs bring a `window` of their own, without this: docs/platforms/taro.md#window
  if (typeof window !== 'object' || typeof XMLHttpRequest !== 'function') return
  const { guard } = env
  const { lasting, request } = webRequests(env.clock)
  const { locks, userAgent } = navigator as Any
  const platform: Platform = {
    name: 'h5',
    componentId: 10001,
    binary: true,
    lasting,
    request,
    storage,
    on: webEvents(guard),
    currentPage,
    observeRoutes: webRoutes(guard, currentPage),
    observeRequests: (start) => observeWebRequests(guard, start),
    observeResources: webResources(guard),
    device(): Attributes {
      // only the name: the rest of the user agent would tell people apart
      const found = /Android/.exec(userAgent) || /iP(hone|ad)|Windows|Mac OS|Linux/.exec(userAgent)
      return found ? { [OS_NAME]: found[1] ? 'iOS' : found[0].replace('Mac OS', 'macOS') } : {}
    },
    network: promised(webNetwork),
    // in a sandbox its own is `null`, and `location` still tells that of the address: docs/platforms/h5.md#origin
    sameOrigin: (url) => window.origin !== 'null' && absolute(url).indexOf(location.origin + '/') === 0,
    tenancy: (options) => tabs({ storage, locks }, options),
  }
  return Object.assign(platform, webEntries(env))
}
