/** Performance entries of web pages, in the kit’s terms. */
import { describe, expect, test } from 'vitest'
import type { PerformanceEntry } from '../../core/platform.ts'
import { openPage } from '../fakes/web.ts'
import { plain } from './device.ts'

const URL = 'https://shop.test/app/'

describe('performance', () => {
  type Entry = Record<string, unknown>

  /** Of the page when the kit comes. */
  interface State {
    hidden?: boolean
    prerendering?: boolean
    entries?: Record<string, Entry[]>
  }

  /** `before` us and what comes after: of the first, browsers that buffer tell again. */
  function observed(before: Entry[], entries = before, state?: State) {
    const later: (() => void)[] = []
    const asked: unknown[] = []
    let disconnected = 0
    const frames: (() => void)[] = []
    let now = 0
    const { window, platform, diag } = openPage({
      url: URL,
      prepare(window) {
        window.PerformanceObserver = class {
          constructor(public callback: (list: unknown) => void) {}
          observe(options: { entryTypes: string[] }) {
            asked.push(options)
            if (options.entryTypes[0] === 'navigation' && entries.length === 0 && !state)
              throw new TypeError('unknown type')
            const [type] = options.entryTypes
            const own = () => entries.filter((each) => each.entryType === type)
            later.push(() => this.callback({ getEntries: own }))
          }
          disconnect() {
            disconnected++
          }
        }
        Object.defineProperty(window.performance, 'timeOrigin', { value: 1.7e12 })
        window.performance.getEntries = () => before
        window.performance.getEntriesByType = (type: string) => state?.entries?.[type] ?? []
        window.performance.now = () => now
        window.requestAnimationFrame = (fn: () => void) => frames.push(fn)
        Object.defineProperty(window.document, 'visibilityState', {
          get: () => (state?.hidden ? 'hidden' : 'visible'),
        })
        Object.defineProperty(window.document, 'prerendering', { get: () => !!state?.prerendering })
      },
    })
    const found: PerformanceEntry[] = []
    const undo = platform.observePerformance!((entry) => void found.push(entry))
    for (const tell of later) tell()
    /** Something happens to the page, so many ms after it was called. */
    const happen = (ms: number, type: string, changed: object = {}, event: object = {}) => {
      now = ms
      Object.assign(state!, changed)
      const target = type === 'pageshow' ? window : window.document
      const happened = Object.assign(new window.Event(type, { bubbles: true }), event)
      Object.defineProperty(happened, 'timeStamp', { value: ms })
      target.dispatchEvent(happened)
    }
    const frame = (ms: number) => {
      now = ms
      for (const each of frames.splice(0)) each()
    }
    const tell = () => later.forEach((each) => each())
    return { platform, found, asked, undo, diag, disconnected: () => disconnected, happen, frame, tell }
  }

  test('navigation and paint, also what was before us, in the kit’s terms', () => {
    const loading = { entryType: 'navigation', name: URL, startTime: 0, duration: 0 }
    const paints = [
      { entryType: 'paint', name: 'first-paint', startTime: 300.6, duration: 0 },
      { entryType: 'paint', name: 'first-contentful-paint', startTime: 350.2, duration: 0 },
      { entryType: 'paint', name: 'something-new', startTime: 1, duration: 0 },
    ]
    const { found, asked, undo, disconnected } = observed(
      [loading, paints[0]],
      [{ ...loading, duration: 812.4 }, ...paints],
    )
    expect(plain(found)).toEqual([
      { name: 'first_paint', value: 1.7e12 + 301 },
      { name: 'app_launch', value: 812 },
      { name: 'first_render', value: 350 },
    ])
    expect(plain(asked)).toEqual([{ entryTypes: ['navigation'] }, { entryTypes: ['paint'] }])
    undo()
    expect(disconnected()).toBe(2)
  })

  const paint = (startTime: number) => ({
    entryType: 'paint',
    name: 'first-contentful-paint',
    startTime,
    duration: 0,
  })
  const hiddenFrom = (startTime: number) => ({ 'visibility-state': [{ name: 'hidden', startTime }] })

  test.each<[string, State, number, number[]]>([
    ['opened in the background, looked at ten minutes later', { hidden: true }, 600123, []],
    ['in the background before we came, as the browser knows', { entries: hiddenFrom(40) }, 600123, []],
    ['painted before it went to the background', { entries: hiddenFrom(400) }, 350, [350]],
    ['always in front', {}, 350, [350]],
  ])('a page’s first rendering: %s', (_, state, at, rendered) => {
    const t = observed([], [paint(at)], state)
    expect(t.found.map(({ value }) => value)).toEqual(rendered)
    t.undo()
  })

  test('a page that goes to the background before it has painted has no first rendering', () => {
    const entries: Entry[] = []
    const t = observed([], entries, { hidden: false })
    t.happen(200, 'visibilitychange', { hidden: true })
    t.happen(600100, 'visibilitychange', { hidden: false })
    entries.push(paint(600123))
    t.tell()
    expect(t.found).toEqual([])
    t.undo()
  })

  test('a page that was loaded ahead is timed from when it is opened', () => {
    const state: State = { hidden: true, prerendering: true, entries: {} }
    const load = { entryType: 'navigation', startTime: 0, duration: 800 }
    const t = observed([], [load, paint(5120)], state)
    expect(t.found).toEqual([])
    const opened = { navigation: [{ activationStart: 5000 }] }
    t.happen(5000, 'prerenderingchange', { hidden: false, prerendering: false, entries: opened })
    t.tell()
    expect(plain(t.found)).toEqual([
      { name: 'app_launch', value: 0 },
      { name: 'first_render', value: 120 },
    ])
    t.undo()
  })

  test('a page that comes out of the back/forward cache renders anew, unless nobody looks', () => {
    const t = observed([], [paint(350)], {})
    t.happen(9000, 'pageshow', {}, { persisted: true })
    t.frame(9016)
    t.frame(9032)
    t.happen(20000, 'pageshow', {}, { persisted: true })
    t.happen(20001, 'visibilitychange', { hidden: true })
    t.happen(600000, 'visibilitychange', { hidden: false })
    t.frame(600001)
    t.frame(600002)
    t.happen(700000, 'pageshow', {}, { persisted: false })
    t.frame(700001)
    t.frame(700002)
    expect(t.found.map(({ value }) => value)).toEqual([350, 32])
    t.undo()
  })

  test('it says what it tells of', () => {
    expect(plain(observed([]).platform.measures)).toEqual(['app_launch', 'first_render', 'first_paint'])
  })

  test('impossible numbers and loads that are not over are dropped; an unknown type costs nothing else', () => {
    const odd = [0, -5, NaN, 3600001].map((duration) => ({ entryType: 'navigation', startTime: 0, duration }))
    expect(observed(odd).found).toEqual([])
    const { asked, diag } = observed([])
    expect([asked.length, diag.errors.length]).toEqual([2, 1])
  })
})
