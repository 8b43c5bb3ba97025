import { buildSync } from 'esbuild'
import type { Diag } from '../../core/internal/diag.ts'
import type { Call, CallWatch, Outcome, Platform } from '../../core/platform.ts'
import {
  createDevice,
  scriptedNetwork,
  virtualClock,
  type DeviceOptions,
  type Quirks,
  type ReplyHandler,
} from '../../hosts/index.ts'
import type { MiniDriver } from './drivers.ts'

/* A driver inside a simulated platform: bundled, and evaluated as a module of an app. */

// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Any = any

/** What test/mutation knows of: the driver runs in a world of its own, where changes to it are to be known, too. */
const mutation = globalThis as { mutateBundle?: (text: string) => string; __stryker__?: object }

export function shareMutation(world: object): void {
  const { __stryker__: value } = mutation
  if (value) Object.defineProperty(world, '__stryker__', { value, configurable: true })
}

const bundles = new Map<string, string>()

/** The source of a CommonJS module with what these lines export, as it ships into apps. */
export function bundle(contents: string): string {
  let text = bundles.get(contents)
  if (!text) {
    const result = buildSync({
      stdin: { contents, resolveDir: process.cwd(), loader: 'ts' },
      bundle: true,
      write: false,
      format: 'cjs',
      target: 'es2015',
      logLevel: 'error',
    })
    text = (mutation.mutateBundle || String)(result.outputFiles[0].text)
    bundles.set(contents, text)
  }
  return text
}

export interface Seen {
  call: Call
  outcomes: Outcome[]
}

/** Keeps what it is told until it has ended. */
export function watchOf(outcomes: Outcome[], header?: Record<string, string>): CallWatch {
  return {
    header,
    end(outcome) {
      this.ended = true
      outcomes.push(outcome)
    },
  }
}

export interface DeviceUse extends Partial<DeviceOptions> {
  reply?: ReplyHandler
  /** Done to the platform object before the driver is made. */
  prepare?: (api: Any, globals: Any) => void
  header?: Record<string, string>
  files?: Record<string, string>
}

export function startDevice(driver: MiniDriver, use: DeviceUse = {}) {
  const clock = virtualClock()
  const network = scriptedNetwork(use.reply ?? (() => ({ body: '{"ok":1}', after: 20 })), clock)
  const quirks: Quirks = { ...use.quirks }
  const device = createDevice({ ...use, platform: driver.name, clock, network, quirks })
  const runtime = device.start({ files: use.files ?? {} })
  use.prepare?.(runtime.api, runtime.globals)
  shareMutation(runtime.globals)
  const kit = runtime.run(
    bundle(`export { ${driver.name} as create } from './core/platforms/${driver.name}.ts'
      export { createGuard } from './core/internal/guard.ts'
      export { createDiag } from './core/internal/diag.ts'
      export { systemClock } from './core/internal/clock.ts'`),
  )
  const diag: Diag = kit.createDiag(false, {})
  const env = { diag, guard: kit.createGuard(diag), clock: kit.systemClock() }
  const platform: Platform = kit.create(env)

  const seen: Seen[] = []
  const observe = () =>
    platform.observeRequests!((call) => {
      const one: Seen = { call, outcomes: [] }
      seen.push(one)
      return watchOf(one.outcomes, use.header)
    })
  return { clock, network, device, runtime, api: runtime.api, diag, platform, seen, observe }
}

/** Plain data of another world, comparable. */
export function plain<T>(value: T): T {
  return value === undefined ? value : JSON.parse(JSON.stringify(value))
}
