import type { Loose } from '../loose.ts'
import type { Host } from '../host.ts'
import type { Registry } from './registry.ts'

/** What a module of the app can name without importing it: `App`, `Page`, `wx` … */
export type Names = Record<string, Loose>

/** One set of functions for all modules of a process. */
export function namesOf(host: Host, registry: Registry, pagesOf: () => Loose[]): Names {
  return {
    ...registry.functions,
    getCurrentPages: () => host.realm.adopt(pagesOf()),
    [host.spec.api]: host.api,
  }
}

/**
 * What each module gets as parameters (docs/platforms/mini.md#names); `isNode`: there is no global object of its own
 * to find the rest on.
 */
export function moduleParameters(host: Host, names: Names, isNode: boolean): Names {
  const { global } = host.realm
  if (isNode) return { ...ownValues(global), ...names }
  return asParameters(host) ? { ...names, global } : {}
}

/** The platform object gets its last form: what is missing goes, accessors and freezing come. */
export function shapeApi({ api, missing, quirks }: Host): void {
  for (const name of missing) delete api[name]
  const { accessors, frozenApi } = quirks
  if (accessors) makeAccessors(api, accessors)
  if (frozenApi) Object.freeze(api)
}

function makeAccessors(
  api: Host['api'],
  { names = ['request', 'uploadFile', 'downloadFile'], configurable = true }: AccessorQuirk,
): void {
  for (const name of names) {
    const value = api[name]
    Object.defineProperty(api, name, { get: () => value, set: undefined, enumerable: true, configurable })
  }
}

type AccessorQuirk = NonNullable<Host['quirks']['accessors']>

/** Fills the global object, and gives the view of it that a module has. */
export function exposeGlobals(host: Host, names: Names, console: Loose): Loose {
  const { realm, thread, spec, quirks, clock, missing } = host
  const { global } = realm
  const define = (name: string, value: Loose) =>
    Object.defineProperty(global, name, { value, writable: true, enumerable: false, configurable: true })

  for (const [name, timer] of Object.entries(thread.timers)) define(name, timer)
  define('console', console)
  define('global', global)
  for (const name of Object.keys(spec.globals)) define(name, realm.adopt(spec.globals[name]))
  for (const name of quirks.present ?? [])
    define(name, name === 'performance' ? { now: clock.monotonic } : (globalThis as Loose)[name])
  if (!asParameters(host)) for (const name of Object.keys(names)) define(name, names[name])
  for (const name of missing) takeAway(global, name)
  return asParameters(host) ? Object.assign(Object.create(global), names) : global
}

function asParameters({ quirks, spec }: Host): boolean {
  return quirks.apiAsParameter ?? spec.apiAsParameter
}

function ownValues(object: Loose): Names {
  return Object.fromEntries(Object.getOwnPropertyNames(object).map((name) => [name, object[name]]))
}

/** `Proxy`, `Promise.allSettled`. */
function takeAway(global: Loose, name: string): void {
  const parts = name.split('.')
  const last = parts.pop()!
  let owner = global
  for (const part of parts) owner = owner?.[part]
  if (owner !== undefined && owner !== null) delete owner[last]
}
