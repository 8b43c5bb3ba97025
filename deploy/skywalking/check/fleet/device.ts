import { compose } from '../../../core/kit/compose.ts'
import { createDiag } from '../../../core/internal/diag.ts'
import { preset } from '../../../core/kit/preset.ts'
import { deviceClock, fakeFramework, fakePlatform, seeded, settle } from '../../../test/fakes/core.ts'
import { MINUTE } from './model/meters.ts'

/*
 * Devices of one app, each with the whole kit on a simulated platform and clock. What happens is noted as the truth,
 * what the kit sends is handed on.
 */

export interface Happening {
  /** ms; when it ended. */
  at: number
  page: string
  instance: string
  /** A request, an error, or a duration that the kit measures. */
  kind: 'request' | 'error' | 'app_launch' | 'first_render'
  /** ms; of an error 0. */
  duration: number
  failed?: boolean
  /** exception.type. */
  type?: string
  /** ms; of a request, when the kit sent its count. */
  flushed?: number
}

export interface Fleet {
  platform: string
  devices: number
  /** Whole minutes that the app is in use. */
  minutes: number
  seed: number
}

/** ms; what the kit does by default. */
export const FLUSH_INTERVAL = 5000
/** Begins with a minute. */
export const START = Math.floor(Date.UTC(2026, 8, 1, 8) / MINUTE) * MINUTE
const COLLECTOR = 'https://collector.example.com'
const PAGES = ['pages/home/home', 'pages/goods/goods', 'pages/cart/cart', 'pages/order/order', 'pages/me/me']
/** Versions, as SkyWalking wants instances; some apps set none. */
const INSTANCES = ['2.3.0', '2.3.0', '2.3.0', '2.2.1', '']
const REQUESTS_A_MINUTE = 8
const ERRORS_A_MINUTE = 1

export interface Sent {
  path: string
  body: string
}

/** @param send one request of a device's kit, in the order of that device */
export async function runFleet(fleet: Fleet, send: (sent: Sent) => void): Promise<Happening[]> {
  const truth: Happening[] = []
  for (let i = 0; i < fleet.devices; i++) await runDevice(fleet, fleet.seed * 100_003 + i, truth, send)
  return truth
}

async function runDevice(
  fleet: Fleet,
  seed: number,
  truth: Happening[],
  send: (sent: Sent) => void,
): Promise<void> {
  const random = seeded(seed)
  const pick = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)]
  const clock = deviceClock({ start: START })
  const platform = fakePlatform({ name: fleet.platform })
  const framework = fakeFramework()
  const instance = pick(INSTANCES)
  const diag = createDiag(false, {})
  const own: Happening[] = []
  const note = (happening: Omit<Happening, 'at' | 'instance'>) =>
    own.push({ at: clock.now(), instance, ...happening })
  const flushes: number[] = []
  const { request: answer } = platform
  platform.request = (sent) => {
    if (sent.url.endsWith('/v1/metrics')) flushes.push(clock.now())
    return answer(sent)
  }

  // people open the app one after another
  await clock.pass(Math.floor(random() * 10_000))
  const monitor = compose(
    preset,
    {
      service: 'shop',
      collector: COLLECTOR,
      ...(instance && { serviceInstance: instance }),
      enable: { tracing: true },
      tracing: { sampleRate: 0.1 },
      flushInterval: FLUSH_INTERVAL,
    },
    { clock, random, diag, framework: () => framework, platform: () => platform },
  )

  async function open(first: boolean): Promise<void> {
    const path = pick(PAGES)
    const page = {}
    const [toShow, toReady] = [200 + random() * 1500, 30 + random() * 400].map(Math.round)
    if (first) {
      framework.onApp('launch')
      await clock.pass(toShow)
      platform.page = path
      framework.onApp('show')
      note({ kind: 'app_launch', page: path, duration: toShow })
    }
    framework.onPage({ phase: 'load', path, page })
    platform.page = path
    await clock.pass(toReady)
    framework.onPage({ phase: 'ready', path, page })
    note({ kind: 'first_render', page: path, duration: toReady })
  }

  /** Starts now; the answer is another event. */
  function request(): { after: number; finish: () => void } | undefined {
    const { page } = platform
    const planned = Math.round(Math.min(70_000, Math.exp(5.2 + 1.1 * normal(random))))
    const status = pickStatus(random)
    const watch = platform.call({
      method: pick(['GET', 'GET', 'POST']),
      url: `https://api.example.com/${pick(['goods', 'orders'])}`,
    })
    const failed = status === 0 || status >= 400
    const began = clock.now()
    const finish = () => {
      // an event before it may have taken its time
      const duration = clock.now() - began
      watch!.end({ status, ...(status ? {} : { error: 'request:fail timeout' }) })
      note({ kind: 'request', page, duration, failed })
      if (failed) note({ kind: 'error', type: 'ajax', page, duration: 0 })
    }
    return { after: planned, finish }
  }

  function error(): void {
    const { page } = platform
    if (random() < 0.7) {
      // often the same again at once: a loop, a broken component
      const times = random() < 0.2 ? 5 : 1
      const message = pick(['no price', 'cart is broken', 'undefined is not an object'])
      for (let i = 0; i < times; i++) {
        monitor.captureError(new Error(message))
        note({ kind: 'error', type: 'js', page, duration: 0 })
      }
    } else {
      platform.fire('rejection', { errMsg: 'login:fail ' + Math.floor(random() * 100) } as never)
      note({ kind: 'error', type: 'promise', page, duration: 0 })
    }
  }

  await open(true)
  const end = START + fleet.minutes * MINUTE
  const events: { at: number; run: () => void | Promise<void> | ReturnType<typeof request> }[] = []
  const plan = (aMinute: number, run: (typeof events)[number]['run']) => {
    for (let at = clock.now(); ;) {
      at += (-Math.log(1 - random()) * MINUTE) / aMinute
      if (at >= end) return
      events.push({ at: Math.floor(at), run })
    }
  }
  plan(REQUESTS_A_MINUTE, request)
  plan(ERRORS_A_MINUTE, error)
  plan(1, () => open(false))
  while (events.length) {
    events.sort((a, b) => b.at - a.at)
    const { at, run } = events.pop()!
    await clock.pass(Math.max(0, at - clock.now()))
    const begun = await run()
    if (begun) events.push({ at: clock.now() + begun.after, run: begun.finish })
  }
  await clock.pass(MINUTE + 10_000)
  const done = monitor.shutdown()
  await clock.pass(1000)
  await done
  await settle()
  for (const happening of own) happening.flushed = flushes.find((at) => at >= happening.at)
  truth.push(...own)
  for (const { url, body } of platform.sent) send({ path: url.slice(COLLECTOR.length), body: String(body) })
}

function pickStatus(random: () => number): number {
  const share = random()
  return share < 0.94 ? 200 : share < 0.96 ? 404 : share < 0.985 ? 503 : 0
}

/** Box and Muller. */
function normal(random: () => number) {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}
