import { asyncCall } from '../api/calls.ts'
import { parseUrl } from '../view/data.ts'
import { openPage, type OpenPage } from './page.ts'
import type { Process } from '../process.ts'
import type { Definition, Registry } from '../code/registry.ts'
import type { Loose, NavigationResult } from '../types.ts'
import type { ViewSource } from '../view/children.ts'

export type OpenType = 'appLaunch' | 'navigateTo' | 'redirectTo' | 'switchTab' | 'navigateBack' | 'reLaunch'

/** The platform's limit on the page stack. */
const STACK_LIMIT = 10

export interface NavigationHooks extends ViewSource {
  /** The page's definition, its code loaded if need be. */
  define(path: string): Definition | undefined
  /** A page of app.json, or one that was registered without it. */
  known(path: string): boolean
  tabs(): string[]
  /** A transition has begun or, `page` being ready, ended. */
  onRoute(type: OpenType, from: OpenPage | undefined, page: OpenPage): void
  onReady(type: OpenType, from: OpenPage | undefined, page: OpenPage): void
}

export interface Navigation {
  readonly stack: OpenPage[]
  go(type: OpenType, url: string): NavigationResult
  back(delta?: number): NavigationResult
  top(): OpenPage | undefined
}

export function createNavigation(process: Process, registry: Registry, hooks: NavigationHooks): Navigation {
  const { thread, timings } = process
  let stack: OpenPage[] = []
  // Tab pages stay alive while others are on top.
  const tabs = new Map<string, OpenPage>()
  let nextId = 1
  const top = (): OpenPage | undefined => stack[stack.length - 1]
  const result = (type: string, problem?: string): NavigationResult => ({
    ok: !problem,
    errMsg: problem ? `${type}:fail ${problem}` : `${type}:ok`,
  })

  const open = (type: OpenType, path: string, query: Record<string, string>, from: OpenPage | undefined) => {
    const definition = hooks.define(path) ?? { kind: 'page' as const, options: {} }
    const page = openPage(process, registry, definition, { path, query, id: nextId++ }, hooks)
    stack.push(page)
    if (hooks.tabs().includes(path)) tabs.set(path, page)
    hooks.onRoute(type, from, page)
    page.enter()
    thread.after(timings.ready, () => {
      if (!page.open) return
      page.ready()
      hooks.onReady(type, from, page)
    })
  }
  const unload = (page: OpenPage) => {
    tabs.delete(page.path)
    page.unload()
  }
  const leaveAll = (keep: (page: OpenPage) => boolean) => {
    const leaving = [...new Set([...stack].reverse().concat([...tabs.values()]))]
    stack = []
    for (const page of leaving)
      if (keep(page)) page.hide()
      else unload(page)
  }
  const isTab = (page: OpenPage) => tabs.get(page.path) === page

  const problemOf = (type: OpenType, path: string): string | undefined => {
    const tab = hooks.tabs().includes(path)
    if (!hooks.known(path)) return `page "${path}" is not found`
    if (type === 'switchTab' && !tab) return 'can not switch to no-tabBar page'
    if ((type === 'navigateTo' || type === 'redirectTo') && tab) return `can not ${type} a tabbar page`
    if (type === 'navigateTo' && stack.length >= STACK_LIMIT) return 'webview count limit exceed'
    return undefined
  }
  const go = (type: OpenType, url: string): NavigationResult => {
    const from = top()
    const { path, query } = parseUrl(url, from?.path)
    const problem = problemOf(type, path)
    if (problem) return result(type, problem)
    if (type === 'navigateTo') from?.hide()
    else if (type === 'redirectTo') {
      if (from) unload(stack.pop()!)
    } else if (type === 'switchTab') {
      const known = tabs.get(path)
      if (known && known === from) return result(type)
      leaveAll(isTab)
      if (known) {
        stack.push(known)
        hooks.onRoute(type, from, known)
        known.show()
        return result(type)
      }
    } else leaveAll(() => false)
    open(type, path, query, from)
    return result(type)
  }
  const back = (delta = 1): NavigationResult => {
    if (stack.length < 2) return result('navigateBack', 'cannot navigate back at first page.')
    const from = top()
    for (let i = Math.min(delta, stack.length - 1); i > 0; i--) unload(stack.pop()!)
    hooks.onRoute('navigateBack', from, top()!)
    top()!.show()
    return result('navigateBack')
  }

  const navigation: Navigation = {
    get stack() {
      return stack
    },
    go,
    back,
    top,
  }
  installCalls(process, navigation)
  return navigation
}

/** The app's own calls take effect a moment later. */
function installCalls(process: Process, navigation: Navigation): void {
  const { thread, timings, api } = process
  const define = (name: string, perform: (options: Loose) => NavigationResult) => {
    const work = (options: Loose, done: { success(): Loose; fail(message: string): Loose }) => {
      thread.after(timings.call, () => {
        const { ok, errMsg } = perform(options)
        if (ok) done.success()
        else done.fail(errMsg.slice(errMsg.indexOf(':fail ') + 6))
      })
    }
    api[name] = asyncCall(process, name, work, { latency: 0 })
  }
  for (const type of ['navigateTo', 'redirectTo', 'switchTab', 'reLaunch'] as const)
    define(type, (options) => navigation.go(type, options.url ?? ''))
  define('navigateBack', (options) => navigation.back(options.delta))
}
