import { inspect } from 'node:util'
import type { Application } from '../app/application.ts'
import type { Process } from '../process.ts'
import type { Registry } from './registry.ts'
import { ROUTE_EVENT_NAMES } from '../app/route-events.ts'
import type { LogLine, Loose, LooseFunction } from '../types.ts'

/** The platform object gets its last form: what is missing goes, accessors and freezing come. */
export function shapeApi(process: Process): void {
  const { api, quirks } = process
  if (quirks.routeEvents) for (const name of ROUTE_EVENT_NAMES) listen(process, name)
  for (const name of process.missing) delete api[name]
  const { accessors } = quirks
  for (const name of accessors ? (accessors.names ?? ['request', 'uploadFile', 'downloadFile']) : []) {
    const value = api[name]
    Object.defineProperty(api, name, {
      get: () => value,
      set: undefined,
      enumerable: true,
      configurable: accessors!.configurable !== false,
    })
  }
  if (quirks.frozenApi) Object.freeze(api)
}

function listen({ api, events }: Process, name: string): void {
  api[`on${name}`] = (listener: Loose) => events.on(name, listener)
  api[`off${name}`] = (listener?: Loose) => events.off(name, listener)
}

function asParameters(process: Process) {
  return process.quirks.apiAsParameter ?? process.spec.apiAsParameter
}

/** What a module of the app can name without importing it. */
function namesOf(process: Process, registry: Registry, pagesOf: () => Loose[]): Record<string, Loose> {
  return {
    ...registry.functions,
    getCurrentPages: () => process.realm.adopt(pagesOf()),
    [process.spec.api]: process.api,
  }
}

// One set of functions for all modules of a process.
const names = new WeakMap<Process, Record<string, Loose>>()

export function moduleParameters(
  process: Process,
  registry: Registry,
  pagesOf: () => Loose[],
  everything: boolean,
): Record<string, Loose> {
  let known = names.get(process)
  if (!known) names.set(process, (known = namesOf(process, registry, pagesOf)))
  if (everything) return { ...ownValues(process.realm.global), ...known }
  return asParameters(process) ? { ...known, global: process.realm.global } : {}
}

function ownValues(object: Loose) {
  return Object.fromEntries(Object.getOwnPropertyNames(object).map((name) => [name, object[name]]))
}

/** Fills the global object, and gives the view of it that a module has. */
export function exposeGlobals(process: Process, application: Application, console: Loose): Loose {
  const { realm, thread, spec, quirks } = process
  const { registry, navigation } = application
  const { global } = realm
  const define = (name: string, value: Loose) =>
    Object.defineProperty(global, name, { value, writable: true, enumerable: false, configurable: true })
  const pagesOf = () => navigation.stack.map((page) => page.instance)
  moduleParameters(process, registry, pagesOf, false)
  const known = names.get(process)!

  for (const name of Object.keys(thread.timers))
    define(name, (thread.timers as Record<string, LooseFunction>)[name])
  define('console', console)
  define('global', global)
  for (const name of Object.keys(spec.globals)) define(name, realm.adopt(spec.globals[name]))
  for (const name of quirks.present ?? [])
    define(name, name === 'performance' ? { now: process.clock.monotonic } : (globalThis as Loose)[name])
  if (!asParameters(process)) for (const name of Object.keys(known)) define(name, known[name])
  for (const name of process.missing) remove(global, name)
  return asParameters(process) ? Object.assign(Object.create(global), known) : global
}

/** `Proxy`, `Promise.allSettled`. */
function remove(global: Loose, name: string): void {
  const parts = name.split('.')
  const last = parts.pop()!
  let owner = global
  for (const part of parts) owner = owner?.[part]
  if (owner !== undefined && owner !== null) delete owner[last]
}

export function consoleOf(process: Process, write: (line: LogLine) => void): Loose {
  const { realm, thread } = process
  const text = (value: Loose) =>
    typeof value === 'string' ? value : inspect(value, { depth: 4, breakLength: 110 })
  const console = realm.object()
  for (const level of [
    'log',
    'info',
    'warn',
    'error',
    'debug',
    'trace',
    'group',
    'groupEnd',
    'time',
    'timeEnd',
  ])
    console[level] = (...args: Loose[]) => {
      // The text is made when it is read: apps log on hot paths.
      if (thread.alive) write({ level, args, get text() { return args.map(text).join(' ') } }) // prettier-ignore
    }
  return console
}
