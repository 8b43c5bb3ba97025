import type { Loose } from '../loose.ts'
import type { Process } from '../host.ts'
import type { Registry } from './registry.ts'

/** What a module of the app can name without importing it: `App`, `Page`, `wx` … */
export type Names = Record<string, Loose>

/** One set of functions for all modules of a process. */
export function namesOf(process: Process, registry: Registry, pagesOf: () => Loose[]): Names {
  return {
    ...registry.functions,
    getCurrentPages: () => process.realm.adopt(pagesOf()),
    [process.spec.api]: process.api,
  }
}

/** What each module gets as parameters; `isHost`: there is no global object of its own to find the rest on. */
export function moduleParameters(process: Process, names: Names, isHost: boolean): Names {
  const { global } = process.realm
  if (isHost) return { ...ownValues(global), ...names }
  return asParameters(process) ? { ...names, global } : {}
}

/** The platform object gets its last form: what is missing goes, accessors and freezing come. */
export function shapeApi({ api, missing, quirks }: Process): void {
  for (const name of missing) delete api[name]
  const { accessors, frozenApi } = quirks
  if (accessors) makeAccessors(api, accessors)
  if (frozenApi) Object.freeze(api)
}

function makeAccessors(
  api: Process['api'],
  { names = ['request', 'uploadFile', 'downloadFile'], configurable = true }: AccessorQuirk,
): void {
  for (const name of names) {
    const value = api[name]
    Object.defineProperty(api, name, { get: () => value, set: undefined, enumerable: true, configurable })
  }
}

type AccessorQuirk = NonNullable<Process['quirks']['accessors']>

/** Fills the global object, and gives the view of it that a module has. */
export function exposeGlobals(process: Process, names: Names, console: Loose): Loose {
  const { realm, thread, spec, quirks, clock, missing } = process
  const { global } = realm
  const define = (name: string, value: Loose) =>
    Object.defineProperty(global, name, { value, writable: true, enumerable: false, configurable: true })

  for (const [name, timer] of Object.entries(thread.timers)) define(name, timer)
  define('console', console)
  define('global', global)
  for (const name of Object.keys(spec.globals)) define(name, realm.adopt(spec.globals[name]))
  for (const name of quirks.present ?? [])
    define(name, name === 'performance' ? { now: clock.monotonic } : (globalThis as Loose)[name])
  if (!asParameters(process)) for (const name of Object.keys(names)) define(name, names[name])
  for (const name of missing) remove(global, name)
  return asParameters(process) ? Object.assign(Object.create(global), names) : global
}

function asParameters({ quirks, spec }: Process): boolean {
  return quirks.apiAsParameter ?? spec.apiAsParameter
}

function ownValues(object: Loose): Names {
  return Object.fromEntries(Object.getOwnPropertyNames(object).map((name) => [name, object[name]]))
}

/** `Proxy`, `Promise.allSettled`. */
function remove(global: Loose, name: string): void {
  const parts = name.split('.')
  const last = parts.pop()!
  let owner = global
  for (const part of parts) owner = owner?.[part]
  if (owner !== undefined && owner !== null) delete owner[last]
}
