import { readFileSync } from 'node:fs'
import { buildSync } from 'esbuild'
import { PLATFORM_NAMES } from '../../core/platforms/names.ts'
import {
  createDevice,
  scriptedNetwork,
  virtualClock,
  type PlatformName,
  type Quirks,
  type NetRequest,
  type Reply,
  type Runtime,
  type VirtualClock,
} from '../../hosts/index.ts'

/* An app on a simulated device that uses the real kit, with a seed and a clock that make every run the same. */

/** The kit's version: a release writes the samples anew. */
export const { version: VERSION } = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
) as { version: string }

export const COLLECTOR = 'https://collector.example.com'

let bundled: string | undefined

/** The native kit with everything that plain apps can have. */
const ENTRY = `
  import { lag, nativePreset } from '../../core/index.ts'
  import { bestFit, createInit, setData } from '../../adapters/native/kit.ts'
  ${PLATFORM_NAMES.map((name) => `import { ${name} } from '../../core/platforms/${name}.ts'`).join('\n')}
  export { flush, record, shutdown } from '../../adapters/native/index.ts'
  const slices = nativePreset.slices.concat(setData, lag)
  export const init = createInit({ slices, platforms: { ${PLATFORM_NAMES.join()} }, choose: bestFit })`

/** As one CommonJS module, from the sources. */
export function kit(): string {
  bundled ??= buildSync({
    stdin: { contents: ENTRY, resolveDir: import.meta.dirname },
    bundle: true,
    write: false,
    format: 'cjs',
    target: 'es2015',
    logLevel: 'error',
    define: { __VERSION__: JSON.stringify(VERSION) },
  }).outputFiles[0].text
  return bundled
}

/** mulberry32. */
export function seeded(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 0x100000000
  }
}

/** The app's servers: `/status/500` answers so, `/reset` not at all, anything else with 200. */
export function answer({ url }: NetRequest): Reply {
  const status = /\/status\/(\d+)/.exec(url)
  if (status) return { status: Number(status[1]), body: '{}', after: 40 }
  if (/\/reset/.test(url)) return { fail: 'reset', after: 40 }
  return { status: 200, body: '{}', after: 40 }
}

export interface SampleApp {
  readonly runtime: Runtime
  readonly clock: VirtualClock
  /** Requests of the kit's, oldest first. */
  readonly sent: NetRequest[]
  /** Requests of the app's. */
  readonly own: NetRequest[]
  /** Evaluates lines of the app's code, then lets time pass. `api` is the platform object, `monitor` the kit's. */
  run(source: string, ms?: number): Promise<void>
}

interface Start {
  platform: PlatformName
  /** Source of the object that `init` is given. */
  options?: string
  /** app.js itself, where its text matters. */
  appJs?: string
  quirks?: Quirks
  seed?: number
  reply?: (request: NetRequest) => Reply
  packages?: 'miniprogram_npm' | 'node_modules'
  /** Besides the two. */
  morePages?: string[]
}

/** Starts an app of two pages whose app.js calls `init` at its top, and launches it. */
export async function startApp(start: Start): Promise<SampleApp> {
  const { platform, quirks, seed = 1, options = '', reply = answer } = start
  const { packages = 'miniprogram_npm', morePages = [] } = start
  const clock = virtualClock({ start: Date.UTC(2024, 5, 1, 8) })
  const network = scriptedNetwork(
    (request) => (request.url.startsWith(COLLECTOR) ? { status: 200, after: 30 } : reply(request)),
    clock,
  )
  // As Alipay's compiler puts them: App, Page and my are members of the worker's global object.
  const where: Quirks = { apiAsParameter: false }
  const device = createDevice({
    platform,
    clock,
    network,
    quirks: { ...where, ...quirks },
    random: seeded(seed),
  })
  const api = device.spec.api
  const appJs =
    start.appJs ??
    `const { init, record } = require('mini-monitor')
    globalThis.record = record
    globalThis.monitor = init({ service: 'shop', serviceVersion: '2.3.0', collector: '${COLLECTOR}', ${options} })
    App({})`
  const page = 'Page({ onLoad() { this.setData({ shown: true }) }, onReady() {} })'
  const pages = ['pages/home/home', 'pages/cart/cart', ...morePages]
  const runtime = device.start({
    files: {
      'app.json': JSON.stringify({ pages }),
      'app.js': appJs,
      ...Object.fromEntries(pages.map((path) => [`${path}.js`, page])),
      [`${packages}/mini-monitor/index.js`]: kit(),
    },
  })
  runtime.launch()
  await clock.advance(1000)
  const isOwn = (request: NetRequest) => request.url.startsWith(COLLECTOR)
  return {
    runtime,
    clock,
    get sent() {
      return network.requests.filter(isOwn)
    },
    get own() {
      return network.requests.filter((request) => !isOwn(request))
    },
    async run(source, ms = 200) {
      runtime.run(`const api = ${api}; const { monitor, record } = globalThis; ${source}`)
      await clock.advance(ms)
    },
  }
}
