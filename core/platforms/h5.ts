import { tabs } from './h5-tabs.ts'
import { type Any, noop, type Undo, undoAll } from '../internal/guard.ts'
import type { PerformanceEntry, Platform, PlatformEvents, Storage } from '../platform.ts'
import type { Attributes } from '../signal.ts'
import type { PlatformEnv } from './env.ts'
import { webRequests } from './h5-own.ts'
import { absolute, observeWebRequests } from './h5-requests.ts'
import { report } from './watch.ts'

/** What throws (no permission, no room) rejects. */
const attempt = <T>(fn: () => T): Promise<T> => new Promise((resolve) => resolve(fn()))

const storage: Storage = {
  get: (key) =>
    attempt(() => {
      const value = localStorage.getItem(key)
      return value === null ? undefined : value
    }),
  set: (key, value) => attempt(() => localStorage.setItem(key, value)),
  remove: (key) => attempt(() => localStorage.removeItem(key)),
  keys: (prefix) => attempt(() => Object.keys(localStorage).filter((key) => key.indexOf(prefix) === 0)),
  setNow: (key, value) => localStorage.setItem(key, value),
}

/** Hash routers keep the page behind `#/`; any other hash is a place within the page. */
const currentPage = () => {
  const { hash, pathname } = location
  const path = /^#!?\//.test(hash) ? hash.replace(/^#!?/, '') : pathname
  return path.replace(/^\/+|[?#].*$/g, '')
}

function onEvent({ guard }: PlatformEnv, event: keyof PlatformEvents, listener: (arg?: Any) => void): Undo {
  const undos: Undo[] = []
  const listen = (target: Any, type: string, fn: (event: Any) => void) => {
    const handler = guard.wrap(event, fn)
    target.addEventListener(type, handler)
    undos.push(() => target.removeEventListener(type, handler))
  }
  if (event === 'error') {
    // Resources that failed to load have neither.
    listen(window, event, ({ error, message }) => (error || message) && listener(error || message))
  } else if (event === 'rejection') {
    listen(window, 'unhandledrejection', ({ reason }) => listener(reason))
  } else if (event !== 'pageNotFound') {
    // Leaving for good comes as pagehide, with or without a change of visibility before it.
    let hidden = document.visibilityState === 'hidden'
    const turn = (now: boolean) => {
      if (now === hidden) return
      hidden = now
      if (hidden === (event === 'hide')) listener()
    }
    listen(document, 'visibilitychange', () => turn(document.visibilityState === 'hidden'))
    listen(window, 'pagehide', () => turn(true))
    listen(window, 'pageshow', () => turn(false))
  }
  return () => undoAll(guard, undos)
}

/** By entry type or name, in the kit's terms. */
const ENTRIES: Record<string, PerformanceEntry['name']> = {
  navigation: 'app_launch',
  'first-contentful-paint': 'first_render',
  'first-paint': 'first_paint',
}

function observePerformance({ guard }: PlatformEnv, listener: (entry: PerformanceEntry) => void): Undo {
  const undos = ['navigation', 'paint'].map((type) =>
    guard.run('performance', () => {
      const observer = new PerformanceObserver(
        guard.wrap('performance', (list: Any) => {
          for (const { entryType, name, duration, startTime } of list.getEntries()) {
            const ours = ENTRIES[entryType] || ENTRIES[name]
            const value = startTime + (ours === 'first_paint' ? window.performance.timeOrigin : duration)
            // a page that is still loading has no duration yet
            if (ours && value) report(listener, ours, value)
          }
        }),
      )
      observer.observe({ type, buffered: true })
      return () => observer.disconnect()
    }),
  )
  return () => undoAll(guard, undos)
}

/** Only the name: the rest of the user agent would tell people apart. */
function systemOf(userAgent: string): string | undefined {
  const found = /Android|iP(hone|ad)|Windows|Mac OS|Linux(?!.*Android)/.exec(userAgent)
  return found ? (found[1] ? 'iOS' : found[0].replace('Mac OS', 'macOS')) : undefined
}

/** Web pages. */
export function h5(env: PlatformEnv): Platform | undefined {
  // Frameworks of mini programs bring a `window` of their own, without this.
  if (typeof window !== 'object' || typeof XMLHttpRequest !== 'function') return
  const { guard } = env
  const { connection, locks, onLine, userAgent } = navigator as Any
  const platform: Platform = {
    name: 'h5',
    componentId: 10001,
    binary: true,
    request: webRequests(env),
    storage,
    on: (event, listener) => guard.run(event, () => onEvent(env, event, listener)) || noop,
    currentPage: () => guard.run('page', currentPage) || '',
    observeRequests: (start) => observeWebRequests(guard, start),
    device(): Attributes {
      const name = systemOf(userAgent)
      return name ? { 'os.name': name } : {}
    },
    network: () =>
      attempt(() =>
        onLine === false ? 'none' : (connection && (connection.type || connection.effectiveType)) || '',
      ),
    sameOrigin: (url) => absolute(url).indexOf(location.origin + '/') === 0,
  }
  if (typeof PerformanceObserver === 'function')
    Object.assign(platform, {
      measures: ['app_launch', 'first_render', 'first_paint'],
      observePerformance: (listener: Any) => observePerformance(env, listener),
    })
  const lock = locks && ((name: string, task: () => Promise<void>) => locks.request(name, task))
  platform.tenancy = (options) => tabs({ storage, lock }, options)
  return platform
}
