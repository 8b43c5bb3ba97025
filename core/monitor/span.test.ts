import { describe, expect, test } from 'vitest'
import { testContext } from '../../test/fakes/context.ts'
import { spansOf } from '../../test/fakes/signals.ts'
import type { Sampler } from '../sampler.ts'
import type { SpanContext } from '../signal.ts'
import { startSpan } from './span.ts'

const always: Sampler = { shouldSample: () => true }
const parent: SpanContext = {
  traceId: 'a'.repeat(32),
  spanId: 'b'.repeat(16),
  segmentId: 'a'.repeat(32) + 'b'.repeat(16),
  sampled: true,
}

test('a root: timed from start to end, with the page of its start', () => {
  const t = testContext()
  t.platform.page = 'pages/cart'
  const started = t.clock.now()
  const span = startSpan(t.context, always, 'checkout')
  span.setAttribute('items', 3)
  t.clock.advance(250)
  t.platform.page = 'pages/done'
  span.end()
  span.end()
  expect(t.emitted).toEqual([
    {
      kind: 'span',
      traceId: span.context.traceId,
      spanId: span.context.spanId,
      parentSpanId: undefined,
      name: 'checkout',
      spanKind: 1,
      start: started,
      end: started + 250,
      attributes: { items: 3 },
      status: 0,
      page: 'pages/cart',
    },
  ])
  const { traceId, spanId, segmentId } = span.context
  expect([spanId, segmentId]).toEqual([traceId.slice(16), traceId])
})

test('a child has its parent’s trace and fate', () => {
  const t = testContext()
  const child = startSpan(t.context, undefined, 'c', { parent })
  child.end()
  expect(spansOf(t.emitted)[0]).toMatchObject({ traceId: parent.traceId, parentSpanId: parent.spanId })
  startSpan(t.context, always, 'c', { parent: { ...parent, sampled: false } }).end()
  expect(t.emitted).toHaveLength(1)
})

test.each<[string, unknown]>([
  ['nothing', undefined],
  ['an inert monitor’s', { traceId: '', spanId: '', segmentId: '', sampled: false }],
  ['a number', 5],
  ['a short id', { ...parent, traceId: 'abc' }],
  ['capitals', { ...parent, traceId: 'A'.repeat(32) }],
  [
    'an id that throws',
    {
      get traceId() {
        throw new Error('no')
      },
    },
  ],
])('%s is no parent', (_, given) => {
  const t = testContext()
  const span = startSpan(t.context, always, 'n', { parent: given as SpanContext })
  span.end()
  expect(span.context.traceId).toMatch(/^[0-9a-f]{32}$/)
  expect(spansOf(t.emitted)[0].parentSpanId).toBeUndefined()
})

describe('not sampled', () => {
  test.each<[string, Sampler | undefined, boolean]>([
    ['no sampler: tracing is off', undefined, true],
    ['the sampler says no', { shouldSample: () => false }, true],
    ['the session is not kept', always, false],
  ])('%s: usable, and never sent', (_, sampler, keep) => {
    const t = testContext({ keep: () => keep })
    const span = startSpan(t.context, sampler, 'n')
    span.setAttribute('a', 1)
    span.setError(new Error('x'))
    span.end()
    expect(span.context.sampled).toBe(false)
    expect(t.emitted).toEqual([])
  })
})

test('failed', () => {
  const t = testContext()
  const span = startSpan(t.context, always, 'n')
  span.setError(new Error('boom'))
  span.end()
  expect(spansOf(t.emitted)[0]).toMatchObject({ status: 2, statusMessage: 'boom' })
})

test('once ended it can not be changed, past redaction', () => {
  const t = testContext()
  const span = startSpan(t.context, always, 'n')
  span.end()
  span.setAttribute('password', 'x')
  expect(spansOf(t.emitted)[0].attributes).toEqual({})
})

test('attributes that can not be sent are left out, and throw nothing', () => {
  const t = testContext()
  const span = startSpan(t.context, always, 'n')
  const hostile = {
    get a() {
      throw new Error('no')
    },
  }
  for (const [key, value] of [
    ['', 1],
    [5, 1],
    ['f', () => {}],
    ['h', hostile],
    ['ok', true],
  ])
    span.setAttribute(key as string, value)
  span.end()
  expect(spansOf(t.emitted)[0].attributes).toEqual({ ok: true })
})

test('a clock that is set meanwhile gives no absurd duration', () => {
  for (const ms of [-5000, 86400000]) {
    const t = testContext()
    const span = startSpan(t.context, always, 'n')
    t.clock.step(ms)
    span.end()
    const { start, end } = spansOf(t.emitted)[0]
    expect(end).toBe(start)
  }
})
