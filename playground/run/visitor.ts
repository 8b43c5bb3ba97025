import {
  createDevice,
  httpNetwork,
  namedNetwork,
  type Device,
  type PlatformName,
  type Runtime,
} from '../../hosts/index.ts'
import { accountOf, createBook, type Account } from './book.ts'
import { busyClock } from './clock.ts'
import type { AppEnv } from './env.ts'
import { between, pick, type Random } from './random.ts'

export interface VisitorOptions {
  platform: PlatformName
  /** Folder with the app, as `layApp` gives it. */
  dir: string
  env: AppEnv
  random: Random
  /** Times slower than a fast phone. */
  slowness?: [number, number]
  /** Keeps requests and console lines; for short runs. */
  record?: boolean
  /** When it fires, all waiting ends with a `Stopped`. */
  signal?: AbortSignal
  /** Files in front of those of the app. */
  files?: { [path: string]: string }
  /** Origins that the app knows, and where they are. */
  names?: { [origin: string]: string }
  transform?: (source: string, file: string) => string
}

/** Thrown out of a step whose time is over. */
export class Stopped extends Error {}

/** Somebody with a phone, who uses the app as fingers and eyes can. */
export interface Visitor {
  readonly device: Device
  readonly runtime: Runtime
  readonly random: Random
  /** Each process that the app has had, the latest last; only with `record`. */
  readonly runs: Runtime[]
  /** What stands on the page in front, and its path. */
  readonly data: { [key: string]: unknown }
  readonly path: string
  /** Opens the app: a cold start. */
  start(): void
  tap(handler: string, dataset?: { [key: string]: unknown }): void
  /** False if it does not come about in time (20 s). */
  until(predicate: () => unknown, ms?: number): Promise<boolean>
  pause(ms: number): Promise<void>
  /** Until nothing is under way any more, or 3 s are over. */
  settle(): Promise<void>
  /** What the app's monitor says of itself. */
  diagnostics(): unknown
  /** Where every signal of this device went, over all processes that the app has had. */
  account(): Omit<Account, 'restored'>
  /** Takes the app to the front and lets its kit deliver what it has, up to a time limit. */
  finish(ms: number): Promise<void>
}

const models = {
  wechat: [
    {
      brand: 'Apple',
      model: 'iPhone 15<iPhone15,4>',
      system: 'iOS 17.5.1',
      platform: 'ios',
      version: '8.0.50',
    },
    { brand: 'HUAWEI', model: 'ALN-AL00', system: 'Android 12', platform: 'android', version: '8.0.49' },
    { brand: 'Xiaomi', model: '23127PN0CC', system: 'Android 14', platform: 'android', version: '8.0.47' },
  ],
  alipay: [
    { brand: 'Apple', model: 'iPhone15,2', system: '17.5.1', platform: 'iOS', version: '10.6.10' },
    { brand: 'OPPO', model: 'PHZ110', system: '14', platform: 'Android', version: '10.5.60' },
    { brand: 'vivo', model: 'V2309A', system: '13', platform: 'Android', version: '10.6.0' },
  ],
} as { [platform: string]: { [key: string]: string }[] }

const POLL = 8

/** Stacks as a phone would have them: without the frames of the simulated platform and of Node. */
const OWN_FRAMES = `Error.prepareStackTrace = (error, frames) =>
  [error].concat(frames.filter((frame) => !/^(\\/|[A-Z]:|file:|node:)/i.test(frame.getFileName() || ''))).join('\\n    at ')`

export function createVisitor(options: VisitorOptions): Visitor {
  const { platform, dir, random, record = false, signal, transform } = options
  const slow = between(random, options.slowness ?? [1, 1])
  const device = createDevice({
    platform,
    clock: busyClock(),
    network: options.names && namedNetwork(httpNetwork(), options.names),
    // Math.random of the app stays what it is: ids have to differ from run to run, whatever the seed.
    // Alipay's compiled entry puts `my`, App and Page on the global object: `self.Page = AFAppX.Page`.
    quirks: { slow, apiAsParameter: false },
    info: pick(random, models[platform] ?? [{}]),
    record,
    echo: options.env.debug,
  })
  const files = { 'env.js': `module.exports = ${JSON.stringify(options.env, null, 2)}\n`, ...options.files }
  const runs: Runtime[] = []
  let runtime: Runtime | undefined
  const book = createBook()
  let startedAt = 0
  const age = () => performance.now() - startedAt
  const diagnostics = () => runtime?.app?.monitor?.diagnostics?.()

  const pause = (ms: number) =>
    new Promise<void>((resolve, reject) => {
      if (signal?.aborted) return reject(new Stopped('stopped'))
      const end = () => {
        clearTimeout(timer)
        reject(new Stopped('stopped'))
      }
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', end)
        resolve()
      }, ms)
      signal?.addEventListener('abort', end, { once: true })
    })

  const until = async (predicate: () => unknown, ms = 20_000) => {
    const end = performance.now() + ms
    while (!predicate()) {
      if (performance.now() > end) return false
      await pause(POLL)
    }
    return true
  }
  const running = (): Runtime => {
    if (!runtime) throw new Error('the app has not been started')
    return runtime
  }
  const front = () => runtime?.pages[runtime.pages.length - 1]

  return {
    device,
    get runtime() {
      return running()
    },
    random,
    runs,
    get data() {
      return front()?.data ?? {}
    },
    get path() {
      return front()?.route ?? ''
    },
    start() {
      book.close(accountOf(diagnostics()), age())
      startedAt = performance.now()
      runtime = device.start({ dir, files, transform })
      if (record) runs.push(runtime)
      runtime.run(OWN_FRAMES)
      runtime.launch()
    },
    tap: (handler, dataset) => void running().tap(handler, undefined, { dataset }),
    until,
    pause,
    settle: () => quiet(running(), 3000, pause),
    diagnostics,
    account: () => book.total(accountOf(diagnostics()), age()),
    async finish(ms) {
      if (!runtime?.alive) return
      const { monitor } = runtime.app ?? {}
      if (!monitor) {
        // an app of a framework keeps it to itself: what is pending goes out as the app does
        if (!runtime.hidden) runtime.hide()
        return quiet(runtime, ms, (each) => new Promise((resolve) => setTimeout(resolve, each)))
      }
      if (runtime.hidden) runtime.show()
      let timer: NodeJS.Timeout | undefined
      const patience = new Promise((resolve) => (timer = setTimeout(resolve, ms)))
      await Promise.race([monitor.shutdown() as Promise<void>, patience])
      clearTimeout(timer)
    },
  }
}

/** Until no request has been under way for a moment, or for `ms`. */
async function quiet(runtime: Runtime, ms: number, pause: (ms: number) => Promise<void>): Promise<void> {
  const end = performance.now() + ms
  let since = performance.now()
  while (performance.now() - since < 60 && performance.now() < end) {
    const { active, queued } = runtime.slots
    if (active + queued) since = performance.now()
    await pause(POLL)
  }
}
