/** Performance entries of mini programs, in the kit’s terms. */
import { describe, expect, test } from 'vitest'
import type { PerformanceEntry } from '../../core/platform.ts'
import { plain, startDevice } from './device.ts'
import { MINI_DRIVERS, type MiniDriver } from './drivers.ts'
import { FILES } from './files.ts'

describe('performance entries', () => {
  const observed = MINI_DRIVERS.filter(({ name }) => name === 'wechat' || name === 'bytedance')

  /** The rest is timed by the life-cycle. */
  const told: Record<string, string[]> = {
    wechat: ['app_launch', 'first_paint', 'first_render', 'package_load', 'route', 'script'],
    bytedance: ['app_launch', 'first_paint', 'package_load', 'route', 'script'],
  }

  const run = async (driver: MiniDriver, quirks = {}) => {
    const world = startDevice(driver, { files: FILES, quirks })
    const entries: PerformanceEntry[] = []
    const undo = world.platform.observePerformance?.((entry) => void entries.push(entry))
    world.runtime.launch()
    await world.clock.advance(100)
    world.runtime.navigateTo('/pages/item/item')
    await world.clock.advance(100)
    return { ...world, entries, undo }
  }

  test.each(observed)('of $name: each kind in the kit’s terms, once', async (driver) => {
    const { entries, clock, platform } = await run(driver)
    const names = entries.map(({ name, page }) => (page ? `${name} ${page}` : name))
    expect(names).toEqual(expect.arrayContaining(['app_launch pages/index/index', 'route pages/item/item']))
    expect(names).toEqual(expect.arrayContaining(['script', 'first_paint pages/index/index']))
    if (driver.name === 'wechat') expect(names).toContain('first_render pages/index/index')
    else expect(names).toContain('package_load')
    expect(new Set(names).size).toBe(names.length)
    const measures = plain(platform.measures!)
    expect([...measures].sort()).toEqual(told[driver.name])
    for (const { name, value } of entries) {
      expect(measures).toContain(name)
      expect(Number.isInteger(value)).toBe(true)
      if (name === 'first_paint') expect(Math.abs(value - clock.now())).toBeLessThan(1000)
      else expect(value).toBeLessThan(1000)
    }
  })

  test.each(observed)('of $name: nothing after the undo', async (driver) => {
    const { entries, undo, runtime, clock } = await run(driver)
    const before = entries.length
    undo!()
    runtime.navigateBack()
    runtime.navigateTo('/pages/item/item')
    await clock.advance(100)
    expect(entries).toHaveLength(before)
  })

  test.each(observed)('of $name: an old base library has no such member', async (driver) => {
    const { platform } = await run(driver, { oldBaseLibrary: true })
    expect([platform.observePerformance, platform.measures]).toEqual([undefined, undefined])
  })

  test.each(MINI_DRIVERS.filter((driver) => !observed.includes(driver)))('$name has none', (driver) => {
    const { platform } = startDevice(driver)
    expect([platform.observePerformance, platform.measures]).toEqual([undefined, undefined])
  })

  test('impossible numbers are dropped; what came before us is not lost, and nothing is told twice', async () => {
    const early = {
      entryType: 'script',
      name: 'evaluateScript',
      startTime: 1,
      duration: 12.4,
      moduleName: 'main',
    }
    const odd = [-1, NaN, Infinity, 3600001, '7', undefined].map((duration, startTime) => ({
      ...{ entryType: 'navigation', name: 'route', path: '/pages/a/a?x=1' },
      ...{ duration, startTime },
    }))
    const paints = [1.7e15, 120, NaN].map((startTime) => ({
      entryType: 'render',
      name: 'firstPaint',
      startTime,
    }))
    const others = [{ entryType: 'resource', name: 'resourceTiming', duration: 1 }, null]
    const [wechat] = MINI_DRIVERS
    const entries: unknown[] = []
    const later: (() => void)[] = []
    const { platform } = startDevice(wechat, {
      prepare(api) {
        api.getPerformance = () => ({
          getEntries: () => [early],
          createObserver: (callback: (list: unknown) => void) => ({
            observe({ entryTypes }: { entryTypes: string[] }) {
              if (entryTypes[0] === 'loadPackage') throw new Error('unknown')
              if (entryTypes[0] !== 'script') return
              callback({ getEntries: () => [] })
              later.push(() => callback([early, ...odd, ...paints, ...others]))
            },
            disconnect() {},
          }),
        })
      },
    })
    const undo = platform.observePerformance!((entry) => void entries.push(entry))
    for (const fn of later) fn()
    undo()
    for (const fn of later) fn()
    expect(plain(entries)).toEqual([
      { name: 'script', value: 12 },
      { name: 'route', value: 7, page: 'pages/a/a' },
    ])
  })
})
