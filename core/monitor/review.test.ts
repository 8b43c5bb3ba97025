import { expect, test } from 'vitest'
import { testContext } from '../../test/fakes/context.ts'
import { aLog, aMetric, aSpan } from '../../test/fakes/signals.ts'
import { createReview, isSignal } from './review.ts'

const WHOLE = [
  aLog(),
  aSpan(),
  aMetric(),
  aMetric({ points: [{ attributes: {}, time: 1 }] }),
  { kind: 'segment', segment: { traceId: 't', traceSegmentId: 's' } },
  { kind: 'keepAlive', layer: 'WECHAT_MINI_PROGRAM' },
]

test.each(WHOLE)('$kind is a signal', (signal) => expect(isSignal(signal)).toBe(true))

test.each([
  [undefined],
  [null],
  ['log'],
  [{}],
  [{ kind: 'event', attributes: {} }],
  [{ ...aLog(), attributes: undefined }],
  [{ ...aLog(), attributes: 'x' }],
  [{ ...aSpan(), attributes: null }],
  [{ ...aMetric(), points: undefined }],
  [{ ...aMetric(), points: {} }],
  [{ ...aMetric(), points: [{ attributes: {}, time: 1 }, null] }],
])('%j is none', (thing) => expect(isSignal(thing)).toBe(false))

test('a hook that throws, or gives a promise, is told of by its name', () => {
  const t = testContext()
  const fails = createReview(t.context, () => {
    throw new Error('no')
  })
  expect(fails(aLog())).toBe(undefined)
  expect(t.diag.errors.map(({ where }) => where)).toEqual(['beforeSend'])
  expect(createReview(t.context, () => Promise.resolve(aLog()))(aLog())).toBe(undefined)
  expect(t.diag.warnings).toEqual([
    'beforeSend gives a promise, but has to answer at once: signals are dropped',
  ])
})
