/** What every driver of a mini program does for the kit: storage, device, network, current page. */
import { describe, expect, test } from 'vitest'
import { plain, startDevice } from './device.ts'
import { MINI_DRIVERS } from './drivers.ts'
import { FILES } from './files.ts'

describe.each(MINI_DRIVERS)('$name', (driver) => {
  test('states what it is', () => {
    const { platform } = startDevice(driver)
    expect(plain(platform)).toMatchObject({ name: driver.name, componentId: driver.componentId })
    expect([platform.layer, !!platform.binary]).toEqual([driver.layer, !!driver.binary])
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
      // to list the keys is tried in two ways
      await clock.advance(11000)
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
      const { platform, runtime, clock } = startDevice(driver, { files: FILES })
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
