/** Performance entries of web pages, in the kit’s terms. */
import { describe, expect, test } from 'vitest'
import type { PerformanceEntry } from '../../core/platform.ts'
import { openPage } from '../fakes/web.ts'
import { plain } from './device.ts'

const URL = 'https://shop.test/app/'

describe('performance', () => {
  type Entry = Record<string, unknown>

  /** `before` us and what comes after: of the first, browsers that buffer tell again. */
  function observed(before: Entry[], entries = before) {
    const later: (() => void)[] = []
    const asked: unknown[] = []
    let disconnected = 0
    const { platform, diag } = openPage({
      url: URL,
      prepare(window) {
        window.PerformanceObserver = class {
          constructor(public callback: (list: unknown) => void) {}
          observe(options: { entryTypes: string[] }) {
            asked.push(options)
            if (options.entryTypes[0] === 'navigation' && entries.length === 0)
              throw new TypeError('unknown type')
            const own = entries.filter((each) => each.entryType === options.entryTypes[0])
            later.push(() => this.callback({ getEntries: () => own }))
          }
          disconnect() {
            disconnected++
          }
        }
        Object.defineProperty(window.performance, 'timeOrigin', { value: 1.7e12 })
        window.performance.getEntries = () => before
      },
    })
    const found: PerformanceEntry[] = []
    const undo = platform.observePerformance!((entry) => void found.push(entry))
    for (const tell of later) tell()
    return { platform, found, asked, undo, diag, disconnected: () => disconnected }
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
