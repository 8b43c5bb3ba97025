import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MINI_DRIVERS } from './drivers.ts'
import { play } from './play.ts'
import { ARRANGEMENTS, scenarios } from './scenario.ts'

const runs = Number(process.env.FC_RUNS ?? 120)

describe.each(MINI_DRIVERS)('$name', (driver) => {
  test.each(ARRANGEMENTS)('an app sees no difference: %s', async (arrangement) => {
    await fc.assert(
      fc.asyncProperty(scenarios, async (scenario) => {
        // the platform documents that it never answers with a promise
        if (driver.tasks) fc.pre(!scenario.behaviour.returns.endsWith('promise'))
        const added = /headers|kit/.test(arrangement)
        const bare = await play(driver, scenario, 'bare', added)
        const kit = await play(driver, scenario, arrangement, added)
        expect(kit.trace).toEqual(bare.trace)
      }),
      { numRuns: runs },
    )
  })
})
