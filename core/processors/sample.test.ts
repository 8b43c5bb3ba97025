import { expect, test } from 'vitest'
import { testContext } from '../../test/fakes/context.ts'
import { aLog, aMetric, aSpan } from '../../test/fakes/signals.ts'
import type { Signal } from '../signal.ts'
import { sampleProcessor, shareOf } from './sample.ts'

function error(attributes = {}) {
  return aLog({ severity: 17, attributes })
}

function process(kept: string[], signal: Signal) {
  const result = sampleProcessor()(testContext({ keep: (sort) => kept.includes(sort) }).context).onEmit(
    signal,
  )
  if (result !== signal) expect(result).toBe('sampled_out')
  return result === signal
}

test.each<[string, Signal, string]>([
  ['a log', aLog(), 'session'],
  ['an error', error(), 'error'],
  ['a script error', error({ 'exception.type': 'js' }), 'error'],
  ['a failed request', error({ 'exception.type': 'ajax' }), 'request'],
])('%s goes by the share of its sort', (_, signal, sort) => {
  expect(process([sort], signal)).toBe(true)
  expect(
    process(
      ['session', 'error', 'request', 'perf'].filter((s) => s !== sort),
      signal,
    ),
  ).toBe(false)
})

test.each<[string, Signal]>([
  ['metrics', aMetric()],
  ['spans, which were decided at their start', aSpan()],
  ['segments', { kind: 'segment', segment: { traceId: 'a', traceSegmentId: 'b' } }],
])('%s pass', (_, signal) => expect(process([], signal)).toBe(true))

test('shares are even, and those of two sorts independent', () => {
  const ids = Array.from({ length: 4000 }, (_, i) => (i * 2654435761).toString(16).padStart(32, '0'))
  const kept = (sort: string) => ids.filter((id) => shareOf(id, sort) < 0.3)
  for (const sort of ['session', 'error', 'perf', 'request'])
    expect(Math.abs(kept(sort).length / 4000 - 0.3)).toBeLessThan(0.03)
  const both = kept('error').filter((id) => shareOf(id, 'perf') < 0.3)
  expect(Math.abs(both.length / 4000 - 0.09)).toBeLessThan(0.02)
  for (const id of ids.slice(0, 100)) {
    expect(shareOf(id, 'error')).toBe(shareOf(id, 'error'))
    expect(shareOf(id, 'error')).toBeLessThan(1)
  }
})
