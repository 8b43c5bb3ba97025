import { expect, test } from 'vitest'
import { testContext } from '../../test/fakes/context.ts'
import { aLog, aMetric, aSpan } from '../../test/fakes/signals.ts'
import type { LogRecord, Signal } from '../signal.ts'
import type { Ambient } from '../context.ts'
import { contextProcessor } from './context.ts'

function capture(signal: Signal, ambient: Ambient = { attributes: {} }, page = 'pages/a') {
  const t = testContext()
  t.platform.page = page
  return (contextProcessor(ambient)(t.context).onEmit(signal) as LogRecord).attributes
}

test('page, session, user and the app’s attributes, on logs and spans', () => {
  const ambient = { attributes: { shop: 's1' }, user: 'u1' }
  const all = {
    'miniprogram.page.path': 'pages/a',
    'session.id': 'a'.repeat(32),
    'user.id': 'u1',
    shop: 's1',
  }
  expect(capture(aLog(), ambient)).toEqual(all)
  expect(capture(aSpan(), ambient)).toEqual(all)
})

test('what the signal says itself stays; what is empty is left out', () => {
  expect(
    capture(aLog({ attributes: { 'miniprogram.page.path': 'pages/b', shop: 's2' } }), {
      attributes: { shop: 's1' },
    }),
  ).toEqual({
    'miniprogram.page.path': 'pages/b',
    shop: 's2',
    'session.id': 'a'.repeat(32),
  })
  expect(capture(aLog(), { attributes: { empty: '' }, user: '' }, '')).toEqual({
    'session.id': 'a'.repeat(32),
  })
})

test('a span has the page of its start', () => {
  expect(capture(aSpan({ page: 'pages/start' }))['miniprogram.page.path']).toBe('pages/start')
  expect(capture(aSpan({ page: '' }))).not.toHaveProperty('miniprogram.page.path')
})

test('metrics and segments pass untouched', () => {
  const t = testContext()
  const processor = contextProcessor({ attributes: { shop: 's' } })(t.context)
  const segment: Signal = { kind: 'segment', segment: { traceId: 'a', traceSegmentId: 'b' } }
  const metric = aMetric()
  expect(processor.onEmit(metric)).toBe(metric)
  expect(processor.onEmit(segment)).toEqual({
    kind: 'segment',
    segment: { traceId: 'a', traceSegmentId: 'b' },
  })
})
