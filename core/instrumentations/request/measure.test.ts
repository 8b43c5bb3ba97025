import { expect, test } from 'vitest'
import { testContext } from '../../../test/fakes/context.ts'
import { createMeasure, type UrlGroupRules } from './measure.ts'
import { createOrigins } from './origins.ts'
import type { AppRequest } from './app-request.ts'

const RULES: UrlGroupRules = [
  ['items', /\/items\//],
  ['all', /./],
]

function start(rules: UrlGroupRules = []) {
  const { context, drops } = testContext()
  const measure = createMeasure(context, rules)
  const placeOf = createOrigins()
  const request = (url: string, page = 'pages/a') =>
    ({ call: { method: 'GET', url }, page, place: placeOf(url) }) as AppRequest
  const points = () => context.meter.drain().flatMap((metric) => metric.points)
  return { measure, request, points, drops }
}

test('a series for each method, status, host, page and group', () => {
  const t = start(RULES)
  t.measure(t.request('https://a.example/items/1'), 200, 10)
  t.measure(t.request('https://a.example/items/2'), 200, 20)
  t.measure(t.request('https://a.example/cart'), 200, 30)
  t.measure(t.request('https://a.example/items/1', ''), 404, 40)
  expect(t.points().map(({ attributes, count, sum }) => [Object.values(attributes), count, sum])).toEqual([
    [['GET', '200', 'a.example', 'pages/a', 'items'], 2, 30],
    [['GET', '200', 'a.example', 'pages/a', 'all'], 1, 30],
    [['GET', '404', 'a.example', 'items'], 1, 40],
  ])
})

test('what is asked for again and again is one series, made once', () => {
  const t = start()
  const request = t.request('https://a.example/x')
  t.measure(request, 200, 1)
  const { last } = request.place
  t.measure(t.request('https://a.example/y'), 200, 1)
  expect(request.place.last).toBe(last)
  t.measure(request, 500, 1)
  expect(request.place.last).not.toBe(last)
})

test('a clock that was set meanwhile gives no number', () => {
  const t = start()
  t.measure(t.request('https://a.example/x'), 200, undefined)
  expect([t.points(), t.drops]).toEqual([[], ['metric clock']])
})
