import vm from 'node:vm'
import type { HostClock } from '../clock.ts'
import { BOOTSTRAP } from './bootstrap.ts'
import type { Loose, LooseFunction } from '../loose.ts'

/** A JavaScript world: its global object, and the means to make values that belong to it. */
export interface Realm {
  readonly global: Loose
  readonly Promise: PromiseConstructor
  /** The promise that `async` functions give, also where `Promise` has been replaced. */
  readonly nativePromise: PromiseConstructor
  object(properties?: object): Loose
  /** A deep copy of plain data; bytes become an ArrayBuffer; functions and foreign objects stay. */
  adopt(value: Loose): Loose
  buffer(bytes: Uint8Array): ArrayBuffer
  error(message: string, type?: 'Error' | 'TypeError'): Error
  parse(text: string): Loose
  /** A function of the given parameters with this source as its body. */
  compile(parameters: string[], source: string, filename: string): LooseFunction
}

export interface RealmOptions {
  clock: HostClock
  random?: () => number
  codeFromStrings?: boolean
  timerPromise?: boolean
  setTimeout: (callback: () => void, ms: number) => unknown
}

// Compiled code can be shared by all contexts; thousands of devices run the same few scripts.
const scripts = new Map<string, Map<string, vm.Script>>()

function scriptOf(parameters: string[], source: string, filename: string): vm.Script {
  // Two functions: compiled code has been seen to declare a `Component` of its own, which a parameter would forbid.
  const head = `(function (${parameters.join(', ')}) { return (function () {`
  const id = `${filename}\n${head}`
  let bySource = scripts.get(id)
  if (!bySource) scripts.set(id, (bySource = new Map()))
  let script = bySource.get(source)
  if (!script) {
    script = new vm.Script(`${head}${source}\n}).apply(this, arguments)})`, {
      filename,
      columnOffset: -head.length,
    })
    bySource.set(source, script)
  }
  return script
}

// Without the interceptors of a contextified object globals are 20 times faster and behave as real ones do
// (accessors, delete globalThis). Node before 20.18 lacks it.
const PLAIN_GLOBAL = (vm.constants as Loose)?.DONT_CONTEXTIFY

export function createRealm(options: RealmOptions): Realm {
  const context = vm.createContext(PLAIN_GLOBAL ?? {}, {
    codeGeneration: { strings: options.codeFromStrings === true, wasm: false },
  })
  const global = vm.runInContext('this', context)
  const nativePromise = global.Promise
  const { clock, random, setTimeout, timerPromise } = options
  const start = scriptOf(['given'], BOOTSTRAP, 'platform.js').runInContext(context) as LooseFunction
  start({ now: clock.now, random, setTimeout, timerPromise })
  return {
    ...valuesOf(global),
    nativePromise,
    compile: (parameters, source, filename) => scriptOf(parameters, source, filename).runInContext(context),
  }
}

/** The realm that we are in ourselves: no isolation, but a start costs next to nothing. */
export function nodeRealm(clock: HostClock): Realm {
  class DeviceDate extends Date {
    constructor(...args: Loose[]) {
      // @ts-expect-error: whatever Date takes
      super(...(args.length ? args : [clock.now()]))
    }
    static override now = () => clock.now()
  }
  return {
    ...valuesOf(globalThis),
    global: { Date: DeviceDate },
    adopt(value) {
      if (value instanceof Uint8Array) return new Uint8Array(value).buffer
      return Array.isArray(value) ? [...value] : value
    },
    nativePromise: Promise,
    compile: (parameters, source, filename) => scriptOf(parameters, source, filename).runInThisContext(),
  }
}

function valuesOf(global: Loose) {
  const {
    Object: HisObject,
    Array: HisArray,
    ArrayBuffer: HisBuffer,
    Promise: HisPromise,
    JSON: HisJson,
  } = global
  const errors = { Error: global.Error, TypeError: global.TypeError }
  const parse = HisJson.parse
  const object = (properties?: object) => Object.assign(new HisObject(), properties)
  const buffer = (bytes: Uint8Array) => {
    const result = new HisBuffer(bytes.length)
    new Uint8Array(result).set(bytes)
    return result
  }
  const adopt = (value: Loose): Loose => {
    if (value === null || typeof value !== 'object') return value
    if (value instanceof Uint8Array) return buffer(value)
    if (Array.isArray(value)) return HisArray.from(value, adopt)
    if (Object.getPrototypeOf(value) !== Object.prototype) return value
    const copy = new HisObject()
    for (const key of Object.keys(value)) copy[key] = adopt(value[key])
    return copy
  }
  return {
    global,
    Promise: HisPromise,
    object,
    adopt,
    buffer,
    parse,
    error: (message: string, type: 'Error' | 'TypeError' = 'Error') => new errors[type](message),
  }
}
