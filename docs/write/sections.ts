import { readFileSync } from 'node:fs'
import { assumed, defaults } from '../../deploy/sizing/assumptions.ts'
import { countedRules, measuredBytes } from '../../deploy/sizing/measured.ts'
import { sizingOf } from '../../deploy/sizing/model.ts'
import { ROWS as sizingRows } from '../../deploy/sizing/rows.ts'
import { REDACT_KEYS } from '../../core/processors/redact.ts'
import { OPTIONS } from '../data/options.ts'
import { MINI_APIS, WEB_APIS, type ApiRow } from '../data/platform-apis.ts'
import { PRIVACY_ROWS } from '../data/privacy.ts'
import * as signals from '../data/signals/index.ts'
import type { Language, Text } from '../data/text.ts'
import { text } from '../data/text.ts'

/* What the pages hold between `<!-- generated: name -->` and `<!-- /generated -->`. */

export type Section = (language: Language) => string

const words = {
  attribute: text('Attribute', '属性'),
  field: text('Field', '字段'),
  fields: text('Fields', '字段'),
  type: text('Type', '类型'),
  on: text('On', '出现于'),
  all: text('all', '全部'),
  when: text('When', '何时出现'),
  source: text('Source', '来源'),
  unit: text('Unit', '单位'),
  metric: text('Metric', '指标'),
  what: text('What it tells', '含义'),
  body: text('Body', '正文'),
  trigger: text('Comes from', '触发条件'),
  header: text('Header', '请求头'),
  propagator: text('Propagator', '传播格式'),
  value: text('Value', '取值'),
  reason: text('Reason', '原因'),
  lost: text('A loss?', '算丢失吗'),
  yes: text('yes', '是'),
  no: text('no', '否'),
  option: text('Option', '选项'),
  fallback: text('Default', '默认值'),
  api: text('Called', '接口'),
  why: text('Why', '用途'),
  off: text('Switched off by', '如何关闭'),
  consent: text('Before consent?', '同意前调用'),
  measured: text('What an app imports', '应用引入的内容'),
  minified: text('minified', '压缩后'),
  devices: text('devices a month', '月活设备数'),
  assumed: text('Assumed', '假设'),
}

function code(name: string): string {
  return '`' + name + '`'
}

function table(language: Language, head: (Text | string)[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.map((cell) => cell.replace(/\|/g, '\\|')).join(' | ')} |`
  const titles = head.map((cell) => (typeof cell === 'string' ? cell : cell[language]))
  return [line(titles), line(titles.map(() => '---')), ...rows.map(line)].join('\n')
}

/** Columns On and Unit only where they say something. */
function attributes(rows: signals.Attribute[], title: Text = words.attribute): Section {
  const sorts = rows.some((row) => row.on)
  return (language) =>
    table(
      language,
      [title, words.type, ...(sorts ? [words.on] : []), words.when, words.source],
      rows.map(({ name, type, on, when, source }) => [
        code(name),
        type,
        ...(sorts ? [on ? on.map(code).join(' ') : words.all[language]] : []),
        when[language],
        source[language],
      ]),
    )
}

function apis(rows: ApiRow[]): Section {
  return (language) =>
    table(
      language,
      [words.api, words.when, words.why, words.consent, words.off],
      rows.map(({ names, when, why, beforeConsent, off }) => [
        names.map(code).join(' '),
        when[language],
        why[language],
        words[beforeConsent ? 'yes' : 'no'][language],
        off[language],
      ]),
    )
}

function metricOf(name: string) {
  return signals.METRICS.find((metric) => metric.name === name)!
}

const metricTable: Section = (language) =>
  table(
    language,
    [words.metric, words.type, words.unit, words.what, words.source],
    signals.METRICS.map(({ name, type, unit, what, source }) => [
      code(name),
      type,
      unit,
      what[language],
      source[language],
    ]),
  )

const metricPlatforms: Section = (language) =>
  table(
    language,
    [words.metric, ...signals.PLATFORMS],
    signals.METRICS.map(({ name, platforms }) => [
      code(name.replace('miniprogram.', '')),
      ...signals.PLATFORMS.map((platform) => (platforms.includes(platform) ? '✓' : '')),
    ]),
  )

const pointFields: Section = (language) =>
  table(
    language,
    [words.type, words.fields],
    Object.entries(signals.pointFields).map(([type, names]) => [type, names.map(code).join(' ')]),
  )

const logKinds: Section = (language) =>
  table(
    language,
    ['`exception.type`', words.trigger, words.body],
    signals.LOGS.map(({ kind, trigger, body }) => [
      kind === 'log' ? '–' : code(kind),
      trigger[language],
      body[language],
    ]),
  )

const appHeaders: Section = (language) =>
  table(
    language,
    [words.header, words.propagator, words.value],
    signals.APP_HEADERS.map(({ name, propagator, what }) => [code(name), code(propagator), what[language]]),
  )

const ownHeaders: Section = (language) =>
  table(
    language,
    [words.header, words.value],
    signals.OWN_HEADERS.map(({ name, what }) => [code(name), what[language]]),
  )

const dropReasons: Section = (language) =>
  table(
    language,
    [words.reason, words.lost, words.what],
    signals.DROP_REASONS.map(({ reason, lost, what }) => [
      code(reason),
      words[lost ? 'yes' : 'no'][language],
      what[language],
    ]),
  )

function optionTable(rows: typeof OPTIONS): Section {
  return (language) =>
    table(
      language,
      [words.option, words.type, words.fallback, words.what],
      rows.map((row) => [
        code(row.path),
        code(row.type),
        row.defaultText?.[language] ?? code(JSON.stringify(row.default).replace(/"/g, "'")),
        row.what[language],
      ]),
    )
}

const privacy: Section = (language) =>
  table(
    language,
    [words.fields, words.why, words.off],
    PRIVACY_ROWS.map(({ fields, why, off }) => [fields.map(code).join(' '), why[language], off[language]]),
  )

const redactKeys: Section = () => REDACT_KEYS.map(code).join(' ')

/** The README's own words for what is measured; a test holds that none is left out. */
export const sizeNames: Record<string, Text> = {
  'native, all in one file': text(
    "`mini-monitor`, the one file that WeChat's npm build takes",
    '`mini-monitor`，微信 npm 构建使用的单个文件',
  ),
  'native, bundled': text('`mini-monitor`, through a bundler', '`mini-monitor`，经打包工具'),
  'core, every part': text('`mini-monitor/core`, every part of it', '`mini-monitor/core`，全部功能'),
  'core: errors, requests, OTLP JSON, one driver': text(
    'a kit of errors and requests as OTLP JSON, with the driver of WeChat',
    '仅含错误与请求（OTLP JSON）的组合，加微信驱动',
  ),
  ...Object.fromEntries(
    ['wechat', 'alipay', 'bytedance', 'baidu', 'qq', 'jd', 'kuaishou', 'xiaohongshu'].map((name) => [
      `platforms/${name}`,
      text(
        '`mini-monitor/platforms/…`, the driver of one mini-program platform',
        '`mini-monitor/platforms/…`，单个小程序平台的驱动',
      ),
    ]),
  ),
  'platforms/h5': text('`mini-monitor/platforms/h5`', '`mini-monitor/platforms/h5`'),
  taro: text('`mini-monitor/taro`, every part of it', '`mini-monitor/taro`，全部功能'),
  'taro/vue': text('`mini-monitor/taro/vue`, every part of it', '`mini-monitor/taro/vue`，全部功能'),
  'uni-app': text('`mini-monitor/uni-app`, every part of it', '`mini-monitor/uni-app`，全部功能'),
  'taro/auto': text(
    "what Taro's build plug-in brings at least (React)",
    'Taro 构建插件至少带入的代码（React）',
  ),
  'taro/vue/auto': text('the same with Vue 3', '同上（Vue 3）'),
  'uni-app/auto': text("what uni-app's build plug-in brings at least", 'uni-app 构建插件至少带入的代码'),
}

export interface SizeLimit {
  /** Key of sizeNames. */
  what: string
  minified: string
  gzipped: string
}

/** The limits file has a line for each form: `native, bundled, gzipped`. */
export function sizeLimits(): SizeLimit[] {
  const lines: { name: string; limit: string }[] = JSON.parse(
    readFileSync(new URL('../../.size-limit.json', import.meta.url), 'utf8'),
  )
  const found = new Map<string, SizeLimit>()
  for (const { name, limit } of lines) {
    const [, what, form] = /^(.*), (minified|gzipped)$/.exec(name) ?? []
    if (!form) throw new Error(`.size-limit.json: "${name}" is neither "…, minified" nor "…, gzipped"`)
    found.set(what, { minified: '–', gzipped: '–', ...found.get(what), what, [form]: limit })
  }
  return [...found.values()]
}

/** Entries of one name are one row, and have one limit. */
const sizes: Section = (language) => {
  const rows = sizeLimits().map(({ what, minified, gzipped }): [string, string[]] => {
    const name = sizeNames[what]?.[language] ?? what
    return [name, [name, minified, gzipped]]
  })
  return table(language, [words.measured, words.minified, 'gzip'], [...new Map(rows).values()])
}

const sizing: Section = (language) => {
  const [bytes, rules] = [measuredBytes(), countedRules()]
  const sizings = [1e6, 1e8].map((devices) => sizingOf(devices, bytes, rules, defaults))
  return table(
    language,
    [words.devices, '1 M', '100 M'],
    sizingRows.map(({ what, value }) => [what[language], ...sizings.map(value)]),
  )
}

const sizingAssumptions: Section = (language) =>
  table(
    language,
    [words.assumed, words.value, words.option],
    Object.entries(assumed).map(([name, { value, what }]) => [
      what[language],
      String(value),
      code('--' + name),
    ]),
  )

export const sections: Record<string, Section> = {
  resource: attributes(signals.RESOURCE),
  scope: attributes(signals.SCOPE, words.field),
  'log-kinds': logKinds,
  'log-fields': attributes(signals.LOG_FIELDS, words.field),
  'log-attributes': attributes(signals.LOG_ATTRIBUTES),
  metrics: metricTable,
  'metric-platforms': metricPlatforms,
  'metric-page': attributes(metricOf('miniprogram.route.duration').attributes),
  'metric-request': attributes(metricOf('miniprogram.request.duration').attributes),
  'metric-dropped': attributes(metricOf('miniprogram.monitor.dropped').attributes),
  'point-fields': pointFields,
  'drop-reasons': dropReasons,
  'span-fields': attributes(signals.SPAN_FIELDS, words.field),
  'span-attributes': attributes(signals.SPAN_ATTRIBUTES),
  'segment-fields': attributes(signals.SEGMENT_FIELDS, words.field),
  'keep-alive': attributes(signals.KEEP_ALIVE_FIELDS, words.field),
  'app-headers': appHeaders,
  'own-headers': ownHeaders,
  options: optionTable(OPTIONS),
  'options-short': optionTable(OPTIONS.filter(({ short }) => short)),
  'mini-apis': apis(MINI_APIS),
  'web-apis': apis(WEB_APIS),
  'privacy-fields': privacy,
  'redact-keys': redactKeys,
  sizes,
  sizing,
  'sizing-assumptions': sizingAssumptions,
}
