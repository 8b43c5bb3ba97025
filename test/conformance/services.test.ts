import { describe, expect, test } from 'vitest'
import type { PerformanceEntry } from '../../core/platform.ts'
import { plain, startDevice } from './device.ts'
import { MINI_DRIVERS, type MiniDriver } from './drivers.ts'

const files = {
  'app.json': JSON.stringify({ pages: ['pages/index/index', 'pages/item/item'] }),
  'app.js': 'App({})',
  'pages/index/index.js': 'Page({})',
  'pages/item/item.js': 'Page({})',
}

describe.each(MINI_DRIVERS)('$name', (driver) => {
  test('states what it is', () => {
    const { platform } = startDevice(driver)
    expect(plain(platform)).toMatchObject({ name: driver.name, componentId: driver.componentId })
    expect([platform.layer, !!platform.binary]).toEqual([driver.layer, !!driver.binary])
  })

  describe('events', () => {
    test('errors and rejections, with what the hook was given; nothing after the undo', async () => {
      const { platform, runtime, clock } = startDevice(driver)
      const heard: unknown[][] = []
      const undos = [
        platform.on('error', (...args) => void heard.push(['error', ...args])),
        platform.on('rejection', (reason) => void heard.push(['rejection', reason])),
      ]
      const fail = () =>
        runtime.run(`setTimeout(() => { throw new Error('broken') }, 1)
          Promise.reject({ errMsg: 'request:fail nobody' })`)
      fail()
      await clock.advance(10)
      const rejections = heard.filter(([which]) => which === 'rejection')
      const errors = heard.filter(([which]) => which === 'error')
      expect(plain(rejections)).toEqual([['rejection', { errMsg: 'request:fail nobody' }]])
      expect(errors).toHaveLength(1)
      expect(String(errors[0][1])).toContain('broken')
      if (driver.name === 'alipay') expect([errors[0][1], typeof errors[0][2]]).toEqual(['broken', 'string'])
      else expect(errors[0][2]).toBe(undefined)
      expect(errors[0].join('\n')).toMatch(/at .*:\d+/)

      for (const undo of undos) undo()
      fail()
      await clock.advance(10)
      expect(heard).toHaveLength(2)
    })

    test('a page that is not there, without slash and query', async () => {
      const { platform, runtime, clock } = startDevice(driver, { files })
      const heard: unknown[] = []
      platform.on('pageNotFound', (path) => void heard.push(path))
      runtime.launch()
      await clock.advance(100)
      runtime.openUnknownPage('/pages/gone/gone?id=1')
      await clock.advance(100)
      expect(heard).toEqual(['pages/gone/gone'])
    })

    test('background and foreground', async () => {
      const { platform, runtime, clock } = startDevice(driver, { files })
      const heard: string[] = []
      runtime.launch()
      await clock.advance(100)
      const undo = platform.on('hide', () => void heard.push('hide'))
      platform.on('show', () => void heard.push('show'))
      runtime.hide()
      runtime.show()
      await clock.advance(10)
      undo()
      runtime.hide()
      await clock.advance(10)
      expect(heard).toEqual(['hide', 'show'])
    })

    test('the platform lets go of the very listener that it was given', () => {
      const listeners = new Set<unknown>()
      const { platform } = startDevice(driver, {
        prepare(api) {
          for (const name of ['Error', 'UnhandledRejection', 'PageNotFound', 'AppShow', 'AppHide']) {
            api[`on${name}`] = (listener: unknown) => listeners.add(listener)
            api[`off${name}`] = (listener: unknown) => listeners.delete(listener)
          }
        },
      })
      const events = ['error', 'rejection', 'pageNotFound', 'show', 'hide'] as const
      const undos = events.map((event) => platform.on(event, () => {}))
      expect(listeners.size).toBe(5)
      for (const undo of undos) undo()
      expect(listeners.size).toBe(0)
    })

    test('without off… the listener is dead; without on… there is nothing to undo', async () => {
      const missing = ['offError', 'onPageNotFound', 'onUnhandledRejection']
      const { platform, runtime, clock } = startDevice(driver, { quirks: { missing } })
      let heard = 0
      const undo = platform.on('error', () => void heard++)
      platform.on('pageNotFound', () => {})()
      platform.on('rejection', () => {})()
      undo()
      runtime.globals.setTimeout(() => {
        throw new Error('late')
      }, 1)
      await clock.advance(10)
      expect(heard).toBe(0)
    })

    test('a listener that throws, and hooks that throw, stay with us', async () => {
      const { platform, runtime, clock, diag } = startDevice(driver, {
        prepare(api) {
          api.onPageNotFound = () => {
            throw new Error('hook')
          }
        },
      })
      platform.on('hide', () => {
        throw new Error('listener')
      })
      platform.on('pageNotFound', () => {})()
      runtime.emit('AppHide')
      await clock.advance(10)
      expect(diag.errors.map(({ message }) => message)).toEqual(['hook', 'listener'])
      expect(runtime.errors).toEqual([])
    })
  })

  describe('storage', () => {
    test('set, get, keys, remove; written at once when asked', async () => {
      const { platform, clock, device } = startDevice(driver)
      const { storage } = platform
      const done = async <T>(promise: Promise<T>) => {
        await clock.advance(20)
        return promise
      }
      await done(storage.set('mm/1', 'a𝄞'))
      await done(storage.set('other', 'b'))
      storage.setNow('mm/2', '{"c":1}')
      expect(device.storage.get('mm/2')).toBe('{"c":1}')
      expect(await done(storage.get('mm/1'))).toBe('a𝄞')
      expect(await done(storage.get('mm/2'))).toBe('{"c":1}')
      expect(await done(storage.get('never'))).toBe(undefined)
      expect([...(await done(storage.keys('mm/')))].sort()).toEqual(['mm/1', 'mm/2'])
      await done(storage.remove('mm/1'))
      expect(device.storage.keys().sort()).toEqual(['mm/2', 'other'])
      expect(clock.pending).toBe(0)
    })

    test('what is there but no text of ours is as good as nothing', async () => {
      const { platform, clock, device } = startDevice(driver)
      device.storage.set('mm/1', { an: 'object' })
      const got = platform.storage.get('mm/1')
      await clock.advance(20)
      expect(await got).toBe(undefined)
    })

    test('a full storage rejects, and throws where it is written at once', async () => {
      const { platform, clock } = startDevice(driver)
      const tooLarge = 'x'.repeat(1024 * 1024 + 1)
      const set = platform.storage.set('mm/1', tooLarge).catch((error) => error.message)
      await clock.advance(20)
      expect(await set).toMatch(/limit/)
      expect(() => platform.storage.setNow('mm/1', tooLarge)).toThrow(/limit/)
    })

    test.each(['fail', 'throw', 'hang'] as const)('storage that answers with: %s', async (fault) => {
      const { platform, clock } = startDevice(driver, { quirks: { storageFault: () => fault } })
      const { storage } = platform
      const calls = [storage.get('a'), storage.set('a', 'b'), storage.remove('a'), storage.keys('a')]
      const settled = Promise.allSettled(calls)
      await clock.advance(6000)
      expect((await settled).map(({ status }) => status)).toEqual(Array(4).fill('rejected'))
      expect(clock.pending).toBe(0)
    })

    test('missing functions reject', async () => {
      const missing = ['getStorage', 'setStorage', 'removeStorage', 'getStorageInfo', 'setStorageSync']
      const { platform, clock } = startDevice(driver, { quirks: { missing } })
      const { storage } = platform
      const calls = [storage.get('a'), storage.set('a', 'b'), storage.remove('a'), storage.keys('a')]
      expect((await Promise.allSettled(calls)).map(({ status }) => status)).toEqual(Array(4).fill('rejected'))
      expect(() => storage.setNow('a', 'b')).toThrow()
      expect(clock.pending).toBe(0)
    })
  })

  describe('device and network', () => {
    test('what reproduces an error, and no more', () => {
      const { platform } = startDevice(driver, {
        info: {
          brand: 'Apple',
          model: 'iPhone15,2',
          system: 'iOS 17.1.2',
          platform: 'ios',
          version: '9',
          SDKVersion: '3.1',
        },
      })
      expect(plain(platform.device!())).toEqual({
        'device.manufacturer': 'Apple',
        'device.model.identifier': 'iPhone15,2',
        'os.name': 'iOS',
        'os.version': '17.1.2',
        'miniprogram.host.version': '9',
        'miniprogram.base_library.version': '3.1',
      })
    })

    test('a bare version beside the platform’s name; what is empty is left out', () => {
      const { platform } = startDevice(driver, {
        info: {
          brand: '',
          model: undefined,
          system: '12',
          platform: 'Android',
          version: '',
          SDKVersion: '1',
        },
      })
      expect(plain(platform.device!())).toEqual({
        'os.name': 'Android',
        'os.version': '12',
        'miniprogram.base_library.version': '1',
      })
    })

    test('getSystemInfoSync only where the newer calls are missing', () => {
      const { platform, runtime } = startDevice(driver)
      platform.device!()
      const newer = driver.name === 'wechat'
      expect(runtime.calls.getSystemInfoSync ?? 0).toBe(newer ? 0 : 1)
      expect(runtime.calls.getDeviceInfo ?? 0).toBe(newer ? 1 : 0)
    })

    test('a platform that tells nothing', async () => {
      const missing = ['getSystemInfoSync', 'getDeviceInfo', 'getNetworkType']
      const { platform } = startDevice(driver, { quirks: { missing } })
      // for the guard of who asks
      expect(() => platform.device!()).toThrow()
      await expect(platform.network!()).rejects.toBeTruthy()
    })

    test('the kind of connection', async () => {
      const { platform, clock, device } = startDevice(driver)
      device.setNetworkType('WIFI')
      const type = platform.network!()
      await clock.advance(20)
      expect(await type).toBe('wifi')
    })

    test('nothing of this is asked before we ask', async () => {
      const { platform, runtime, clock, observe } = startDevice(driver)
      observe()
      platform.on('error', () => {})
      platform.currentPage()
      await clock.advance(100)
      expect(Object.keys(runtime.calls).filter((name) => /Info|Network|Storage/.test(name))).toEqual([])
    })
  })

  describe('current page', () => {
    test('follows the app', async () => {
      const { platform, runtime, clock } = startDevice(driver, { files })
      expect(platform.currentPage()).toBe('')
      runtime.launch()
      await clock.advance(100)
      expect(platform.currentPage()).toBe('pages/index/index')
      runtime.navigateTo('/pages/item/item?id=1&__id__=7')
      await clock.advance(100)
      expect(platform.currentPage()).toBe('pages/item/item')
      runtime.navigateBack()
      await clock.advance(100)
      expect(platform.currentPage()).toBe('pages/index/index')
    })

    test.each([
      ['is missing', undefined],
      ['gives nothing', () => undefined],
      ['gives an empty list', () => []],
      ['gives a page without a route', () => [{}]],
    ])('getCurrentPages that %s', (_, pages) => {
      // as a global, so that it can be replaced
      const { platform, runtime } = startDevice(driver, { quirks: { apiAsParameter: false } })
      runtime.globals.getCurrentPages = pages
      expect(platform.currentPage()).toBe('')
    })

    test('getCurrentPages that throws is left to the guard of whoever asks', () => {
      const { platform, runtime } = startDevice(driver, { quirks: { apiAsParameter: false } })
      runtime.globals.getCurrentPages = () => JSON.parse('no')
      expect(() => platform.currentPage()).toThrow(/JSON/)
      runtime.globals.getCurrentPages = () => [{ route: 'pages/a/a' }]
      expect(platform.currentPage()).toBe('pages/a/a')
    })

    test.each([
      [{ route: '/pages/a/a?$taroTimestamp=1&x=2' }, 'pages/a/a'],
      [{ __route__: 'pages/b/b#top' }, 'pages/b/b'],
      [{ route: 42 }, ''],
    ])('a route %j is %s', (page, path) => {
      const { platform, runtime } = startDevice(driver, { quirks: { apiAsParameter: false } })
      runtime.globals.getCurrentPages = () => [{}, page]
      expect(platform.currentPage()).toBe(path)
    })
  })
})

describe('performance entries', () => {
  const observed = MINI_DRIVERS.filter(({ name }) => name === 'wechat' || name === 'bytedance')

  /** The rest is timed by the life-cycle. */
  const told: Record<string, string[]> = {
    wechat: ['app_launch', 'first_paint', 'first_render', 'package_load', 'route', 'script'],
    bytedance: ['app_launch', 'first_paint', 'package_load', 'route', 'script'],
  }

  const run = async (driver: MiniDriver, quirks = {}) => {
    const world = startDevice(driver, { files, quirks })
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
