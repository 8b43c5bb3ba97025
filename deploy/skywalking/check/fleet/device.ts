import { FRAMEWORK_NAMES, METRICS, type FrameworkName } from '../../../../docs/data/signals/index.ts'
import type { PlatformName } from '../../../../core/platforms/names.ts'
import type { PerformanceEntry, Vital } from '../../../../core/platform.ts'
import type { Clock } from '../../../../core/internal/clock.ts'
import { createDiag } from '../../../../core/internal/diag.ts'
import { compose } from '../../../../core/kit/compose.ts'
import { preset } from '../../../../core/kit/preset.ts'
import { fakeClock } from '../../../../test/fakes/clock.ts'
import { fakeFramework } from '../../../../test/fakes/framework.ts'
import { fakePlatform } from '../../../../test/fakes/platform.ts'
import { createChance, type Chance } from './chance.ts'
import { FLUSH_INTERVAL, isGauge, startOf, type Fleet, type Happening, type Sent } from './happening.ts'

/* A device: the kit's surroundings, and a notebook of what happens. */

export type Device = ReturnType<typeof createDevice>

/** Versions, as SkyWalking wants instances; some apps set none. */
const INSTANCES = ['2.3.0', '2.3.0', '2.3.0', '2.2.1', '']
/** What a runtime may measure by itself, besides what the life-cycle tells of everywhere. */
const RUNTIMES = ['route', 'script', 'package_load'] as const
/** ms of the timer by which the kit tells code that blocks from a clock that was set. */
const WITNESS = 250
const COLLECTOR = 'https://collector.example.com'

const OPTIONS = {
  collector: COLLECTOR,
  enable: { tracing: true },
  tracing: { sampleRate: 0.1 },
  updates: true,
  lag: true,
  flushInterval: FLUSH_INTERVAL,
}

export function createDevice(
  random: () => number,
  fleet: Pick<Fleet, 'platform' | 'start'>,
  service: string,
  number: number,
) {
  const chance: Chance = createChance(random)
  const clock = fakeClock({ start: startOf(fleet) })
  const { made, measures, isSent } = makingOf(fleet, number)
  const { platform, tellVital } = platformOf(fleet, measures)
  const framework = { ...fakeFramework(), name: made }
  const instance = chance.pick(INSTANCES)
  const flushes = flushesOf(platform, clock.now)
  const notes: Happening[] = []
  const diag = createDiag(false, {})
  const { looked, watched } = watchedClock(clock)
  const around = { clock: watched, random, diag, framework: () => framework, platform: () => platform }

  return {
    chance,
    clock,
    platform,
    framework,
    made,
    measures,
    isSent,
    tellVital,
    looked,
    inFront: undefined as { path: string; page: object; since: number } | undefined,

    /** As the app would, when it is opened. */
    startKit: () =>
      compose(preset, { ...OPTIONS, service, ...(instance && { serviceInstance: instance }) }, around),

    /** Something has ended just now. */
    note(happening: Omit<Happening, 'at' | 'instance' | 'device'>): void {
      notes.push({ at: clock.now(), instance, device: number, ...happening })
    },

    happened: (): Happening[] =>
      notes.map((happening) => ({
        ...happening,
        flushed: flushes.find((at) => at >= happening.at),
        ...(isGauge(happening.kind) && { batch: batchOf(happening, platform.sent) }),
      })),

    sent: (): Sent[] =>
      platform.sent.map(({ url, body }) => ({ path: url.slice(COLLECTOR.length), body: String(body) })),
  }
}

/** Notes when the kit last began to wait for its timer to be late. */
function watchedClock(clock: Clock): { watched: Clock; looked(): number } {
  let looked = 0
  const after: Clock['after'] = (ms, fn) => {
    if (ms === WITNESS) looked = clock.now()
    return clock.after(ms, fn)
  }
  return { watched: { ...clock, after }, looked: () => looked }
}

/** What measures itself what `measures` has, and vitals. */
function platformOf({ platform: name }: Pick<Fleet, 'platform'>, measures: PerformanceEntry['name'][]) {
  let tellVital: (vital: Vital) => void = () => {}
  const platform = fakePlatform({
    ...{ name, measures, performance: measures.length > 0 },
    observeVitals(_, tell) {
      tellVital = tell
      return { finish() {}, undo() {} }
    },
  })
  return { platform, tellVital: (vital: Vital) => tellVital(vital) }
}

/** What its app is made with, and what that tells of. */
function makingOf(fleet: Pick<Fleet, 'platform'>, number: number) {
  const made = FRAMEWORK_NAMES[number % FRAMEWORK_NAMES.length]
  /** Whether apps that are made with it, or plain ones, send a metric here. */
  const isSent = (metric: string, by: FrameworkName = made) => {
    const row = METRICS.find(({ name }) => name === `miniprogram.${metric}`)!
    return row.where[by].includes(fleet.platform as PlatformName)
  }
  // what plain apps send of these, the runtime measures
  return { made, isSent, measures: RUNTIMES.filter((gauge) => isSent(`${gauge}.duration`, 'native')) }
}

/** Which of what was sent has it: two that end in the same millisecond may go separately. */
function batchOf({ at, duration }: Happening, sent: readonly { url: string; body: unknown }[]): number {
  const point = `"${at}000000","asInt":"${duration}"`
  return sent.findIndex(({ url, body }) => url.endsWith('/v1/metrics') && String(body).includes(point))
}

/** When the kit sent metrics; grows. */
function flushesOf(platform: ReturnType<typeof fakePlatform>, now: () => number): number[] {
  const flushes: number[] = []
  const { request: answer } = platform
  platform.request = (sent) => {
    if (sent.url.endsWith('/v1/metrics')) flushes.push(now())
    return answer(sent)
  }
  return flushes
}
