/** Errors of any kind, read alone and through the doors of a running monitor. */
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { readError } from '../../core/internal/error.ts'
import { fakeClock } from '../fakes/clock.ts'
import { fakePlatform } from '../fakes/platform.ts'
import { settle } from '../fakes/settle.ts'
import { count, expectInputs, run } from './figures.ts'
import { hostile, real } from './hostile.ts'
import { COLLECTOR, start, stillWorks } from './kit.ts'

vi.setConfig({ testTimeout: 60000 })

test('error objects', () => {
  fc.assert(
    fc.property(hostile, fc.option(hostile, { nil: undefined }), (error, stack) => {
      count('errors')
      const read = readError(real(error), real(stack))
      expect(typeof read.message).toBe('string')
      expect(typeof read.stack).toBe('string')
      expect(read.message).not.toBe('')
    }),
    run(2500),
  )
})

test('errors that come through the doors of a running monitor', async () => {
  const platform = fakePlatform()
  const clock = fakeClock()
  const monitor = start(COLLECTOR, platform, clock)
  await settle()
  fc.assert(
    fc.property(hostile, hostile, (error, stack) => {
      count('events of the platform', 3)
      platform.fire('error', real(error), real(stack))
      platform.fire('rejection', real(error))
      monitor.captureError(real(error))
      clock.advance(500)
    }),
    run(700),
  )
  await stillWorks(monitor, clock, () => platform.sent.map((s) => s.body).join())
})

test('four thousand in all, and more', () => expectInputs(4000))
