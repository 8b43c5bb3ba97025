import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { createWorld } from './device.ts'
import { describe as line, history, type CollectorMode, type History } from './history.ts'
import type { KitName } from './kit.ts'
import { judge, type Verdict } from './verdict.ts'

export interface Figures extends Omit<Verdict, 'violations'> {
  histories: number
  faults: number
  /** SHA-256 of all that the collectors were sent. */
  sent: string
}

/** Lives one history to its end. */
export async function live(
  h: History,
  name: KitName = 'native',
): Promise<Verdict & { faults: number; sent: string }> {
  const world = await createWorld(h, { name })
  for (const step of h.steps) await world.play(step)
  await world.settle()
  return { ...judge(world, name !== 'small'), faults: world.faults, sent: world.collector.digest() }
}

/**
 * Runs so many histories.
 * @throws Error with seed and shrunken history if one does not come out even
 */
export async function simulate(
  runs: number,
  seed: number,
  onProgress?: (done: number) => void,
  name?: KitName,
): Promise<Figures> {
  const total: Figures = {
    histories: 0,
    faults: 0,
    events: 0,
    delivered: 0,
    dropped: {},
    excused: {},
    repeats: 0,
    requests: 0,
    busiest: {},
    sent: '',
  }
  const property = fc.asyncProperty(history, async (h) => {
    const verdict = await live(h, name)
    if (verdict.violations.length) throw new Error(verdict.violations.join('\n'))
    total.histories++
    total.sent = createHash('sha256')
      .update(total.sent + verdict.sent)
      .digest('hex')
    for (const key of ['faults', 'events', 'delivered', 'repeats', 'requests'] as const) {
      total[key] += verdict[key]
    }
    for (const part of ['dropped', 'excused'] as const) {
      for (const [why, n] of Object.entries(verdict[part])) total[part][why] = (total[part][why] ?? 0) + n
    }
    for (const [mode, n] of Object.entries(verdict.busiest) as [CollectorMode, number][])
      total.busiest[mode] = Math.max(total.busiest[mode] ?? 0, n)
    onProgress?.(total.histories)
  })
  const result = await fc.check(property, { numRuns: runs, seed, endOnFailure: false })
  if (!result.failed) return total
  const [found] = result.counterexample!
  const { steps, ...settings } = found
  throw new Error(
    [
      `seed ${result.seed}, path ${result.counterexamplePath}, after ${result.numRuns} histories`,
      String((result.errorInstance as Error | undefined)?.message),
      JSON.stringify(settings),
      ...steps.map((step) => '  ' + line(step)),
    ].join('\n'),
  )
}

export function print(figures: Figures): string {
  const { dropped, excused, busiest, ...counts } = figures
  const row = (name: string, value: unknown) => `  ${name.padEnd(26)} ${value}`
  return [
    ...Object.entries(counts).map(([name, value]) => row(name, value)),
    ...Object.entries(dropped).map(([reason, n]) => row('dropped ' + reason, n)),
    ...Object.entries(excused).map(([why, n]) => row('lost ' + why, n)),
    ...Object.entries(busiest).map(([mode, n]) => row(`a minute of ${mode}, at most`, n)),
    row('unaccounted', 0),
  ].join('\n')
}
