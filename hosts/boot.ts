import { installRequests } from './api/request.ts'
import { installStorage } from './api/storage.ts'
import { installSurface } from './api/surface.ts'
import { installSystem } from './api/system.ts'
import { createApplication, type Application } from './app/application.ts'
import { errorArguments } from './engine/errors.ts'
import type { AppFiles } from './code/files.ts'
import { consoleOf, exposeGlobals, shapeApi } from './code/globals.ts'
import { createEvents, missingFrom, type DeviceState, type Process } from './process.ts'
import { createRealm, hostRealm } from './engine/realm.ts'
import { watchRejections } from './engine/rejections.ts'
import { createSlots } from './api/slots.ts'
import type { Store } from './store.ts'
import { tap, type TapOptions } from './view/tap.ts'
import { createThread } from './engine/thread.ts'
import { outlineOf } from './view/view.ts'
import type {
  LaunchOptions,
  LogLine,
  Loose,
  NavigationResult,
  PlatformSpec,
  Quirks,
  RequestRecord,
  RuntimeError,
  Timings,
} from './types.ts'

export interface StartOptions {
  files: AppFiles
  /** `host`: no vm context; far cheaper, but nothing is isolated and rejections are not the platform's. */
  realm?: 'context' | 'host'
  transform?: (source: string, file: string) => string
}

/** One JavaScript process of the app on a device. */
export interface Runtime {
  /** A cold start: evaluates app.js and its pages, runs the app's and the first page's hooks. */
  launch(options?: LaunchOptions): void
  /** Evaluates a source as a module of this name and gives its exports; what it throws is thrown. */
  run(source: string, file?: string): Loose
  navigateTo(url: string): NavigationResult
  redirectTo(url: string): NavigationResult
  switchTab(url: string): NavigationResult
  reLaunch(url: string): NavigationResult
  navigateBack(delta?: number): NavigationResult
  /** Somebody opens the app with a page that it does not have. */
  openUnknownPage(path: string, query?: Record<string, string>): void
  hide(): void
  show(options?: LaunchOptions): void
  /** The end of all JavaScript, without notice. The device's storage stays as it is at this moment. */
  kill(): void
  tap(target: string, detail?: Loose, options?: TapOptions): Loose
  /** What the page in front shows, one line an element; '' where its template can't be interpreted. */
  shown(): string
  /** Lets a listener of `on…` hear something: `emit('MemoryWarning', { level: 10 })`. */
  emit(event: string, argument?: Loose): void
  readonly alive: boolean
  readonly suspended: boolean
  readonly hidden: boolean
  /** The platform object. */
  readonly api: Loose
  /** What a module of the app can name: the global object, with the module's parameters in front. */
  readonly globals: Loose
  /** What getApp() gives. */
  readonly app: Loose
  /** What getCurrentPages() gives. */
  readonly pages: Loose[]
  readonly errors: RuntimeError[]
  readonly log: LogLine[]
  readonly requests: RequestRecord[]
  /** How often each function of the platform was called. */
  readonly calls: Record<string, number>
  readonly slots: { readonly active: number; readonly queued: number; readonly peak: number }
  readonly storage: Store
}

export interface ProcessOptions {
  spec: PlatformSpec
  quirks: Quirks
  timings: Timings
  device: DeviceState
  random?: () => number
  echo: boolean
  record: boolean
  onKill: () => void
}

export function createRuntime(
  options: ProcessOptions,
  start: StartOptions,
): { runtime: Runtime; failRequests(reason: string): void } {
  const log: LogLine[] = []
  const process = createProcess(options, start)
  const application = createApplication(process, start)
  wireErrors(process, application, start.realm !== 'host')

  installRequests(process)
  installStorage(process)
  installSystem(process, () => process.realm.adopt(application.launchOptions()))
  installSurface(process)
  shapeApi(process)
  const write = (line: LogLine) => {
    if (options.record) log.push(line)
    if (options.echo) console.log(`[${options.spec.name}] ${line.level} ${line.text}`)
  }
  const globals = exposeGlobals(process, application, consoleOf(process, write))

  const runtime: Runtime = {
    ...application.controls,
    kill: process.kill,
    run: application.run,
    tap(target, detail, how = {}) {
      const page = application.navigation.top()
      if (!page) throw new Error(`nothing to tap: no page is open`)
      return tap(process, page, target, detail, how)
    },
    shown: () => outlineOf(application.navigation.top()?.view?.tree()),
    emit: (event, argument) =>
      process.thread.post(() => process.events.emit(event, process.realm.adopt(argument))),
    get alive() {
      return process.thread.alive
    },
    get suspended() {
      return process.thread.suspended
    },
    get hidden() {
      return application.hidden
    },
    api: process.api,
    globals,
    get app() {
      return application.registry.app
    },
    get pages() {
      return application.navigation.stack.map((page) => page.instance)
    },
    errors: process.errors,
    log,
    requests: process.requests,
    calls: process.calls,
    slots: process.slots,
    storage: process.device.storage,
  }
  const failRequests = (reason: string) => {
    for (const exchange of [...process.exchanges].reverse()) exchange.fail(reason)
  }
  return { runtime, failRequests }
}

function createProcess(options: ProcessOptions, start: StartOptions): Process {
  const { spec, quirks, timings, device } = options
  const { clock } = device
  const thread = createThread(clock, (error, source) => process.raise(error, source))
  const realm =
    start.realm === 'host'
      ? hostRealm(clock)
      : createRealm({
          clock,
          random: options.random,
          codeFromStrings: quirks.codeFromStrings,
          timerPromise: quirks.timerPromise,
          setTimeout: thread.timers.setTimeout,
        })
  const process: Process = {
    spec,
    quirks,
    timings,
    missing: missingFrom(spec, quirks),
    device,
    clock,
    realm,
    thread,
    events: createEvents(thread.call),
    slots: createSlots(quirks.slots ?? spec.request.slots),
    exchanges: new Set(),
    api: realm.object(),
    calls: {},
    requests: [],
    errors: [],
    record: options.record,
    config: {},
    raise() {},
    kill() {
      if (!thread.alive) return
      thread.stop()
      for (const exchange of [...process.exchanges].reverse()) exchange.drop()
      options.onKill()
    },
  }
  return process
}

function wireErrors(process: Process, application: Application, ownPromises: boolean): void {
  const { thread, events, realm, quirks, spec, errors } = process
  let telling = false
  Object.assign(process, {
    raise(error: Loose, source: string) {
      if (!thread.alive) return
      errors.push({ error, source })
      // An error in an error hook is only noted, or the two would call each other for ever.
      if (telling) return
      telling = true
      const args = errorArguments(quirks.errorForm ?? spec.errorForm, error, realm)
      application.registry.appHook('onError', ...args)
      events.emit('Error', ...args)
      telling = false
    },
  })
  // Rejections in our own realm may be anybody's.
  if (!ownPromises) return
  watchRejections(realm.nativePromise, (reason, promise) => {
    if (!thread.alive) return
    errors.push({ error: reason, source: 'rejection' })
    if (quirks.silentRejections) return
    const event = realm.object({ reason, promise })
    thread.post(() => {
      application.registry.appHook('onUnhandledRejection', event)
      events.emit('UnhandledRejection', event)
    })
  })
}
