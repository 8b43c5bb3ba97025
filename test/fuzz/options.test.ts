/** Options of any kind: what is wrong is warned of, and a monitor starts and works. */
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { readOptions } from '../../core/kit/options.ts'
import { fakeClock } from '../fakes/clock.ts'
import { fakePlatform } from '../fakes/platform.ts'
import { count, expectInputs, run } from './figures.ts'
import { hostile, real } from './hostile.ts'
import { COLLECTOR, start, stillWorks } from './kit.ts'

vi.setConfig({ testTimeout: 60000 })

test('options', () => {
  const names = Object.keys(readOptions({ service: 'shop' }, () => {})).concat(
    'collector',
    'traceCollector',
    'request',
  )
  const groups = ['enable', 'tracing', 'request', 'sampling', 'endpoints', 'attributes', 'headers']
  const members = [
    'error',
    'perf',
    'sampleRate',
    'urlBlacklist',
    'urlAllowlist',
    'propagators',
    'urlGroupRules',
    'session',
    'logs',
    'x',
  ]
  const value = fc.oneof(hostile, fc.array(hostile, { maxLength: 3 }))
  const options = fc.oneof(
    fc.dictionary(fc.constantFrom(...names), value, { maxKeys: 6 }),
    fc.dictionary(
      fc.constantFrom(...groups),
      fc.dictionary(fc.constantFrom(...members), value, { maxKeys: 4 }),
      { maxKeys: 4 },
    ),
    hostile,
  )
  fc.assert(
    fc.property(options, (recipe) => {
      count('options')
      const given = real(recipe)
      const warnings: unknown[] = []
      const read = (from: unknown) => readOptions(from, (warning) => warnings.push(warning))
      try {
        read(given)
      } catch (error) {
        expect(String(error)).toContain('"service"')
      }
      let whole: object = {}
      try {
        whole = Object.defineProperties({}, Object.getOwnPropertyDescriptors(given as object))
        Object.defineProperty(whole, 'service', { value: 'shop' })
      } catch (_) {
        whole = { service: 'shop' }
      }
      const config = read(whole)
      expect(config.maxQueue).toBeGreaterThan(0)
      expect(config.flushInterval).toBeGreaterThanOrEqual(100)
      expect(warnings.every((warning) => typeof warning === 'string')).toBe(true)
    }),
    run(2000),
  )
})

test('monitors start on any options, and work', async () => {
  const keep = {
    service: 'shop',
    ...COLLECTOR,
    consent: 'granted',
    sampling: undefined,
    beforeSend: undefined,
  }
  await fc.assert(
    fc.asyncProperty(
      fc.dictionary(
        fc.constantFrom(
          'headers',
          'attributes',
          'redactKeys',
          'redactUrl',
          'tracing',
          'request',
          'maxQueue',
          'enable',
          'deviceContext',
        ),
        hostile,
        { maxKeys: 4 },
      ),
      async (given) => {
        count('options of running monitors')
        const platform = fakePlatform()
        const clock = fakeClock()
        const monitor = start({ ...given, redactUrl: undefined, ...keep }, platform, clock)
        await stillWorks(monitor, clock, () => platform.sent.map((s) => s.body).join())
      },
    ),
    run(300),
  )
})

test('two thousand in all, and more', () => expectInputs(2000))
