/** Vitals of web pages, by the definitions of web-vitals; in a real browser test/e2e/web/vitals.e2e.ts compares. */
import { expect, test } from 'vitest'
import type { Vital } from '../../core/platform.ts'
import { openPage } from '../fakes/web.ts'

type Entry = Record<string, unknown>

const TYPES = ['paint', 'largest-contentful-paint', 'layout-shift', 'event', 'first-input']

function visit({ types = TYPES, hidden = false, prerendering = false } = {}) {
  const takers = new Map<string, (list: { getEntries(): Entry[] }) => void>()
  const records = new Map<string, Entry[]>()
  const frames: (() => void)[] = []
  const state = { hidden, prerendering, opened: 0, now: 0 }
  const { window, observeVitals, diag } = openPage({
    prepare(window) {
      window.PerformanceObserver = class {
        static supportedEntryTypes = types
        type = ''
        constructor(public callback: (list: { getEntries(): Entry[] }) => void) {}
        observe({ type }: { type: string }) {
          this.type = type
          takers.set(type, this.callback)
        }
        takeRecords() {
          return records.get(this.type)?.splice(0) ?? []
        }
        disconnect() {
          takers.delete(this.type)
        }
      }
      window.performance.getEntriesByType = (type: string) =>
        type === 'navigation' ? [{ activationStart: state.opened }] : []
      window.performance.now = () => state.now
      window.requestAnimationFrame = (fn: () => void) => frames.push(fn)
      Object.defineProperty(window.document, 'visibilityState', {
        get: () => (state.hidden ? 'hidden' : 'visible'),
      })
      Object.defineProperty(window.document, 'prerendering', { get: () => state.prerendering })
    },
  })
  const told: string[] = []
  let page = 'home'
  const { finish, undo } = observeVitals!(
    () => page,
    ({ name, value, page }: Vital) => void told.push(`${name} ${value} ${page}`),
  )
  return {
    told,
    finish,
    undo,
    diag,
    state,
    takers,
    go: (to: string) => (page = to),
    give: (type: string, ...entries: Entry[]) => takers.get(type)?.({ getEntries: () => entries }),
    /** Happened, and was not delivered yet. */
    hold: (type: string, ...entries: Entry[]) => records.set(type, entries),
    fire(type: string, more: object = {}) {
      const target = type === 'pageshow' || type === 'click' ? window : window.document
      const event = Object.assign(new window.Event(type, { bubbles: true }), more)
      target.dispatchEvent(event)
      for (let i = 0; i < 2; i++) for (const frame of frames.splice(0)) frame()
    },
  }
}

const PAINT = { name: 'first-contentful-paint', startTime: 300 }
function shift(startTime: number, value: number, hadRecentInput = false) {
  return { startTime, value, hadRecentInput }
}

function interaction(interactionId: number, duration: number) {
  return { interactionId, duration }
}

test('a visit: each is told once, with the page where it was seen', () => {
  const t = visit()
  t.give('paint', { name: 'first-paint', startTime: 200 }, PAINT)
  t.give('largest-contentful-paint', { startTime: 320 }, { startTime: 810 })
  t.give('layout-shift', shift(400, 0.125), shift(900, 0.0625), shift(5000, 0.05), shift(5100, 9, true))
  expect(t.told).toEqual(['fcp 300 home'])
  t.go('cart')
  t.give('event', interaction(7, 48), interaction(14, 96), interaction(14, 64), { duration: 500 })
  t.go('pay')
  t.hold('layout-shift', shift(5500, 0.02))
  t.finish()
  t.finish()
  expect(t.told.slice(1)).toEqual(['lcp 810 home', 'cls 0.1875 pay', 'inp 96 cart'])
  expect(t.diag.errors).toEqual([])
})

test('sessions of shifts end after a second of rest, and after five', () => {
  const t = visit()
  t.give('paint', PAINT)
  for (let at = 0; at < 12; at++) t.give('layout-shift', shift(1000 + at * 600, 0.125))
  t.finish()
  expect(t.told).toContain('cls 1.125 home')
})

test('a page that was never shifted or touched has a 0, and no interaction', () => {
  const t = visit()
  t.give('paint', PAINT)
  t.finish()
  expect(t.told).toEqual(['fcp 300 home', 'cls 0 home'])
})

test('one slow interaction in fifty is forgiven', () => {
  const t = visit()
  t.give('first-input', interaction(700, 16))
  for (let i = 0; i < 49; i++) t.give('event', interaction(707 + i * 7, 40 + i))
  t.give('event', interaction(707 + 49 * 7, 1000))
  t.finish()
  expect(t.told).toEqual(['inp 88 home'])
})

test('in the background nobody sees what is painted', () => {
  const t = visit({ hidden: true })
  t.state.hidden = false
  t.give('paint', PAINT)
  t.give('largest-contentful-paint', { startTime: 400 })
  t.finish()
  expect(t.told).toEqual([])
})

test('the first input ends the search for the largest paint, where it is one', () => {
  const t = visit()
  t.give('largest-contentful-paint', { startTime: 400 })
  // jsdom's are made by the page, as an app's own are
  t.fire('click')
  expect(t.told).toEqual([])
  t.finish()
  t.give('largest-contentful-paint', { startTime: 900 })
  t.finish()
  expect(t.told).toEqual(['lcp 400 home'])
})

test('a page that was loaded ahead is timed from when it is opened', () => {
  const t = visit({ prerendering: true })
  expect(t.takers.size).toBe(0)
  t.finish()
  Object.assign(t.state, { prerendering: false, opened: 250 })
  t.fire('prerenderingchange')
  t.give('paint', PAINT)
  t.give('largest-contentful-paint', { startTime: 200 })
  t.finish()
  expect(t.told).toEqual(['fcp 50 home', 'lcp 0 home', 'cls 0 home'])
})

test('a page that comes back whole begins anew', () => {
  const t = visit()
  t.give('paint', PAINT)
  t.give('layout-shift', shift(400, 0.3))
  t.give('event', interaction(7, 300))
  t.finish()
  t.told.length = 0
  t.state.now = 60000
  t.fire('pageshow', { persisted: true })
  t.give('layout-shift', shift(61000, 0.125))
  t.finish()
  expect(t.told.map((each) => each.split(' ')[0])).toEqual(['fcp', 'lcp', 'cls'])
  expect(t.told[2]).toBe('cls 0.125 home')
})

test('what the browser does not tell of is not told; no listener is left', () => {
  const t = visit({ types: ['paint'] })
  t.give('paint', PAINT)
  t.finish()
  expect(t.told).toEqual(['fcp 300 home'])
  t.undo()
  expect(t.takers.size).toBe(0)
})
