import type { Device, Runtime } from '../../hosts/index.ts'
import { accountOf, createBook, type Account } from './book.ts'
import type { AppEnv } from './env.ts'
import { comesTrue, pauseUntil, PLAIN_PAUSE, quiet } from './patience.ts'
import { createPhone, type PhoneOptions } from './phones.ts'
import type { Random } from './random.ts'

export interface VisitorOptions extends Omit<PhoneOptions, 'echo'> {
  /** Folder with the app, as `layApp` gives it. */
  dir: string
  env: AppEnv
  /** Keeps requests and console lines; for short runs. */
  record?: boolean
  /** When it fires, all waiting ends with a `Stopped`. */
  signal?: AbortSignal
  /** Files in front of those of the app. */
  files?: { [path: string]: string }
  transform?: (source: string, file: string) => string
}

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

/** Stacks as a phone would have them: without the frames of the simulated platform and of Node. */
const OWN_FRAMES = `Error.prepareStackTrace = (error, frames) =>
  [error].concat(frames.filter((frame) => !/^(\\/|[A-Z]:|file:|node:)/i.test(frame.getFileName() || ''))).join('\\n    at ')`

export function createVisitor(options: VisitorOptions): Visitor {
  const { dir, env, random, record = false, signal, transform } = options
  const device = createPhone({ ...options, record, echo: env.debug })
  const files = { 'env.js': `module.exports = ${JSON.stringify(env, null, 2)}\n`, ...options.files }
  const pause = pauseUntil(signal)
  const runs: Runtime[] = []
  const book = createBook()
  let runtime: Runtime | undefined
  let startedAt = 0
  const age = () => performance.now() - startedAt
  const diagnostics = () => runtime?.app?.monitor?.diagnostics?.()
  const running = (): Runtime => {
    if (!runtime) throw new Error('the app has not been started')
    return runtime
  }
  const front = () => runtime?.pages[runtime.pages.length - 1]

  return {
    ...{ device, random, runs, pause, diagnostics },
    get runtime() {
      return running()
    },
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
    until: (predicate, ms = 20_000) => comesTrue(predicate, ms, pause),
    settle: () => quiet(running(), 3000, pause),
    account: () => book.total(accountOf(diagnostics()), age()),
    async finish(ms) {
      if (runtime?.alive) await deliver(runtime, ms)
    },
  }
}

/** Lets the app's kit send what it has, for `ms` at most. */
async function deliver(runtime: Runtime, ms: number): Promise<void> {
  const { monitor } = runtime.app ?? {}
  if (!monitor) {
    // an app of a framework keeps it to itself: what is pending goes out as the app does
    if (!runtime.hidden) runtime.hide()
    return quiet(runtime, ms, PLAIN_PAUSE)
  }
  if (runtime.hidden) runtime.show()
  let timer: NodeJS.Timeout | undefined
  const patience = new Promise((resolve) => (timer = setTimeout(resolve, ms)))
  await Promise.race([monitor.shutdown() as Promise<void>, patience])
  clearTimeout(timer)
}
