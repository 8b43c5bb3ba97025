import { installRequests } from './api/request.ts'
import { installStorage } from './api/storage.ts'
import { installSurface } from './api/surface.ts'
import { installSystem } from './api/system.ts'
import { createApplication, type Application } from './app/application.ts'
import { consoleOf } from './code/console.ts'
import { exposeGlobals, shapeApi } from './code/globals.ts'
import { errorArguments } from './engine/errors.ts'
import { watchRejections } from './engine/rejections.ts'
import type { Loose } from './loose.ts'
import { createHost, type Host, type HostOptions } from './host.ts'
import type { LogLine } from './records.ts'
import type { Runtime, StartOptions } from './runtime.ts'
import { tap } from './view/tap.ts'
import { outlineOf } from './view/view.ts'

export interface Booted {
  runtime: Runtime
  failRequests(reason: string): void
}

/** A process with the platform's functions and the app in it; no code of the app has run yet. */
export function bootHost(
  options: Omit<HostOptions, 'realm'> & { echo: boolean },
  start: StartOptions,
): Booted {
  const log: LogLine[] = []
  const host = createHost({ ...options, realm: start.realm })
  const application = createApplication(host, start)
  host.raise = errorHooks(host, application)
  // Rejections in our own realm may be anybody's.
  if (start.realm !== 'node') tellRejections(host, application)

  installRequests(host)
  installStorage(host)
  installSystem(host, () => host.realm.adopt(application.launchOptions()))
  installSurface(host)
  shapeApi(host)
  const write = (line: LogLine) => {
    if (options.record) log.push(line)
    if (options.echo) console.log(`[${options.spec.name}] ${line.level} ${line.text}`)
  }
  const globals = exposeGlobals(host, application.names, consoleOf(host, write))
  return { runtime: runtimeOf(host, application, globals, log), failRequests: host.failRequests }
}

/** What goes to `onError`, of the app and of the platform. */
function errorHooks(host: Host, { registry }: Application): Host['raise'] {
  const { thread, events, realm, quirks, spec, errors } = host
  let telling = false
  return (error, source) => {
    if (!thread.alive) return
    errors.push({ error, source })
    // An error in an error hook is only noted, or the two would call each other for ever.
    if (telling) return
    telling = true
    const args = errorArguments(quirks.errorForm ?? spec.errorForm, error, realm)
    registry.appHook('onError', ...args)
    events.emit('Error', ...args)
    telling = false
  }
}

function tellRejections(host: Host, { registry }: Application): void {
  const { thread, events, realm, quirks, errors } = host
  watchRejections(realm.nativePromise, (reason, promise) => {
    if (!thread.alive) return
    errors.push({ error: reason, source: 'rejection' })
    if (quirks.silentRejections) return
    const event = realm.object({ reason, promise })
    thread.post(() => {
      registry.appHook('onUnhandledRejection', event)
      events.emit('UnhandledRejection', event)
    })
  })
}

/** The process as those outside see and move it. */
function runtimeOf(host: Host, application: Application, globals: Loose, log: LogLine[]): Runtime {
  const { thread, realm, events, device, api, errors, requests, calls, slots, kill } = host
  const { navigation, registry, controls, run } = application
  return {
    ...controls,
    ...{ run, kill, api, globals, errors, log, requests, calls, slots, storage: device.storage },
    tap(target, detail, how = {}) {
      const page = navigation.top()
      if (!page) throw new Error(`nothing to tap: no page is open`)
      return tap(host, page, target, detail, how)
    },
    shown: () => outlineOf(navigation.top()?.view?.tree()),
    emit: (event, argument) => thread.post(() => events.emit(event, realm.adopt(argument))),
    get patience() {
      return host.patience
    },
    get alive() {
      return thread.alive
    },
    get suspended() {
      return thread.suspended
    },
    get hidden() {
      return application.hidden
    },
    get app() {
      return registry.app
    },
    get pages() {
      return navigation.stack.map((page) => page.instance)
    },
  }
}
