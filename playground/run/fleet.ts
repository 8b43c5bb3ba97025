import { setMaxListeners } from 'node:events'
import { seeded } from '../../cli/live/sink/index.ts'
import type { AppEnv } from './env.ts'
import type { ReadyApp } from './frameworks.ts'
import { Stopped } from './patience.ts'
import { between, pickWeighted, wholeBetween } from './random.ts'
import type { Scenario } from './scenario.ts'
import type { Steps } from './steps.ts'
import { takeTour } from './tour.ts'
import { createVisitor, type Visitor } from './visitor.ts'

export interface FleetOptions {
  scenario: Scenario
  mode: 'loop' | 'timed' | 'once'
  /** ms, of `timed`. */
  duration: number
  /** Of each platform. */
  devices: number
  seed: number
  apps: ReadyApp[]
  env: AppEnv
  /** A device's driver failed, which is a fault of the playground's. */
  onProblem(device: string, error: unknown): void
}

export interface Fleet {
  readonly visitors: { name: string; app: ReadyApp; visitor: Visitor }[]
  /** Resolves when the mode's end has come, or after `stop`. */
  readonly done: Promise<void>
  /** Ends all journeys; then each kit delivers what it has, for `patience` ms at most (4000). */
  stop(patience?: number): Promise<void>
}

/** Virtual devices, each on a journey of its own that the seed decides. */
export function createFleet(options: FleetOptions): Fleet {
  const { scenario, mode, env } = options
  const stopping = new AbortController()
  const { signal } = stopping
  // One for each device that waits.
  setMaxListeners(0, signal)
  let index = 0
  const visitors = options.apps.flatMap((app) =>
    Array.from({ length: options.devices }, (_, number) => ({
      app,
      name: `${app.name === 'native' ? '' : `${app.name}-`}${app.platform}-${number + 1}`,
      visitor: createVisitor({
        ...{ platform: app.platform, dir: app.dir, env, signal, slowness: scenario.slowness },
        ...{ names: app.names?.(env), transform: app.transform?.(env) },
        // Far enough apart, so that neighbouring seeds share no device.
        random: seeded(options.seed * 10_007 + index++),
      }),
    })),
  )
  const travel = async ({ name, app: { steps }, visitor }: Fleet['visitors'][number]) => {
    try {
      if (mode === 'once') {
        visitor.start()
        await takeTour(visitor, undefined, { steps })
      } else await live(visitor, steps, scenario, (error) => options.onProblem(name, error))
    } catch (error) {
      if (!(error instanceof Stopped)) options.onProblem(name, error)
    }
  }
  const timer = mode === 'timed' ? setTimeout(() => stopping.abort(), options.duration) : undefined
  const done = Promise.all(visitors.map(travel)).then(() => undefined)
  return {
    visitors,
    done,
    async stop(patience = 4000) {
      clearTimeout(timer)
      stopping.abort()
      await done
      await Promise.all(visitors.map(({ visitor }) => visitor.finish(patience)))
    },
  }
}

/** Visit after visit, until it is stopped. */
async function live(
  visitor: Visitor,
  steps: Steps,
  scenario: Scenario,
  onProblem: (error: unknown) => void,
): Promise<never> {
  const { random } = visitor
  // Not all at the same moment.
  await visitor.pause(between(random, [0, Math.min(2000, scenario.visit.pause[1])]))
  for (;;) {
    visitor.start()
    for (let left = wholeBetween(random, scenario.visit.steps); left > 0; left--) {
      await visitor.pause(between(random, scenario.think))
      try {
        await steps[pickWeighted(random, scenario.steps)](visitor)
      } catch (error) {
        if (error instanceof Stopped) throw error
        onProblem(error)
      }
    }
    await visitor.pause(between(random, scenario.think))
    visitor.runtime.hide()
    await visitor.pause(between(random, scenario.visit.pause))
  }
}
