import { namesOf, type Names } from '../code/globals.ts'
import { createPackage, type Package } from '../code/package.ts'
import { createRegistry, type Registry } from '../code/registry.ts'
import type { Host } from '../host.ts'
import type { LaunchOptions, Runtime, StartOptions } from '../runtime.ts'
import { createBackground } from './background.ts'
import { createNavigation, type Navigation } from './navigation.ts'
import type { OpenPage } from './page.ts'
import { installPerformance, type PerformanceLog } from './performance.ts'
import { installRouteEvents } from './route-events.ts'

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
  /** What its modules can name. */
  readonly names: Names
  run: Runtime['run']
  launchOptions(): LaunchOptions
}

/** State of one start. */
interface Launch {
  phase: 'none' | 'evaluating' | 'running'
  options: LaunchOptions
  appStarted: boolean
}

/** What takes part in a start. */
interface Parts {
  host: Host
  launch: Launch
  registry: Registry
  code: Package
  navigation: Navigation
  entries: PerformanceLog
}

export function createApplication(host: Host, start: StartOptions): Application {
  const launch: Launch = { phase: 'none', options: {}, appStarted: false }
  const registry = createRegistry(host, () => {
    if (launch.phase === 'running' || (launch.phase === 'evaluating' && host.spec.launchInsideApp))
      startApp(parts)
  })
  const names = namesOf(host, registry, () => navigation.stack.map((page) => page.instance))
  const code = createPackage(host, registry, names, start)
  const entries = installPerformance(host)
  const navigation = createPages(host, registry, code, entries)
  const background = createBackground(host, registry, navigation)
  const parts: Parts = { host, launch, registry, code, navigation, entries }

  return {
    ...{ registry, navigation, names },
    get hidden() {
      return background.hidden
    },
    run: code.run,
    launchOptions: () => launch.options,
    controls: {
      launch: (options = {}) => coldStart(parts, options),
      navigateTo: (url) => navigation.go('navigateTo', url),
      redirectTo: (url) => navigation.go('redirectTo', url),
      switchTab: (url) => navigation.go('switchTab', url),
      reLaunch: (url) => navigation.go('reLaunch', url),
      navigateBack: (delta) => navigation.back(delta),
      openUnknownPage: (path, query = {}) => openUnknownPage(parts, path, query, false),
      hide: background.hide,
      show: (options) => background.show(options ?? launch.options),
    },
  }
}

/** The page stack, with what is told of its transitions. */
function createPages(host: Host, registry: Registry, code: Package, entries: PerformanceLog): Navigation {
  const routeEvents = installRouteEvents(host)
  const began = new WeakMap<OpenPage, number>()
  return createNavigation(host, registry, {
    define: code.definition,
    known: (path) => code.manifest.pages.includes(path) || registry.definitions.has(path),
    tabs: () => code.manifest.tabs,
    template: code.template,
    components: (path) => code.manifest.components(path),
    onRoute(type, _from, page) {
      began.set(page, host.clock.now())
      return routeEvents(type, page)
    },
    onReady: (type, from, page) => entries.drawn(type, from, page, began.get(page) ?? 0),
  })
}

function coldStart(parts: Parts, options: LaunchOptions): void {
  const { host, launch, code, navigation, entries } = parts
  const began = host.clock.now()
  Object.assign(host.config, code.manifest.config)
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
  entries.launched({ began, evaluated: host.clock.now(), ...code.evaluated() })
  startApp(parts)
  const { path, query = {} } = launch.options
  if (!path || navigation.stack.length) return
  const search = new URLSearchParams(query).toString()
  const opened = navigation.go('appLaunch', `/${path}${search ? `?${search}` : ''}`)
  if (!opened.ok) openUnknownPage(parts, path, query, true)
}

function startApp({ host, launch, registry }: Parts): void {
  if (launch.appStarted || !registry.app) return
  const { realm, clock, timings, events } = host
  launch.appStarted = true
  registry.appHook('onLaunch', realm.adopt(launch.options))
  clock.elapse(timings.launch)
  registry.appHook('onShow', realm.adopt(launch.options))
  events.emit('AppShow', realm.adopt(launch.options))
}

function openUnknownPage(
  { host, registry }: Parts,
  path: string,
  query: Record<string, string>,
  isEntryPage: boolean,
): void {
  const event = host.realm.adopt({ path, query, isEntryPage })
  registry.appHook('onPageNotFound', event)
  host.events.emit('PageNotFound', event)
}
