import { runInNewContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import { driverOf, readBuildOptions, startModule, toSource } from './index.ts'

const plugin = 'mini-monitor/taro/plugin'

describe('options', () => {
  test('good ones pass as they are, apart from the path of the module', () => {
    const options = { service: 'shop', tracing: { urlBlacklist: ['/health', /^https:\/\/cdn\./i] } }
    expect(readBuildOptions(plugin, { ...options, config: './monitor.ts' })).toEqual({
      options,
      config: './monitor.ts',
    })
  })

  test.each<[object | undefined, string]>([
    [undefined, `${plugin}: option "service" is required`],
    [{}, `${plugin}: option "service" is required`],
    [
      { service: 'shop', tracing: { sampleRate: 2 } },
      `${plugin}: option "tracing.sampleRate" must be a number from 0 to 1`,
    ],
    [{ service: 'shop', sampling: { eror: 1 } }, `${plugin}: there is no option "sampling.eror"`],
    [
      { service: 'shop', request: { urlGroupRules: { a: '/a' } } },
      `${plugin}: option "request.urlGroupRules.a" must be a RegExp`,
    ],
    [{ service: 'shop', config: 5 }, `${plugin}: option "config" must be the path of a module`],
  ])('%j stops the build', (given, message) => {
    expect(() => readBuildOptions(plugin, given)).toThrow(message)
  })

  test('all that is wrong is said at once', () => {
    const read = () => readBuildOptions(plugin, { service: 'shop', maxQueue: 0, debug: 'yes' })
    expect(read).toThrow(/"maxQueue"[^]*"debug"/)
  })
})

describe('source', () => {
  const values = {
    text: 'a "quoted" \\ line\nwith \u2028 and 珊瑚',
    'odd-key': [0, -1.5, true, null, undefined],
    expressions: [/^https:\/\/a\/\d+$/i, /[/\]]/, new RegExp('\n/')],
    deep: { nothing: {}, none: [] },
  }

  test('means the same when it is read again', () => {
    const again = runInNewContext(`(${toSource(values)})`) as typeof values
    // of another realm
    expect(String(again.expressions)).toBe(String(values.expressions))
    expect(JSON.stringify(again)).toBe(JSON.stringify(values))
    expect(again['odd-key'][4]).toBe(undefined)
    expect(toSource(values)).not.toMatch(/[\u2028\n]/)
  })

  test('options of a configuration that was loaded in another realm', () => {
    const foreign = runInNewContext('({ rule: /x/g, plain: { a: 1 } })') as object
    expect(toSource(foreign)).toBe('{ "rule": new RegExp("x", "g"), "plain": { "a": 1 } }')
  })

  test.each<[string, unknown, string]>([
    ['a function', { beforeSend() {} }, 'option "beforeSend" is a function'],
    ['one deep down', { a: [{ b: () => 1 }] }, 'option "a[0].b" is a function'],
    ['an instance', { when: new Date(0) }, 'option "when" can not'],
    ['one of a class', { map: new (class Own {})() }, 'option "map" can not'],
    ['a symbol', { id: Symbol('x') }, 'option "id" can not'],
  ])('%s can’t be written down: its path', (_, value, message) => {
    expect(() => toSource(value)).toThrow(message)
  })
})

test.each([
  ['weapp', 'wechat'],
  ['tt', 'bytedance'],
  ['mp-toutiao', 'bytedance'],
  ['h5', 'h5'],
  ['rn', undefined],
  ['toString', undefined],
])('target %s: driver %s', (target, driver) => {
  expect(driverOf(target)).toBe(driver)
})

describe('the module', () => {
  const given = {
    auto: 'mini-monitor/taro/auto',
    driver: 'wechat',
    options: { service: 'shop', redactKeys: [/pw/] },
  } as const
  const options = '{ "service": "shop", "redactKeys": [new RegExp("pw")] }'

  test('imports the one driver and starts', () => {
    const source = startModule({ ...given, options: { ...given.options, redactKeys: [/pw/] } })
    expect(source).toContain(`import { start } from 'mini-monitor/taro/auto'\n`)
    expect(source.match(/platforms\/\w+/g)).toEqual(['platforms/wechat'])
    expect(source).toContain(`start(preset, wechat, ${options})\n`)
  })

  test('takes what the app’s module exports, wherever that lies', () => {
    const config = 'C:\\shop\\monitor.ts'
    const source = startModule({ ...given, options: { ...given.options, redactKeys: [/pw/] }, config })
    expect(source).toContain('import * as given from "C:\\\\shop\\\\monitor.ts"\n')
    expect(source).toContain(`start(preset, wechat, ${options}, given)\n`)
  })
})
