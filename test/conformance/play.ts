/**
 * A scenario played. What each side saw is written down with names for objects, so that "the same object" can be compared
 * between the world with the kit and the one without.
 */
import type { CallWatch, HttpApi, Platform } from '../../core/platform.ts'
import { compose } from '../../core/index.ts'
import { fakeEnv } from '../fakes/env.ts'
import { fakeFramework } from '../fakes/framework.ts'
import { KITS } from '../fakes/kits.ts'
import { seeded } from '../fakes/random.ts'
import { stubApi } from '../fakes/stub-api.ts'
import { type MiniDriver, withGlobals } from './drivers.ts'
import type { Arrangement, Scenario } from './scenario.ts'

// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Any = any

/** Names for objects, in the order in which a world meets them. */
function naming() {
  const names = new Map<unknown, string>()
  return {
    name<T>(thing: T, name: string): T {
      names.set(thing, name)
      return thing
    },
    of(thing: unknown): unknown {
      if (names.has(thing)) return names.get(thing)
      if (typeof thing === 'function') return 'some function'
      if (thing instanceof Promise) return 'some promise'
      return typeof thing === 'object' && thing ? 'some object' : thing
    },
  }
}

class Options {
  get inherited() {
    return 'by the class'
  }
  helper() {}
}

/** Asks for `inherited` what nobody else can read. */
class Private {
  #inherited = 'by nobody else'
  get inherited() {
    return this.#inherited
  }
}

class Headers {
  get inherited() {
    return 'by the class'
  }
}

function headerOf(kind: Scenario['header']): unknown {
  if (kind === 'plain') return { a: '1' }
  if (kind === 'frozen') return Object.freeze({ a: '1', B: '2' })
  if (kind === 'class') return Object.assign(new Headers(), { a: '1' })
  return kind === 'null' ? null : kind
}

function bareOf(shape: Scenario['shape']): object {
  if (shape === 'class') return new Options()
  if (shape === 'private') return new Private()
  return shape === 'null-prototype' ? Object.create(null) : {}
}

function hide(options: object): void {
  for (const key of Object.keys(options))
    if (Object.getOwnPropertyDescriptor(options, key)!.configurable)
      Object.defineProperty(options, key, { enumerable: false })
}

interface Built {
  args: unknown[]
  /** The plain object behind the options, to see that nobody wrote to it. */
  options: Any
}

/** The app's arguments; what they are called with is written to the trace. */
function build(scenario: Scenario, trace: unknown[], names: ReturnType<typeof naming>): Built {
  const options: Any = Object.assign(bareOf(scenario.shape), scenario.extras, {
    [Symbol.for('own symbol')]: 1,
  })
  for (const key of Object.keys(scenario.extras))
    if (scenario.extras[key] && typeof scenario.extras[key] === 'object')
      names.name(scenario.extras[key], key)
  if (scenario.url === 'string') options.url = 'https://shop.example/api/items?id=1'
  if (scenario.url === 'number') options.url = 42
  if (scenario.url === 'null') options.url = null
  if (scenario.url === 'throws')
    Object.defineProperty(options, 'url', {
      enumerable: true,
      get() {
        throw new Error('the app’s getter')
      },
    })
  if (scenario.header !== 'absent')
    for (const name of scenario.headerNames) options[name] = names.name(headerOf(scenario.header), name)
  for (const which of ['success', 'fail', 'complete'] as const) {
    const kind = scenario.callbacks[which]
    if (kind === 'null') options[which] = null
    if (kind === 'number') options[which] = 7
    if (kind !== 'function' && kind !== 'throws') continue
    options[which] = function (this: unknown, ...args: unknown[]) {
      trace.push([which, names.of(this), ...args.map(names.of)])
      if (kind === 'throws') throw names.name(new Error(which), `error of ${which}`)
      return names.name({}, `result of ${which}`)
    }
  }
  let handed = options
  if (scenario.shape === 'hidden') hide(options)
  if (scenario.shape === 'frozen') Object.freeze(options)
  if (scenario.shape === 'sealed') Object.seal(options)
  if (scenario.shape === 'proxy') handed = new Proxy(options, {})
  if (scenario.shape === 'getters')
    for (const key of Object.keys(options).filter((each) => each !== 'url' && each !== 'toString')) {
      const value = options[key]
      Object.defineProperty(options, key, { get: () => value, enumerable: true, configurable: true })
    }
  names.name(handed, 'options')
  const values: Record<Scenario['argument'], unknown[]> = {
    options: [handed],
    none: [],
    undefined: [undefined],
    null: [null],
    string: ['https://shop.example'],
    number: [1],
    array: [['https://shop.example']],
  }
  const args = values[scenario.argument]
  const more = args.length ? Array.from({ length: scenario.extraArguments }, (_, i) => `more ${i}`) : []
  return { args: [...args, ...more], options }
}

/**
 * The options as the platform got them; callbacks only by their kind. Headers by identity, or, where one is added, by
 * what else is in them.
 */
function describeOptions(
  given: Any,
  built: Built,
  scenario: Scenario,
  names: ReturnType<typeof naming>,
  headersByContent: boolean,
) {
  if (given === null || typeof given !== 'object' || Array.isArray(given)) return names.of(given)
  const ours = (key: PropertyKey) =>
    (key === 'success' || key === 'fail') &&
    !['function', 'throws', 'number'].includes(scenario.callbacks[key])
  const read = (key: PropertyKey) => {
    try {
      return names.of(given[key])
    } catch (error) {
      return `throws ${(error as Error).message}`
    }
  }
  const header = (key: PropertyKey) => {
    const rest = { ...given[key] }
    delete rest.sw8
    return [String(key), rest, given[key] instanceof Headers]
  }
  const isHeader = (key: PropertyKey) =>
    headersByContent && (key === 'header' || key === 'headers') && typeof given[key] === 'object'
  const entries = Reflect.ownKeys(given)
    // what only the class can read a stand-in has of its own
    .filter((key) => !ours(key) && key !== 'inherited')
    .map((key) => (isHeader(key) ? header(key) : [String(key), read(key)]))
    // none is as good as an empty one
    .filter(
      (entry) => !(headersByContent && /^headers?$/.test(entry[0]) && JSON.stringify(entry[1]) === '{}'),
    )
  const prototype = Object.getPrototypeOf(given)
  return [prototype === Object.getPrototypeOf(built.options) || prototype, given.inherited, entries.sort()]
}

function watchOf(arrangement: Arrangement): CallWatch | undefined {
  if (arrangement === 'not watched') return
  if (arrangement === 'observer throws') throw new Error('ours')
  return {
    header: arrangement === 'with headers' ? { sw8: '1-abc' } : undefined,
    end() {
      if (arrangement === 'end throws') throw new Error('ours')
    },
  }
}

function install(platform: Platform, host: Any, arrangement: Arrangement, api: HttpApi): void {
  const observe = () => platform.observeRequests!(() => watchOf(arrangement))
  const wrap = () => {
    const inner = host[api]
    host[api] = function (this: unknown, ...args: unknown[]) {
      return inner.apply(this, args)
    }
  }
  if (arrangement === 'wrapper below') wrap()
  const { undo } = observe()
  if (arrangement === 'installed twice') observe()
  if (arrangement === 'wrapper on top') wrap()
  if (arrangement === 'undone') undo()
  if (arrangement === 'undone twice, installed again') {
    undo()
    undo()
    observe()
    undo()
  }
  if (arrangement === 'undone under a wrapper') {
    wrap()
    undo()
  }
}

/** A whole kit on it, which traces if it can; the clock stands, so that it sends nothing of its own. */
function startKit(kit: keyof typeof KITS, driver: MiniDriver, host: Any, env: ReturnType<typeof fakeEnv>) {
  const options = { service: 'shop', collector: 'https://c.example', enable: { tracing: true } }
  compose(KITS[kit], options, {
    ...env,
    random: seeded(7),
    framework: () => fakeFramework(),
    platform: (given) => withGlobals({ [driver.global]: host }, () => driver.create(given)),
  })
}

/** Everything that the app and the platform could see of one call. */
export async function play(
  driver: MiniDriver,
  scenario: Scenario,
  arrangement: Arrangement | 'bare',
  headersByContent: boolean,
): Promise<{ trace: unknown[]; errors: number }> {
  const trace: unknown[] = []
  const names = naming()
  const heard: unknown[][] = []
  const stub = stubApi(scenario.behaviour, heard)
  const host = stub.api
  names.name(host, 'api')
  names.name(undefined, 'undefined')
  if (arrangement === 'getter only' || arrangement === 'fixed getter') {
    const value = host[scenario.api]
    const configurable = arrangement === 'getter only'
    Object.defineProperty(host, scenario.api, { get: () => value, enumerable: true, configurable })
  }
  const env = fakeEnv()
  if (arrangement === 'the smallest kit') startKit('smallest', driver, host, env)
  else if (arrangement === 'the default kit') startKit('default', driver, host, env)
  else if (arrangement !== 'bare') {
    const platform = withGlobals({ [driver.global]: host }, () => driver.create(env))!
    install(platform, host, arrangement, scenario.api)
  }
  const built = build(scenario, trace, names)
  const before = Reflect.ownKeys(built.options).map((key) =>
    Object.getOwnPropertyDescriptor(built.options, key),
  )
  const headersBefore = JSON.stringify(safe(() => [built.options.header, built.options.headers]))

  let result: Any
  try {
    const call = host[scenario.api]
    result = scenario.detached ? call(...built.args) : host[scenario.api](...built.args)
    for (const made of stub.calls) {
      names.name(made.task, 'task')
      names.name(made.result, 'result')
    }
    trace.push(['returned', result && result.abort && result.then ? 'task with then' : names.of(result)])
  } catch (error) {
    trace.push(['threw', (error as Error).message])
  }
  const watched = result && typeof result.then === 'function'
  const settled = watched
    ? result.then(
        (value: unknown) => trace.push(['resolved', names.of(value)]),
        (reason: unknown) => trace.push(['rejected', names.of(reason)]),
      )
    : undefined
  stub.settle()
  if (settled && scenario.behaviour.outcome !== 'never') await settled
  for (const made of stub.calls) {
    const [options, ...rest] = made.args
    const described = describeOptions(options, built, scenario, names, headersByContent)
    trace.push(['platform got', names.of(made.self), made.args.length, described, ...rest])
  }
  for (const [which, how, what] of heard) {
    // what we gave for a callback that the app did not give
    if (['absent', 'null'].includes(scenario.callbacks[which as 'fail'])) continue
    const name = names.of(what)
    trace.push(['platform heard', which, how, name === 'some object' ? String(what) : name])
  }
  const after = Reflect.ownKeys(built.options).map((key) =>
    Object.getOwnPropertyDescriptor(built.options, key),
  )
  trace.push(['options untouched', JSON.stringify(after) === JSON.stringify(before)])
  trace.push([
    'headers untouched',
    JSON.stringify(safe(() => [built.options.header, built.options.headers])) === headersBefore,
  ])
  return { trace, errors: env.diag.errors.length }
}

function safe<T>(fn: () => T): T | string {
  try {
    return fn()
  } catch {
    return 'throws'
  }
}
