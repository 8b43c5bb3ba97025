import { expect, test } from 'vitest'
import { testContext } from '../../test/fakes/context.ts'
import type { LogRecord, Metric, Signal, Span } from '../signal.ts'
import { sampleProcessor, shareOf } from './sample.ts'

function log(severity = 9, attributes = {}): LogRecord {
  return {
    kind: 'log',
    time: 1,
    uid: 'u',
    severity,
    attributes,
  }
}

function span(more: Partial<Span> = {}): Span {
  return {
    kind: 'span',
    traceId: 'a',
    spanId: 'b',
    name: 'n',
    spanKind: 1,
    start: 1,
    end: 2,
    attributes: {},
    ...more,
  }
}

const metric: Metric = { kind: 'metric', type: 'gauge', name: 'g', points: [] }

function process(kept: string[], signal: Signal) {
  return (
    sampleProcessor()(testContext({ keep: (sort) => kept.includes(sort) }).context).onEmit(signal) === signal
  )
}

test.each<[string, Signal, string]>([
  ['a log', log(9), 'session'],
  ['an error', log(17), 'error'],
  ['a script error', log(17, { 'exception.type': 'js' }), 'error'],
  ['a failed request', log(17, { 'exception.type': 'ajax' }), 'request'],
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
  ['metrics', metric],
  ['spans, which were decided at their start', span()],
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
