/** The files are what the rules say, whole, and the same for all platforms. */
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { PLATFORMS } from './apply/options.ts'
import { readRuleFile } from './apply/rule-file.ts'
import { lalFiles, malFiles } from './check/config.ts'
import { files } from './rules/files.ts'
import { RUNTIME_ORDINALS } from './rules/layers.ts'
import { targets } from './rules/targets.ts'
import { formatted, root } from './rules/write.ts'

const written = files()

function read(path: string) {
  return readFileSync(join(root, path), 'utf8')
}

describe('what lies in config/ and dashboards/', () => {
  test.each(Object.entries(written))('%s is what `npm run rules` writes', async (path, content) => {
    expect(read(path)).toBe(await formatted(path, content))
  })

  test('is nothing else', () => {
    const found = ['config', 'dashboards'].flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1)),
    )
    expect(found.sort()).toEqual(Object.keys(written).sort())
  })
})

test('every platform has the same rules, but for its gauges', () => {
  const common = targets.map(({ platform, layer, prefix }) =>
    malFiles()
      .filter(({ path }) => path.includes(platform))
      .flatMap(({ definitions }) => definitions)
      .filter(({ metric }) => !/_(route|script|package_load)_duration$/.test(metric))
      .map((definition) =>
        JSON.stringify(definition).replaceAll(prefix, 'meter_x_mp').replaceAll(layer, 'X_MINI_PROGRAM'),
      ),
  )
  expect(common[0].length).toBeGreaterThan(18)
  for (const each of common) expect(each).toEqual(common[0])
})

test('no two rules make the same metric', () => {
  const all = malFiles().flatMap(({ definitions }) => definitions.map(({ metric }) => metric))
  expect(all.filter((metric, index) => all.indexOf(metric) !== index)).toEqual([])
})

test('the metrics of the dashboards of OAP are there', () => {
  const metrics = new Set(malFiles().flatMap(({ definitions }) => definitions.map(({ metric }) => metric)))
  const common = [
    'app_launch_duration',
    'first_render_duration',
    'request_cpm',
    'request_duration_percentile',
  ]
  const ofWechat = ['route_duration', 'script_duration', 'package_load_duration']
  const wanted = ['wechat', 'alipay'].flatMap((platform) => {
    const gauges = platform === 'wechat' ? ofWechat : []
    return [
      ...['', 'instance_'].flatMap((infix) => [...common, ...gauges].map((name) => infix + name)),
      ...common.map((name) => `endpoint_${name}`),
      'error_count',
    ].map((name) => `meter_${platform}_mp_${name}`)
  })
  expect(wanted.filter((metric) => !metrics.has(metric))).toEqual([])
})

// Stored with the data of whoever runs OAP: a change here breaks what they have.
test('layers keep their names and ordinals', () => {
  const declared = [...malFiles(), ...lalFiles()].flatMap(({ layerDefinitions }) => layerDefinitions)
  const all = new Map(declared.map((layer) => [layer.name, layer]))
  expect(Object.fromEntries([...all].map(([name, { ordinal }]) => [name, ordinal]))).toEqual({
    BYTEDANCE_MINI_PROGRAM: 12102,
    BAIDU_MINI_PROGRAM: 12103,
    QQ_MINI_PROGRAM: 12104,
    JD_MINI_PROGRAM: 12105,
    KUAISHOU_MINI_PROGRAM: 12106,
    XIAOHONGSHU_MINI_PROGRAM: 12107,
    H5_MINI_PROGRAM: 12108,
  })
  for (const layer of declared) expect(layer).toEqual(all.get(layer.name))
  expect(RUNTIME_ORDINALS).toBe(100_000)
})

test('a file that speaks of a layer of ours declares it, and one of OAP’s declares none', () => {
  for (const { path, layerDefinitions } of [...malFiles(), ...lalFiles()]) {
    const named = [...read(`config/${path}`).matchAll(/(?:Layer\.|layer ")(\w+)/g)].map((match) => match[1])
    const own = [...new Set(named)].filter((name) => !/^(WECHAT|ALIPAY)_/.test(name))
    expect(layerDefinitions.map(({ name }) => name).sort(), path).toEqual(own.sort())
  }
})

test('what apply.mjs reads of a file is what YAML says', () => {
  for (const { path } of malFiles()) {
    const text = read(`config/${path}`)
    const { metricPrefix, metricsRules } = parse(text) as { metricPrefix: string; metricsRules: object[] }
    expect(readRuleFile(text)).toEqual({ prefix: metricPrefix, suffix: '', rules: metricsRules })
  }
})

test('apply.mjs reads other ways of writing a file too', () => {
  const text = `
# a comment
expSuffix: "service(['a'], Layer.X)"
metricPrefix: 'meter_x' # another
filter: "{ tags -> tags.b == 'c' }"

metricsRules:
  - name: one
    # in between
    exp: "a.sum(['b'])"
  - exp: >-
      b.sum(['c'])
      .downsampling(SUM)
    name: two
  - name: three
    exp: 'a.tagEqual(''b'', ''c'')'
`
  const { expSuffix, metricPrefix } = parse(text) as Record<string, string>
  expect(readRuleFile(text)).toEqual({
    prefix: metricPrefix,
    suffix: expSuffix,
    rules: [
      { name: 'one', exp: "a.sum(['b'])" },
      { name: 'two', exp: "b.sum(['c']) .downsampling(SUM)" },
      { name: 'three', exp: "a.tagEqual('b', 'c')" },
    ],
  })
})

describe('dashboards', () => {
  test.each(targets.map(({ layer }) => layer))('%s says the same in Chinese', (layer) => {
    const shape = (name: string): unknown =>
      JSON.parse(read(`dashboards/horizon.layer.${layer}${name}.json`), (_, value: unknown) =>
        Array.isArray(value) ? value.map((item: { id?: string }) => item.id ?? 'column') : value,
      )
    type Shape = { content: { dashboards: object; 'layer-header': { columns: string[] } } }
    const [english, chinese] = [shape(''), shape('.i18n.zh-CN')] as Shape[]
    expect(chinese.content.dashboards).toEqual(english.content.dashboards)
    expect(chinese.content['layer-header'].columns).toHaveLength(
      english.content['layer-header'].columns.length,
    )
  })
})

test('the two README say the same: blocks of code, tables, headings', () => {
  const shape = (name: string) => {
    const text = read(name)
    return {
      code: [...text.matchAll(/```\w*\n[^]*?```/g)].map(([block]) => block),
      lines: text.split('\n').map((line) => (/^(#+|\||-) /.exec(line) ?? /^(\|)/.exec(line))?.[1] ?? ''),
    }
  }
  expect(shape('README.zh-CN.md')).toEqual(shape('README.md'))
})

test('the command knows every platform', () => {
  expect(PLATFORMS).toEqual(targets.map(({ platform }) => platform))
})
