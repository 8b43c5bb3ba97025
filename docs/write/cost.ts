import { readFileSync } from 'node:fs'
import { readCost, TOLD } from '../../bench/cost.ts'
import { text, type Language, type Text } from '../data/text.ts'
import { table } from './table.ts'

/* What the kit costs an app, as the bench measured it last. */

const words = {
  app: text('An app grows by, minified (gzipped)', '应用增加的体积：压缩后（gzip）'),
  little: text('little', '少量功能'),
  default: text('default', '默认'),
  everything: text('everything', '全部功能'),
  native: text('Native mini program', '原生小程序'),
  taro: text('Taro (React, WeChat)', 'Taro（React，微信）'),
  uniApp: text('uni-app (WeChat)', 'uni-app（微信）'),
  what: text('What it takes, once', '每次耗时'),
  jit: text('with a JIT', '有 JIT'),
  jitless: text('without', '无 JIT'),
}

/** The rows of the bench in the README's words. */
const ROWS: { [id: string]: Text } = {
  'start/cold-load': text('loading the file', '加载文件'),
  'start/cold-init': text('`init`, the first in a process', '`init`，进程内首次'),
  'start/init': text('`init`, later', '`init`，再次'),
  'request/request/success/off': text('a request', '一个请求'),
  'request/request/success/sw8': text('a traced request', '一个带链路追踪的请求'),
  'request/request/error/off': text('a request that fails', '一个失败的请求'),
  'emit/error-new': text('an error', '一个错误'),
  'emit/error-again': text('the same error again', '同一错误再次出现'),
}

/** Made files and the published one, by their names in the book of sizes. */
const NATIVE = [
  'a made file: errors, requests, JSON, without storage, limits, api',
  'a made file: default options in it',
  'native, all in one file',
]

export function growthTable(language: Language): string {
  const { apps, at, version } = readCost().growth
  const cells = (app: keyof typeof apps) =>
    [apps[app].little, apps[app].default, apps[app].everything].map(({ raw, gzip }) => told(raw, gzip))
  const { sizes } = JSON.parse(
    readFileSync(new URL('../../test/surface/sizes.json', import.meta.url), 'utf8'),
  ) as { sizes: { [name: string]: number } }
  const native = NATIVE.map((name) => told(sizes[`${name}, minified`], sizes[`${name}, gzipped`]))
  const rows = [
    [words.native[language], ...native],
    [words.taro[language], ...cells('Taro')],
    [words.uniApp[language], ...cells('uni-app')],
  ]
  const head = [words.app, words.little, words.default, words.everything]
  const day = dayOf(at)
  const note = text(
    `Builds of the sample apps with version ${version} on ${day.en}. _Little_: errors and requests as JSON, without storage, limits, segments of the app's own and device context. _Everything_: traces, \`setData\` and URL groups, too; for a native app, the one file of the package.`,
    `示例应用的构建，${day.zh}，版本 ${version}。“少量功能”：仅错误与请求（JSON），不含存储、限流、自行生成的 Segment 与设备信息；“全部功能”：另含链路追踪、\`setData\` 与 URL 分组，原生小程序为包中的单个文件。`,
  )
  return `${table(language, head, rows)}\n\n${note[language]}`
}

export function timesTable(language: Language): string {
  const { at, version, node, rows } = readCost().times
  const lines = TOLD.map((id) => [ROWS[id][language], time(rows[id].jit), time(rows[id].jitless)])
  const day = dayOf(at)
  const note = text(
    `Medians of processor time, version ${version}, Node ${node}, on ${day.en}, on a 2-core server that does other work, too; phones are slower. iOS and old phones have no JIT.`,
    `处理器时间的中位数：版本 ${version}，Node ${node}，${day.zh}，在一台同时有其他任务的 2 核服务器上测得；手机更慢。iOS 与老手机没有 JIT。`,
  )
  return `${table(language, [words.what, words.jit, words.jitless], lines)}\n\n${note[language]}`
}

function told(minified: number, gzip: number): string {
  const kB = (bytes: number) => `${Math.round(bytes / 1000)} kB`
  return `${kB(minified)} (${kB(gzip)})`
}

/** µs */
function time(value: number): string {
  const digits = (n: number) => String(Number(n.toPrecision(2)))
  return value < 1000 ? `${digits(value)} µs` : `${digits(value / 1000)} ms`
}

function dayOf(at: string): Text {
  const date = new Date(at)
  const month = date.toLocaleString('en', { month: 'long', timeZone: 'UTC' })
  return text(
    `${date.getUTCDate()} ${month} ${date.getUTCFullYear()}`,
    `${date.getUTCFullYear()} 年 ${date.getUTCMonth() + 1} 月 ${date.getUTCDate()} 日`,
  )
}
