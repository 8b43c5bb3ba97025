import { createBackground } from './background.ts'
import { createCode, type Code } from '../code/package.ts'
import { createNavigation, type Navigation, type OpenType } from './navigation.ts'
import type { OpenPage } from './page.ts'
import { installPerformance, type PerformanceLog } from './performance.ts'
import type { Process } from '../process.ts'
import { createRegistry, type Registry } from '../code/registry.ts'
import { installRouteEvents } from './route-events.ts'
import type { Runtime, StartOptions } from '../boot.ts'
import type { LaunchOptions } from '../types.ts'

type Control =
  | 'launch'
  | 'navigateTo'
  | 'redirectTo'
  | 'switchTab'
  | 'reLaunch'
  | 'navigateBack'
  | 'openUnknownPage'
  | 'hide'
  | 'show'

/** The app in its process: its code, its pages, and what happens to it from outside. */
export interface Application {
  readonly registry: Registry
  readonly navigation: Navigation
  readonly hidden: boolean
  readonly controls: Pick<Runtime, Control>
  run: Runtime['run']
  launchOptions(): LaunchOptions
}

/** State of one start. */
interface Launch {
  phase: 'none' | 'evaluating' | 'running'
  options: LaunchOptions
  appStarted: boolean
}

export function createApplication(process: Process, start: StartOptions): Application {
  const launch: Launch = { phase: 'none', options: {}, appStarted: false }
  const startApp = () => {
    if (launch.appStarted || !registry.app) return
    launch.appStarted = true
    registry.appHook('onLaunch', process.realm.adopt(launch.options))
    process.clock.elapse(process.timings.launch)
    registry.appHook('onShow', process.realm.adopt(launch.options))
    process.events.emit('AppShow', process.realm.adopt(launch.options))
  }
  const registry = createRegistry(process, () => {
    if (launch.phase === 'running' || (launch.phase === 'evaluating' && process.spec.launchInsideApp))
      startApp()
  })
  const pagesOf = () => navigation.stack.map((page) => page.instance)
  const code = createCode(process, registry, start, pagesOf)
  const performance = installPerformance(process)
  const routeEvents = installRouteEvents(process)
  const began = new WeakMap<OpenPage, number>()
  const navigation = createNavigation(process, registry, {
    define: code.definition,
    known: (path) => code.pages().includes(path) || registry.definitions.has(path),
    tabs: code.tabs,
    template: code.template,
    components: code.components,
    onRoute(type, from, page) {
      began.set(page, process.clock.now())
      routeEvents(type, from, page)
    },
    onReady: (type, from, page) => performance.drawn(type, from, page, began.get(page) ?? 0),
  })
  const background = createBackground(process, registry, navigation)
  const openUnknownPage = (path: string, query: Record<string, string> = {}, isEntryPage = false) => {
    const event = process.realm.adopt({ path, query, isEntryPage })
    registry.appHook('onPageNotFound', event)
    process.events.emit('PageNotFound', event)
  }

  return {
    registry,
    navigation,
    get hidden() {
      return background.hidden
    },
    run: code.run,
    launchOptions: () => launch.options,
    controls: {
      launch: (options = {}) =>
        coldStart(process, { launch, code, navigation, performance, startApp, openUnknownPage }, options),
      navigateTo: (url) => navigation.go('navigateTo', url),
      redirectTo: (url) => navigation.go('redirectTo', url),
      switchTab: (url) => navigation.go('switchTab', url),
      reLaunch: (url) => navigation.go('reLaunch', url),
      navigateBack: (delta) => navigation.back(delta),
      openUnknownPage: (path, query) => openUnknownPage(path, query),
      hide: background.hide,
      show: (options) => background.show(options ?? launch.options),
    },
  }
}

interface Start {
  launch: Launch
  code: Code
  navigation: Navigation
  performance: PerformanceLog
  startApp: () => void
  openUnknownPage: (path: string, query: Record<string, string> | undefined, isEntryPage: boolean) => void
}

function coldStart(process: Process, parts: Start, options: LaunchOptions): void {
  const { launch, code, navigation, performance } = parts
  const type: OpenType = 'appLaunch'
  const beganAt = process.clock.now()
  Object.assign(process.config, code.config())
  launch.options = {
    path: options.path ?? code.entry() ?? '',
    query: options.query ?? {},
    scene: options.scene ?? 1001,
    ...({ referrerInfo: {}, shareTicket: undefined } as object),
  }
  launch.phase = 'evaluating'
  code.evaluateApp()
  // Without app.json the first page that was registered is the first to be shown.
  launch.options.path ||= code.entry() ?? ''
  launch.phase = 'running'
  performance.launched({ began: beganAt, evaluated: process.clock.now(), ...code.evaluated() })
  parts.startApp()
  const { path, query } = launch.options
  if (!path || navigation.stack.length) return
  const search = new URLSearchParams(query).toString()
  const opened = navigation.go(type, `/${path}${search ? `?${search}` : ''}`)
  if (!opened.ok) parts.openUnknownPage(path, query as Record<string, string>, true)
}
