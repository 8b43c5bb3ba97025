import { createDiag } from '../../../../core/internal/diag.ts'
import { compose } from '../../../../core/kit/compose.ts'
import { preset } from '../../../../core/kit/preset.ts'
import { fakeClock } from '../../../../test/fakes/clock.ts'
import { fakeFramework } from '../../../../test/fakes/framework.ts'
import { fakePlatform } from '../../../../test/fakes/platform.ts'
import { createChance, type Chance } from './chance.ts'
import { FLUSH_INTERVAL, startOf, type Fleet, type Happening, type Sent } from './happening.ts'

/* A device: the kit's surroundings, and a notebook of what happens. */

export type Device = ReturnType<typeof createDevice>

/** Versions, as SkyWalking wants instances; some apps set none. */
const INSTANCES = ['2.3.0', '2.3.0', '2.3.0', '2.2.1', '']
const COLLECTOR = 'https://collector.example.com'

export function createDevice(
  random: () => number,
  fleet: Pick<Fleet, 'platform' | 'start'>,
  service: string,
) {
  const chance: Chance = createChance(random)
  const clock = fakeClock({ start: startOf(fleet) })
  const platform = fakePlatform({ name: fleet.platform })
  const framework = fakeFramework()
  const instance = chance.pick(INSTANCES)
  const flushes = flushesOf(platform, clock.now)
  const notes: Happening[] = []

  return {
    chance,
    clock,
    platform,
    framework,

    /** As the app would, when it is opened. */
    startKit: () =>
      compose(
        preset,
        {
          service,
          collector: COLLECTOR,
          ...(instance && { serviceInstance: instance }),
          enable: { tracing: true },
          tracing: { sampleRate: 0.1 },
          flushInterval: FLUSH_INTERVAL,
        },
        { clock, random, diag: createDiag(false, {}), framework: () => framework, platform: () => platform },
      ),

    /** Something has ended just now. */
    note(happening: Omit<Happening, 'at' | 'instance'>): void {
      notes.push({ at: clock.now(), instance, ...happening })
    },

    happened: (): Happening[] =>
      notes.map((happening) => ({ ...happening, flushed: flushes.find((at) => at >= happening.at) })),

    sent: (): Sent[] =>
      platform.sent.map(({ url, body }) => ({ path: url.slice(COLLECTOR.length), body: String(body) })),
  }
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
