/** The files are what the rules say, whole, and the same for all platforms. */
import { execSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import horizon from './apply/dashboards/recorded.json' with { type: 'json' }
import { PLATFORMS } from './apply/options.ts'
import { readRuleFile } from './apply/rule-file.ts'
import { lalFiles, layers, malFiles } from './check/config.ts'
import { files } from './rules/files.ts'
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

test('every platform has the same rules, but for what no app sends there', () => {
  const common = targets.map(({ platform, layer, prefix }) =>
    malFiles()
      .filter(({ path }) => path.includes(platform))
      .flatMap(({ definitions }) => definitions)
      .filter(
        ({ metric }) => !/_(script|package_load|fcp|lcp|inp)_duration$|_cls_score$|_set_data_/.test(metric),
      )
      .map((definition) =>
        JSON.stringify(definition).replaceAll(prefix, 'meter_x_mp').replaceAll(layer, 'X_MINI_PROGRAM'),
      ),
  )
  expect(common[0].length).toBeGreaterThan(18)
  for (const each of common) expect(each).toEqual(common[0])
})

test('routes of Taro and uni-app have their rules, where plain apps send none; setData has, in mini programs', () => {
  const having = (name: string) =>
    targets
      .filter(({ prefix }) =>
        malFiles().some(({ definitions }) =>
          definitions.some(({ metric }) => metric === `${prefix}_${name}`),
        ),
      )
      .map(({ platform }) => platform)
  const all = targets.map(({ platform }) => platform)
  for (const infix of ['', 'instance_', 'endpoint_']) {
    expect(having(`${infix}route_duration`)).toEqual(all)
    expect(having(`${infix}set_data_duration_percentile`)).toEqual(all.filter((name) => name !== 'h5'))
  }
  // runtimes alone tell of these
  expect(having('script_duration')).toEqual(['wechat', 'bytedance'])
  expect(having('package_load_duration')).toEqual(['wechat', 'bytedance'])
  for (const infix of ['', 'instance_', 'endpoint_']) {
    for (const name of ['fcp', 'lcp'])
      expect(having(`${infix}${name}_duration`)).toEqual(['wechat', 'bytedance', 'h5'])
    for (const name of ['inp_duration', 'cls_score']) expect(having(infix + name)).toEqual(['h5'])
  }
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
  expect(Object.fromEntries(layers().map(({ name, ordinal }) => [name, ordinal]))).toEqual({
    BYTEDANCE_MINI_PROGRAM: 112102,
    BAIDU_MINI_PROGRAM: 112103,
    QQ_MINI_PROGRAM: 112104,
    JD_MINI_PROGRAM: 112105,
    KUAISHOU_MINI_PROGRAM: 112106,
    XIAOHONGSHU_MINI_PROGRAM: 112107,
    H5_MINI_PROGRAM: 112108,
  })
})

test('layers stand in layer-extensions.yml: files of rules that declare any go dark some seconds after the start', () => {
  const known = layers().map(({ name }) => name)
  for (const { path, layerDefinitions } of [...malFiles(), ...lalFiles()]) {
    expect(layerDefinitions, path).toEqual([])
    const named = [...read(`config/${path}`).matchAll(/(?:Layer\.|layer ")(\w+)/g)].map((match) => match[1])
    expect([...known, 'WECHAT_MINI_PROGRAM', 'ALIPAY_MINI_PROGRAM'], path).toEqual(
      expect.arrayContaining(named),
    )
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

test('charts of errors name the types that there are', () => {
  const tips = (layer: string) =>
    /"([^"]*) Repeats within/.exec(read(`dashboards/horizon.layer.${layer}.json`))?.[1]
  expect(tips('WECHAT_MINI_PROGRAM')).toBe('js, promise, pageNotFound, ajax, lazyLoad, lag.')
  expect(tips('H5_MINI_PROGRAM')).toBe('js, promise, ajax, resource, lag.')
})

describe('dashboards', () => {
  const layerNames = targets.map(({ layer }) => layer)
  const content = (name: string) =>
    (JSON.parse(read(`dashboards/horizon.layer.${name}.json`)) as { content: Content }).content
  interface Content {
    slots: object
    header: { orderBy: string; columns: { metric: string }[] }
    components: { topology: boolean }
    dashboards: Record<string, { id: string; span: number }[]>
  }

  test.each(layerNames)('%s says the same in Chinese', (layer) => {
    const [english, chinese] = [content(layer), content(`${layer}.i18n.zh-CN`)]
    const ids = ({ dashboards }: Content) =>
      Object.entries(dashboards).map(([scope, charts]) => [scope, charts.map(({ id }) => id)])
    expect(ids(chinese)).toEqual(ids(english))
    expect(chinese.header.columns).toHaveLength(english.header.columns.length)
    expect(Object.keys(chinese.slots)).toEqual(Object.keys(english.slots))
  })

  test.each(layerNames)('%s has all that Horizon UI stores of its own, under the same names', (layer) => {
    expect(lacking(horizon.template, content(layer))).toEqual([])
  })

  /** What a value lacks of a recorded one; of a list each item must have it. */
  function lacking(recorded: unknown, value: unknown, at = ''): string[] {
    if (Array.isArray(recorded)) {
      if (!Array.isArray(value) || !value.length) return [`${at}: no list`]
      return value.flatMap((item, index) => lacking(recorded[0], item, `${at}[${index}]`))
    }
    if (typeof recorded === 'string') return typeof value === recorded ? [] : [`${at}: no ${recorded}`]
    return Object.entries(recorded as object).flatMap(([name, part]) => {
      const own = (value as Record<string, unknown> | undefined)?.[name]
      const isOptional = own === undefined && horizon.optional.includes(name)
      return isOptional ? [] : lacking(part, own, `${at}.${name}`)
    })
  }

  test.each(layerNames)(
    '%s fills its rows, sorts by a column that it has, and draws the topology',
    (layer) => {
      const { dashboards, header, components } = content(layer)
      for (const [scope, charts] of Object.entries(dashboards)) {
        let filled = 0
        for (const { span } of charts) {
          // a chart that does not fit begins a new row, and leaves a hole
          expect((filled % 12) + span, scope).toBeLessThanOrEqual(12)
          filled += span
        }
        expect(filled % 12, scope).toBe(0)
      }
      expect(header.columns.map(({ metric }) => metric)).toContain(header.orderBy)
      expect(components.topology).toBe(true)
    },
  )
})

/** OAP 11’s own, of its application.yml. */
const OWN_LISTS = {
  SW_LOG_LAL_FILES:
    'envoy-als,mesh-dp,mysql-slowsql,pgsql-slowsql,redis-slowsql,k8s-service,nginx,envoy-ai-gateway,miniprogram,default',
  SW_LOG_MAL_FILES: 'nginx,miniprogram-wechat,miniprogram-alipay',
  SW_SEARCHABLE_LOGS_TAG_KEYS: 'level,http.status_code,ai_route_type',
}

test.each(['README.md', 'README.zh-CN.md'])('%s gives variables whole, with no name twice', (file) => {
  const names = (folder: string) =>
    readdirSync(join(root, 'config', folder)).map((name) => name.replace('.yaml', ''))
  const ours = {
    SW_LOG_LAL_FILES: names('lal'),
    SW_LOG_MAL_FILES: names('log-mal-rules'),
    SW_SEARCHABLE_LOGS_TAG_KEYS: ['exception.type'],
  }
  for (const [name, own] of Object.entries(OWN_LISTS)) {
    const [, text] = new RegExp(`^\\| \`${name}\` +\\| (.*?) *\\|$`, 'm').exec(read(file)) ?? []
    expect(text, `${name}: a cell that can be copied`).toMatch(/^`[^`]*`$/)
    const listed = text!.slice(1, -1).split(',')
    expect(new Set(listed).size, `${name}: a name twice stops OAP`).toBe(listed.length)
    expect(listed).toEqual(expect.arrayContaining([...own.split(','), ...ours[name as keyof typeof ours]]))
  }
})

test('the README’s command lays every file into OAP’s config/, and leaves what is there', () => {
  const [, command] = /^(cp .*)$/m.exec(read('README.md')) ?? []
  const oap = mkdtempSync(join(tmpdir(), 'oap-'))
  try {
    mkdirSync(join(oap, 'config/lal'), { recursive: true })
    writeFileSync(join(oap, 'config/lal/default.yaml'), 'rules: []\n')
    execSync(command!.replace('<oap>', oap), { cwd: join(root, '../..') })
    const laid = readdirSync(join(oap, 'config'), { recursive: true })
    expect(laid.sort()).toEqual(
      [...readdirSync(join(root, 'config'), { recursive: true }), 'lal/default.yaml'].sort(),
    )
  } finally {
    rmSync(oap, { recursive: true })
  }
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
