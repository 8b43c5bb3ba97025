import type { AppEvent, PageEvent, UpdateEvent } from '../../core/index.ts'
import type { Any, Guard, Undo } from '../../core/internal/guard.ts'
import { pathOf, resolvePath } from '../../core/internal/path.ts'
import { intercept } from './uni.ts'

// eslint-disable-next-line no-restricted-syntax -- uni-app's own, in web pages too
declare const getCurrentPages: (() => Any[]) | undefined

/** The page in front, as uni-app knows it; '' before the first. */
export function currentPage(): string {
  const pages = typeof getCurrentPages === 'function' ? getCurrentPages() : []
  const page = pages[pages.length - 1]
  return page ? pathOf(page.route) : ''
}

declare const __uniRoutes: { alias?: string; path?: string; meta?: { isEntry?: boolean } }[] | undefined

/** The app's first page, as a build for H5 lists it; '' elsewhere: docs/platforms/uni-app.md#first-page */
export function entryPage(): string {
  const routes = typeof __uniRoutes === 'object' ? __uniRoutes : []
  const entry = routes.filter(({ meta }) => meta && meta.isEntry)[0]
  return entry ? pathOf(entry.alias || entry.path) : ''
}

/**
 * Of a Vue instance; '' for what is no page. On mini programs `$scope` is the platform's page, on H5 there is `$page`:
 * docs/platforms/uni-app.md#scope
 */
export function routeOf(instance: Any): string {
  const { $scope, $page, route } = instance
  return pathOf(($scope && $scope.route) || ($page && $page.route) || route)
}

/** Events as a framework's observers are told of them. */
export interface Tell {
  (kind: 'page', event: PageEvent): void
  (kind: 'app', event: AppEvent): void
  (kind: 'update', event: UpdateEvent): void
}

/**
 * Options for `app.mixin`: hooks that uni-app calls for each page, however it was made, since pages are Component()s on
 * most platforms. No others are added: onPageScroll or onShareAppMessage would switch features on, and an `onError`
 * would silence what uni-app logs where the app has none: docs/platforms/uni-app.md#mixin
 */
export function lifecycle(guard: Guard, tell: Tell): object {
  /** The last one whose load was told of. */
  let loaded: unknown
  const see = (phase: PageEvent['phase'], page: Any) =>
    guard.run('page', () => {
      const path = routeOf(page)
      if (phase === 'load' && page === loaded) return
      if (phase === 'load') loaded = page
      if (path) tell('page', { phase, path, page })
      else if (phase === 'show') tell('app', { phase })
    })
  const hook = (phase: PageEvent['phase']) =>
    function (this: Any) {
      see(phase, this)
    }
  return {
    // what a page asks for in an `onLoad` of its `<script setup>` would come before ours:
    // docs/platforms/uni-app.md#order
    beforeCreate(this: Any) {
      guard.run('page', () => {
        const { onLoad } = this.$ || {}
        if (Array.isArray(onLoad)) onLoad.unshift(() => see('load', this))
      })
    },
    onLaunch(options: Any) {
      guard.run('launch', () =>
        tell('app', { phase: 'launch', path: pathOf(options && options.path) || undefined }),
      )
    },
    onLoad: hook('load'),
    onShow: hook('show'),
    onReady: hook('ready'),
    onHide: hook('hide'),
    onUnload: hook('unload'),
  }
}

/** Navigation by `uni`; that of the tab bar and of the system begins unseen: docs/platforms/uni-app.md#navigation */
export function watchNavigation(guard: Guard, tell: (event: PageEvent) => void): Undo {
  const as = (opening: PageEvent['opening']) => ({
    invoke: guard.wrap('navigate', (options: Any) => {
      const path = resolvePath(options && options.url, currentPage())
      if (path) tell({ phase: 'navigate', path, opening })
    }),
  })
  return intercept(guard, {
    navigateTo: as('navigate'),
    redirectTo: as('redirect'),
    switchTab: as('switchTab'),
    reLaunch: as('reLaunch'),
  })
}
