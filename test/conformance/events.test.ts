/** What every driver of a mini program tells the kit of its app. */
import { describe, expect, test } from 'vitest'
import { plain, startDevice } from './device.ts'
import { MINI_DRIVERS } from './drivers.ts'
import { FILES } from './files.ts'

describe.each(MINI_DRIVERS)('$name', (driver) => {
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
      const { platform, runtime, clock } = startDevice(driver, { files: FILES })
      const heard: unknown[] = []
      platform.on('pageNotFound', (path) => void heard.push(path))
      runtime.launch()
      await clock.advance(100)
      runtime.openUnknownPage('/pages/gone/gone?id=1')
      await clock.advance(100)
      expect(heard).toEqual(['pages/gone/gone'])
    })

    test('background and foreground', async () => {
      const { platform, runtime, clock } = startDevice(driver, { files: FILES })
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

    test('memory, sub-packages, network: as the platform words them, and its patience is left alone', async () => {
      const { platform, device, runtime, clock } = startDevice(driver)
      const heard: unknown[] = []
      const hear = (...args: unknown[]) => void heard.push(args.slice(0, 1))
      const undos = [
        platform.on('memoryWarning', hear),
        platform.on('lazyLoadError', hear),
        platform.on('networkStatusChange', hear),
      ]
      const told = { type: 'subpackage', subpackage: ['sale'], errMsg: 'loadSubpackage:fail timeout' }
      const happen = async () => {
        runtime.emit('MemoryWarning', { level: 10 })
        runtime.emit('LazyLoadError', told)
        device.setNetworkType(device.networkType === 'none' ? '4g' : 'none')
        await clock.advance(10)
      }
      await happen()
      const lazy = driver.name === 'wechat' || driver.name === 'bytedance' ? [[told]] : []
      expect(plain(heard)).toEqual([[{ level: 10 }], ...lazy, [{ isConnected: false, networkType: 'none' }]])
      expect(runtime.patience).toBe(5000)
      for (const undo of undos) undo()
      await happen()
      expect(heard).toHaveLength(2 + lazy.length)
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
})
