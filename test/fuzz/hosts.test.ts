/** Platforms and apps that return, throw and call back nonsense. */
import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { nativeFramework } from '../../adapters/native/framework.ts'
import { createDiag } from '../../core/internal/diag.ts'
import { createGuard, type Any } from '../../core/internal/guard.ts'
import { wechat } from '../../core/platforms/wechat.ts'
import { fakeClock } from '../fakes/clock.ts'
import { fakePlatform } from '../fakes/platform.ts'
import { count, expectInputs, run } from './figures.ts'
import { hostile, no, real, Recipe } from './hostile.ts'
import { COLLECTOR, SILENT, start, stillWorks } from './kit.ts'

vi.setConfig({ testTimeout: 60000 })

describe('strange hosts', () => {
  test('a platform of our own contract', async () => {
    const members = [
      'currentPage',
      'device',
      'network',
      'on',
      'observeRequests',
      'observePerformance',
      'lock',
      'sameOrigin',
    ]
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(fc.constantFrom(...members), hostile, { minKeys: 1, maxKeys: 5 }),
        async (given) => {
          count('results of platforms')
          const platform = fakePlatform(
            Object.fromEntries(Object.entries(given).map(([name, recipe]) => [name, () => real(recipe)])),
          )
          const clock = fakeClock()
          const monitor = start({ ...COLLECTOR, enable: { tracing: true } }, platform, clock)
          monitor.captureError(new Error('x'))
          platform.fire('hide')
          platform.fire('show')
          await stillWorks(monitor, clock, () => platform.sent.map((s) => s.body).join())
        },
      ),
      run(400),
    )
  })

  const SCRIPTED = [
    'request',
    'getStorage',
    'setStorage',
    'removeStorage',
    'getStorageInfo',
    'setStorageSync',
  ]
  const QUERIED = ['getDeviceInfo', 'getAppBaseInfo', 'getNetworkType', 'onError', 'onAppHide', 'offError']

  test('a wx that returns, throws and calls back nonsense', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.constantFrom('return', 'throw', 'success', 'fail', 'never'), hostile), {
          minLength: 3,
          maxLength: 12,
        }),
        async (recipes) => {
          const script = recipes.map(([how, recipe]) => [how, real(recipe)] as const)
          let storm = true
          let i = 0
          const bodies: string[] = []
          const store = new Map<string, unknown>()
          const errors: Any[] = []
          const strange = (name: string) => (options: Any) => {
            if (!storm && SCRIPTED.includes(name)) return good(name, options)
            count('results of wx')
            const [how, what] = script[i++ % script.length]
            if (how === 'throw') throw what
            if (how === 'success' || how === 'fail') options?.[how]?.(what)
            if (name === 'onError') errors.push(options)
            return how === 'return' && !SCRIPTED.includes(name) && name !== 'getNetworkType'
              ? what
              : undefined
          }
          function good(name: string, options: Any): unknown {
            if (name === 'request') {
              bodies.push(String(options.data))
              return options.success({ statusCode: 200, data: '', header: {} })
            }
            if (name === 'getStorage')
              return store.has(options.key)
                ? options.success({ data: store.get(options.key) })
                : options.fail({ errMsg: 'data not found' })
            if (name === 'getStorageInfo') return options.success({ keys: [...store.keys()] })
            if (name === 'setStorage') store.set(options.key, options.data)
            if (name === 'removeStorage') store.delete(options.key)
            return options.success?.({})
          }
          const wx = Object.fromEntries(SCRIPTED.concat(QUERIED).map((name) => [name, strange(name)]))
          vi.stubGlobal('wx', wx)
          const clock = fakeClock()
          const diag = createDiag(false, SILENT)
          const env = { guard: createGuard(diag), clock, diag }
          const monitor = start(COLLECTOR, wechat(env), clock)
          for (const listener of errors) listener(script[0][1])
          for (let k = 0; k < 5; k++) {
            monitor.captureError(new Error('e' + k))
            monitor.log('n' + k)
            await clock.pass(2000)
          }
          // the app's own call ends as without us: in what this wx throws, or not
          try {
            ;(wx.request as Any)({ url: 'https://api.example/x', success() {}, fail() {} })
          } catch (error) {
            expect(script.some(([, what]) => what === error)).toBe(true)
          }
          storm = false
          await stillWorks(monitor, clock, () => bodies.join())
          vi.unstubAllGlobals()
        },
      ),
      run(250),
    )
  })

  test('an App, a Page and a Component of any kind', () => {
    const registered: Any[] = []
    for (const name of ['App', 'Page', 'Component'])
      vi.stubGlobal(name, (options: Any) => void registered.push(options))
    const diag = createDiag(false, SILENT)
    const glue = nativeFramework({ guard: createGuard(diag) })
    const undos = [
      glue.observePages(() => no()),
      glue.observeApp!(() => no()),
      glue.observeErrors(() => no()),
    ]
    const free = globalThis as Any
    const hooks = fc.constantFrom(
      'onLoad',
      'onShow',
      'onReady',
      'onHide',
      'onLaunch',
      'onError',
      'methods',
      'behaviors',
      'data',
    )
    fc.assert(
      fc.property(
        fc.constantFrom('App', 'Page', 'Component'),
        fc.oneof(
          hostile,
          fc.dictionary(hooks, fc.oneof(hostile, fc.constant(new Recipe(() => () => 'own'))), {
            maxKeys: 5,
          }),
        ),
        hostile,
        (name, recipe, second) => {
          const [options, argument] = real([recipe, second])
          count('registrations')
          free[name](options)
          const given = registered.pop()
          for (const hook of ['onLoad', 'onShow', 'onError', 'onUnhandledRejection']) {
            let own: unknown
            let fn: unknown
            try {
              own = options && (options as Any)[hook]
              fn = given && given[hook]
            } catch (_) {
              continue
            }
            if (typeof fn !== 'function' || fn === own) continue
            const call = (f: Any) => {
              try {
                return ['returned', f({ route: 'pages/a' })]
              } catch (error) {
                return ['threw', String(error)]
              }
            }
            const ours = call((self: object) => (fn as Any).call(self, argument, argument))
            const theirs = call((self: object) =>
              typeof own === 'function' ? Reflect.apply(own, self, []) : undefined,
            )
            expect(ours).toEqual(theirs)
          }
        },
      ),
      run(1500),
    )
    undos.forEach((undo) => undo())
    vi.unstubAllGlobals()
  })
})

test('five thousand in all, and more', () => expectInputs(5000))
