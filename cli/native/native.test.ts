import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as core from '../../core/index.ts'
import * as kit from '../../adapters/native/kit.ts'
import { asCommonJs } from './bundle.ts'
import { FEATURE_NAMES, readFeatures } from './features.ts'
import { headerOf, planOf, type Flags } from './plan.ts'
import { contentsOf } from './report.ts'
import { sourceOf } from './source.ts'

let cwd: string
beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), 'mini-monitor-native-'))
})
afterAll(() => rmSync(cwd, { recursive: true, force: true }))

function lay(name: string, text: string) {
  writeFileSync(join(cwd, name), text)
  return name
}

/** As commander gives them. */
function flags(given: Partial<Flags> = {}): Flags {
  return {
    ...{ platform: 'wechat', out: 'mini-monitor.js', encoding: 'proto', check: false },
    ...{ storage: true, limits: true, api: true },
    ...given,
  } as Flags
}

async function made(given: Partial<Flags> = {}) {
  return sourceOf(await planOf(flags(given), cwd))
}

describe('features', () => {
  test('have the names of the options, the plural, or all', () => {
    expect(readFeatures('request, errors,perf')).toEqual(['errors', 'requests', 'perf'])
    expect(readFeatures('all')).toEqual(FEATURE_NAMES)
  })

  test('an unknown one is an error with the list', () => {
    expect(() => readFeatures('errors,traces')).toThrow(
      /no feature "traces", only errors, requests, .*; or all/,
    )
  })

  test('not named, they are those of the default options', async () => {
    expect(contentsOf(await planOf(flags(), cwd)).has).toEqual(
      'errors requests perf pages sessions device breadcrumbs events console protobuf storage limits api'.split(
        ' ',
      ),
    )
  })

  test('what is named is in the module, and nothing else', async () => {
    const source = await made({ features: 'errors,requests', encoding: 'json' })
    expect(source).toContain(
      'createInit({ slices: [storage, limits, errors, requests, otlp(otlpJson), missing], platforms: { wechat } })',
    )
    expect(source).not.toMatch(/record|tracing\(|bestFit|claims/)
  })

  test('of updates the glue knows, too', async () => {
    const source = await made({ features: 'updates' })
    expect(source).toContain('slices: [storage, limits, updates, otlp(otlpProto), setData, missing]')
    expect(source).toContain("import { createInit, setData } from 'mini-monitor/native/kit'")
    const options = lay('updates.json', '{ "service": "shop", "updates": true }')
    expect(await made({ options })).toMatch(/, updates, .*, setData, late\]/)
    expect(await made({ features: 'errors' })).toContain(
      '[config.updates, "option \\"updates\\"", "updates"]',
    )
  })

  test('parts that the app goes without', async () => {
    const source = await made({ features: 'errors', storage: false, limits: false, api: false })
    expect(source).toContain('slices: [memory, errors, otlp(otlpProto), missing]')
    expect(source).toContain('createStart(')
    expect(source).toContain('read: readOptions')
  })

  test('all of them: nothing that could be missing', async () => {
    const source = await made({ features: 'all', encoding: 'both' })
    expect(source).not.toContain('missing')
    expect(source).toContain('export { record }')
  })

  test.each<[string, Flags['encoding'], string]>([
    ['wechat', 'proto', 'otlpProto'],
    ['baidu', 'proto', 'otlpJson'],
    ['wechat,baidu', 'proto', 'otlpHttp'],
    ['wechat,alipay', 'proto', 'otlpProto'],
    ['wechat', 'both', 'otlpHttp'],
  ])('%s, %s: %s', async (platform, encoding, encoder) => {
    expect(await made({ platform, encoding })).toContain(`otlp(${encoder})`)
  })

  test('every name that is imported is there', async () => {
    const parts = { storage: false, limits: false, api: false }
    const options = lay(
      'traced.json',
      '{ "service": "shop", "enable": { "tracing": true }, "sampling": { "perf": 0.5 } }',
    )
    const all = [
      await made({ features: 'all', platform: 'wechat,qq', encoding: 'both' }),
      await made({ ...parts, encoding: 'json' }),
      await made({ options, features: 'record' }),
      await made({ options, ...parts }),
    ]
    const named = (source: string, entry: string) =>
      [...source.matchAll(new RegExp(`import \\{ (.*) \\} from 'mini-monitor/${entry}'`, 'g'))].flatMap(
        ([, names]) => names!.split(', '),
      )
    expect(all.flatMap((source) => named(source, 'core')).filter((name) => !(name in core))).toEqual([])
    expect(all.flatMap((source) => named(source, 'native/kit')).filter((name) => !(name in kit))).toEqual([])
    expect(named(all[0]!, 'platforms/qq')).toEqual(['qq'])
  })
})

describe('platforms', () => {
  test.each([
    [undefined, 'For which platform? --platform wechat, alipay'],
    ['wechat,weapp', 'There is no platform "weapp", only wechat, alipay'],
    ['h5', 'any bundler'],
  ])('%s is told', async (platform, message) => {
    await expect(planOf(flags({ platform }), cwd)).rejects.toThrow(message)
  })

  test('of several that fit alike WeChat is the last, since others bring a wx', async () => {
    const source = await made({ platform: 'wechat,bytedance' })
    expect(source).toContain('platforms: { bytedance, wechat }, choose: bestFit')
  })
})

describe('options', () => {
  const shop = { service: 'shop', collector: 'https://c.example' }

  test('say which parts there are, and are in the module, checked', async () => {
    const options = lay('shop.json', JSON.stringify({ ...shop, enable: { perf: false }, encoding: 'json' }))
    const source = await made({ options })
    expect(source).toContain(
      'slices: [storage, limits, views, breadcrumbs, errors, requests, events, page, session, device, otlp(otlpJson), late]',
    )
    expect(source).toContain('withUserApi(start({ "service": "shop"')
    expect(source).toContain('"flushInterval": 5000')
    expect(source).not.toContain('readOptions')
  })

  test('segments come where something makes them', async () => {
    const slices = async (given: object, more: Partial<Flags> = {}) =>
      (await made({ options: lay('s.json', JSON.stringify({ ...shop, ...given })), ...more })).match(
        /slices.*/,
      )![0]
    expect(await slices({})).not.toContain('skywalking')
    expect(await slices({ enable: { tracing: true } })).toContain('skywalking')
    expect(await slices({ enable: { tracing: true }, tracing: { exporter: 'otlp' } })).not.toContain(
      'skywalking',
    )
    expect(await slices({}, { features: 'record' })).toContain('skywalking')
  })

  test('with expressions come from a module, functions from the one that it names', async () => {
    const text = `export default { service: 'shop', ignoreErrors: [/^timeout/], config: './hooks.js' }`
    const source = await made({ options: lay('shop.mjs', text) })
    expect(source).toContain('new RegExp("^timeout")')
    expect(source).toContain(`import * as given from "${join(cwd, 'hooks.js')}"`)
    expect(source).toContain('slices: [headers, ')
    expect(source).toContain(', given))')
  })

  test('name the platform, if no flag does', async () => {
    const options = lay('alipay.json', JSON.stringify({ ...shop, platform: 'alipay' }))
    expect(await made({ options, platform: undefined })).toContain('platforms: { alipay }')
  })

  test.each([
    [
      '{ "service": "shop", "maxQueue": 0, "debgu": true }',
      /a\.json: there is no option "debgu"[^]*a\.json: option "maxQueue"/,
    ],
    ['{}', 'a.json: option "service" is required'],
    ['{ service }', 'a.json is no JSON'],
  ])('that are bad are told by the rules of the plug-ins: %s', async (text, message) => {
    await expect(planOf(flags({ options: lay('a.json', text) }), cwd)).rejects.toThrow(message)
  })

  test('a file that is not there, and features beside it, are told', async () => {
    await expect(planOf(flags({ options: 'none.json' }), cwd)).rejects.toThrow('There is no file none.json')
    await expect(planOf(flags({ options: 'none.json', features: 'errors' }), cwd)).rejects.toThrow(
      '--features record',
    )
  })
})

test('the header says how to make the file again', async () => {
  const given = flags({ features: 'error', encoding: 'json', storage: false })
  expect(headerOf(given, await planOf(given, cwd))).toMatch(
    /^\/\* mini-monitor \S+: npx mini-monitor native --platform wechat --features errors --encoding json --no-storage \*\/\n$/,
  )
})

test.each([
  ['var a=1;export{a as init,b};', '"use strict";var a=1;exports.init=a;exports.b=b;\n'],
  [
    'var $ = 1\nexport {\n  $ as init,\n  flush\n};\n',
    '"use strict";var $ = 1\nexports.init=$;exports.flush=flush;\n',
  ],
])('what a module exports becomes plain members of exports: %j', (code, expected) => {
  expect(asCommonJs(code)).toBe(expected)
})

test('a bundle of another form is told rather than written', () => {
  expect(() => asCommonJs('var a = 1')).toThrow('no exports')
})
