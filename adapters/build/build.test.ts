import { readFileSync } from 'node:fs'
import { runInNewContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import * as core from '../../core/index.ts'
import { driverOf, readBuildOptions, startModule } from './index.ts'
import { BINARY, slicesOf } from './kit.ts'
import { toSource } from './source.ts'

const drivers = [
  'alipay',
  'baidu',
  'bytedance',
  'h5',
  'jd',
  'kuaishou',
  'qq',
  'wechat',
  'xiaohongshu',
] as const
const PLUGIN = 'mini-monitor/taro/plugin'

describe('options', () => {
  test('good ones pass as they are, apart from the path of the module', () => {
    const options = {
      service: 'shop',
      platform: 'wechat',
      ignoreErrors: ['timeout', /^ResizeObserver/i],
      tracing: { urlBlacklist: ['/health', /^https:\/\/cdn\./i] },
    }
    const { settings, config } = readBuildOptions(PLUGIN, { ...options, config: './monitor.ts' })
    expect(config).toBe('./monitor.ts')
    expect(settings).toMatchObject(options)
    expect(settings).toHaveProperty('flushInterval', 5000)
  })

  test.each<[object | undefined, string]>([
    [undefined, `${PLUGIN}: option "service" is required`],
    [{}, `${PLUGIN}: option "service" is required`],
    [
      { service: 'shop', tracing: { sampleRate: 2 } },
      `${PLUGIN}: option "tracing.sampleRate" must be a number from 0 to 1`,
    ],
    [{ service: 'shop', sampling: { eror: 1 } }, `${PLUGIN}: there is no option "sampling.eror"`],
    [
      { service: 'shop', request: { urlGroupRules: { a: '/a' } } },
      `${PLUGIN}: option "request.urlGroupRules.a" must be a RegExp`,
    ],
    [{ service: 'shop', beforeSend() {} }, `${PLUGIN}: option "beforeSend" is a function`],
    [{ service: 123 }, `${PLUGIN}: option "service" must be a non-empty string`],
    ...['weixin', 'Wechat', 'mp-weixin', 'toString'].map((platform): [object, string] => [
      { service: 'shop', platform },
      `${PLUGIN}: option "platform": there is no "${platform}", only wechat, alipay, bytedance, baidu, qq, jd, ` +
        'kuaishou, xiaohongshu, h5',
    ]),
    [{ service: 'shop', config: 5 }, `${PLUGIN}: option "config" must be the path of a module`],
  ])('%j stops the build', (given, message) => {
    expect(() => readBuildOptions(PLUGIN, given)).toThrow(message)
  })

  test('all that is wrong is said at once', () => {
    const read = () => readBuildOptions(PLUGIN, { service: 'shop', maxQueue: 0, debug: 'yes' })
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

const SERVICE = 'shop'
const COLLECTOR = 'https://c.example'

function settingsOf(given: object) {
  return readBuildOptions(PLUGIN, { service: SERVICE, ...given }).settings
}

describe('the kit', () => {
  const all =
    'storage limits views breadcrumbs errors claims requests events page session performance vitals device'.split(
      ' ',
    )

  test.each<[string, object, string[]]>([
    ['nothing asked for', {}, [...all, 'consoleLog']],
    ['a collector', { collector: COLLECTOR }, [...all, 'otlp(otlpProto)', 'skywalking']],
    ['JSON', { endpoints: { logs: COLLECTOR }, encoding: 'json' }, [...all, 'otlp(otlpJson)']],
    [
      'less',
      {
        endpoints: { logs: COLLECTOR },
        enable: { error: false, request: false, page: false, session: false, perf: false },
        deviceContext: false,
        events: false,
        breadcrumbs: 0,
      },
      ['storage', 'limits', 'otlp(otlpProto)'],
    ],
    [
      'more',
      {
        collector: COLLECTOR,
        enable: { tracing: true },
        tracing: { propagators: ['w3c'] },
        updates: true,
        lag: true,
        sampling: { perf: 0.1 },
      },
      [
        ...[
          'storage',
          'limits',
          'views',
          'breadcrumbs',
          'errors',
          'tracing({ w3c })',
          'pageTraces',
          'claims',
          'requests',
          'events',
          'page',
          'session',
          'performance',
          'vitals',
          'updates',
          'lag',
          'device',
          'sampling',
        ],
        ...['otlp(otlpProto)', 'skywalking'],
      ],
    ],
  ])('%s', (_, given, slices) => {
    expect(slicesOf(settingsOf(given), 'wechat').slices).toEqual(slices)
  })

  test('what the app goes without, it does not ship', () => {
    const { names } = slicesOf(settingsOf({ collector: COLLECTOR }), 'wechat', {
      storage: false,
      limits: false,
    })
    expect(names).toContain('memory')
    expect(names).not.toContain('storage')
    expect(names).not.toContain('limits')
  })

  test('without segments of its own, an app that traces nothing has no exporter for them', () => {
    const slices = (options: object) =>
      slicesOf(settingsOf({ collector: COLLECTOR, ...options }), 'wechat', { record: false }).names
    expect(slices({})).not.toContain('skywalking')
    expect(slices({ enable: { tracing: true } })).toContain('skywalking')
    expect(slices({ enable: { tracing: true }, tracing: { exporter: 'otlp' } })).not.toContain('skywalking')
  })

  test('headers of the app’s own, and the leaving of pages, come where there are any', () => {
    const settings = settingsOf({ collector: COLLECTOR })
    expect(slicesOf(settings, 'wechat').names).not.toContain('headers')
    expect(slicesOf(settings, 'wechat', {}, true).names[0]).toBe('headers')
    expect(slicesOf(settings, 'wechat').names).not.toContain('leaving')
    expect(slicesOf(settings, 'h5').names).toContain('leaving')
  })

  test.each([
    [null, 'option "parts" must be an object'],
    [{ storage: 1 }, 'option "parts.storage" must be true or false'],
    [{ tracing: false }, 'option "parts.tracing": there is no such part, only storage, limits, record'],
  ])('parts that are none end the build: %j', (parts, message) => {
    const given = { service: 'shop', parts }
    expect(() => readBuildOptions('plug-in', given)).toThrow(`plug-in: ${message}`)
  })

  test('resources are told of on web pages, where they are asked for', () => {
    const asked = settingsOf({ collector: COLLECTOR, resources: true })
    expect(slicesOf(asked, 'h5').names).toContain('resources')
    expect(slicesOf(asked, 'wechat').names).not.toContain('resources')
    expect(slicesOf(settingsOf({ collector: COLLECTOR }), 'h5').names).not.toContain('resources')
  })

  test('vitals come where the platform has them', () => {
    const settings = settingsOf({ collector: COLLECTOR })
    expect(slicesOf(settings, 'bytedance').names).toContain('vitals')
    expect(slicesOf(settings, 'alipay').names).not.toContain('vitals')
    expect(slicesOf(settings, 'h5').names).toContain('webVitals')
    expect(slicesOf(settings, 'h5').names).not.toContain('vitals')
  })

  test('a platform that can not send binary has no use for protobuf', () => {
    expect(slicesOf(settingsOf({ collector: COLLECTOR }), 'baidu').names).toContain('otlpJson')
  })

  test('platforms that can are those whose drivers say so', () => {
    const said = drivers.filter((name) =>
      /binary: true/.test(readFileSync(`core/platforms/${name}.ts`, 'utf8')),
    )
    expect([...BINARY].sort()).toEqual(said.sort())
  })

  test('its names are those of the core', () => {
    const names = slicesOf(
      settingsOf({ collector: COLLECTOR, enable: { tracing: true }, updates: true, sampling: { perf: 0.1 } }),
      'qq',
    ).names
    for (const name of [...names, ...slicesOf(settingsOf({}), 'h5').names, 'otlpProto'])
      expect(core).toHaveProperty(name)
  })
})

describe('the module', () => {
  const auto = 'mini-monitor/taro/auto'
  const settings = settingsOf({ collector: COLLECTOR, redactKeys: [/pw/] })

  test('imports the one driver and starts with settings that were checked', () => {
    const source = startModule({ auto, driver: 'wechat', settings })
    expect(source).toContain(`import { start } from 'mini-monitor/taro/auto'\n`)
    expect(source.match(/platforms\/\w+/g)).toEqual(['platforms/wechat'])
    expect(source).toMatch(
      /start\(\n {2}\{ slices: \[storage, limits, views, breadcrumbs, errors, .*\] \},\n.*"redactKeys": \[new RegExp\("pw"\)\].*\n {2}\{ wechat \},\n\)\n$/,
    )
  })

  test('brings what the framework’s glue knows of updates where they are asked for', () => {
    const asked = settingsOf({ collector: COLLECTOR, updates: true })
    const source = startModule({ auto, driver: 'wechat', settings: asked })
    expect(source).toContain(`import { start, setData } from 'mini-monitor/taro/auto'\n`)
    expect(source).toMatch(/slices: \[.*, updates, .*, setData\]/)
  })

  test('takes what the app’s module exports, wherever that lies', () => {
    const source = startModule({ auto, driver: 'wechat', settings, config: 'C:\\shop\\monitor.ts' })
    expect(source).toContain('import * as given from "C:\\\\shop\\\\monitor.ts"\n')
    expect(source).toMatch(/\n {2}given,\n\)\n$/)
  })
})
