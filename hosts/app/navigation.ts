import { asyncCall } from '../api/calls.ts'
import { parseUrl } from '../code/paths.ts'
import type { Definition, Registry } from '../code/registry.ts'
import type { Loose } from '../loose.ts'
import type { Host } from '../host.ts'
import type { NavigationResult } from '../runtime.ts'
import type { ViewSource } from '../view/children.ts'
import { openPage, type OpenPage } from './page.ts'
import { createStack, type PageStack } from './stack.ts'

export type OpenType = 'appLaunch' | 'navigateTo' | 'redirectTo' | 'switchTab' | 'navigateBack' | 'reLaunch'

/** The platform's limit on the page stack: docs/platforms/wechat.md#pages */
const STACK_LIMIT = 10

export interface NavigationHooks extends ViewSource {
  /** The page's definition, its code loaded if need be. */
  define(path: string): Definition | undefined
  /** A page of app.json, or one that was registered without it. */
  known(path: string): boolean
  tabs(): string[]
  /** A transition has begun; gives what is called when the pages' hooks have run. */
  onRoute(type: OpenType, from: OpenPage | undefined, page: OpenPage): () => void
  /** It has ended. */
  onReady(type: OpenType, from: OpenPage | undefined, page: OpenPage): void
}

export interface Navigation {
  readonly stack: OpenPage[]
  go(type: OpenType, url: string): NavigationResult
  back(delta?: number): NavigationResult
  top(): OpenPage | undefined
}

export function createNavigation(host: Host, registry: Registry, hooks: NavigationHooks): Navigation {
  const { thread, timings } = host
  const stack = createStack()
  let nextId = 1

  const open = (type: OpenType, path: string, query: Record<string, string>, from: OpenPage | undefined) => {
    const definition = hooks.define(path) ?? { kind: 'page' as const, options: {} }
    const page = openPage(host, registry, definition, { path, query, id: nextId++ }, hooks)
    stack.push(page, hooks.tabs().includes(path))
    const routed = hooks.onRoute(type, from, page)
    page.enter()
    routed()
    thread.after(timings.ready, () => {
      if (!page.open) return
      page.ready()
      hooks.onReady(type, from, page)
    })
  }
  const comeBack = (type: OpenType, from: OpenPage | undefined, page: OpenPage) => {
    const routed = hooks.onRoute(type, from, page)
    page.show()
    routed()
  }

  const navigation: Navigation = {
    get stack() {
      return stack.pages
    },
    top: stack.top,
    go(type, url) {
      const from = stack.top()
      const { path, query } = parseUrl(url, from?.path)
      const problem = problemOf(type, path, hooks, stack)
      if (problem) return failed(type, problem)
      const alive = type === 'switchTab' ? stack.tab(path) : undefined
      if (alive && alive === from) return done(type)
      makeRoom(type, stack)
      if (alive) {
        stack.push(alive, true)
        comeBack(type, from, alive)
      } else open(type, path, query, from)
      return done(type)
    },
    back(delta = 1) {
      if (stack.pages.length < 2) return failed('navigateBack', 'cannot navigate back at first page.')
      const from = stack.top()
      for (let left = Math.min(delta, stack.pages.length - 1); left > 0; left--) stack.pop()
      comeBack('navigateBack', from, stack.top()!)
      return done('navigateBack')
    },
  }
  installCalls(host, navigation)
  return navigation
}

function done(type: OpenType): NavigationResult {
  return { ok: true, errMsg: `${type}:ok` }
}

function failed(type: OpenType, problem: string): NavigationResult {
  return { ok: false, errMsg: `${type}:fail ${problem}` }
}

function problemOf(
  type: OpenType,
  path: string,
  hooks: NavigationHooks,
  stack: PageStack,
): string | undefined {
  const isTab = hooks.tabs().includes(path)
  if (!hooks.known(path)) return `page "${path}" is not found`
  if (type === 'switchTab' && !isTab) return 'can not switch to no-tabBar page'
  if ((type === 'navigateTo' || type === 'redirectTo') && isTab) return `can not ${type} a tabbar page`
  if (type === 'navigateTo' && stack.pages.length >= STACK_LIMIT) return 'webview count limit exceed'
  return undefined
}

/** What becomes of the pages that are open when another one comes. */
function makeRoom(type: OpenType, stack: PageStack): void {
  if (type === 'navigateTo') stack.top()?.hide()
  else if (type === 'redirectTo') stack.pop()
  else stack.clear(type === 'switchTab')
}

/** The app's own calls take effect a moment later. */
function installCalls(host: Host, navigation: Navigation): void {
  const { thread, timings, api } = host
  const define = (name: string, perform: (options: Loose) => NavigationResult) => {
    const work = (options: Loose, call: { success(): Loose; fail(message: string): Loose }) => {
      thread.after(timings.call, () => {
        const { ok, errMsg } = perform(options)
        if (ok) call.success()
        else call.fail(errMsg.slice(errMsg.indexOf(':fail ') + 6))
      })
    }
    api[name] = asyncCall(host, name, work, { latency: 0 })
  }
  for (const type of ['navigateTo', 'redirectTo', 'switchTab', 'reLaunch'] as const)
    define(type, (options) => navigation.go(type, options.url ?? ''))
  define('navigateBack', (options) => navigation.back(options.delta))
}
