/** A real app of Mpx, whose proxy copies the platform's functions as soon as it is imported. */
import { deepStrictEqual } from 'node:assert'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createSink } from '../../cli/live/sink/index.ts'
import { fakeDevice } from '../../hosts/index.ts'
import { build } from '../../playground/builds/index.ts'
import { answerOf } from '../e2e/shop.ts'
import type { Row } from './row.ts'

const APP = join(import.meta.dirname, '../../playground/apps/mpx')
const SHOP = 'https://shop.example.com'
const COLLECTOR = 'https://collector.example.com'

/** Where the app starts the kit: in its first import, behind all of them, or not at all. */
type Way = 'first' | 'late' | 'none'

export function mpxRow(): Row {
  const { dependencies } = JSON.parse(readFileSync(join(APP, 'package.json'), 'utf8')) as Manifest
  return {
    what: `Mpx ${dependencies['@mpxjs/core']}, WeChat`,
    how: 'requests by `mpx.request`, `mpx.xfetch` and `wx.request`: all are measured where the kit is the first import; where it comes last, one is, and the kit says so',
    attempt: walk,
  }
}

interface Manifest {
  dependencies: { [name: string]: string }
}

async function walk(): Promise<string> {
  const [first, late, none] = [await visit('first'), await visit('late'), await visit('none')]
  const product = (id: number) => `GET /api/products/${id}`
  const all = [1001, 1002, 1003].map(product)
  deepStrictEqual(first.measured, all)
  deepStrictEqual(first.warnings, [])
  deepStrictEqual(late.measured, [product(1003)])
  deepStrictEqual(late.warnings.length, 1)
  for (const each of [first, late]) {
    deepStrictEqual(each.asked, none.asked)
    deepStrictEqual(each.shown, none.shown)
    deepStrictEqual(each.errors, none.errors)
  }
  return `first: ${first.measured.length} of ${none.asked.length} requests, no warning; last: ${late.measured.length}, and "${late.warnings[0]}"`
}

function sourcesOf(way: Way): { [path: string]: string } {
  if (way === 'first') return {}
  const app = readFileSync(join(APP, 'src/app.mpx'), 'utf8')
  const late = app
    .replace(`import './monitor'`, `import { options } from './options'\nimport { init } from 'mini-monitor'`)
    .replace('createApp({', 'init(options)\n\ncreateApp({')
  return way === 'late' ? { 'src/app.mpx': late } : { 'src/monitor.js': 'export {}\n' }
}

async function visit(way: Way) {
  const { folder } = await build({
    app: APP,
    title: `Mpx, wx, ${way}`,
    command: ['mpx-cli-service', 'build', '--targets=wx'],
    files: sourcesOf(way),
    output: 'dist/wx',
    kit: way !== 'none',
  })
  const sink = await createSink({ ports: [0] })
  await sink.close()
  const asked: string[] = []
  const { device, clock } = fakeDevice('wechat', ({ method, url, headers, body = new Uint8Array() }) => {
    if (url.startsWith(COLLECTOR)) {
      const path = url.slice(COLLECTOR.length)
      const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])
      const { status } = sink.receive({ method, path, headers: Object.fromEntries(lower), body })
      return { status }
    }
    asked.push(`${method} ${url.slice(SHOP.length)}`)
    return answerOf(method, url, body)
  })
  const runtime = device.start({ dir: folder })
  runtime.launch()
  await clock.advance(500)
  runtime.tap('#load')
  await clock.advance(500)
  const shown = runtime.shown()
  runtime.hide()
  await clock.advance(10_000)
  deepStrictEqual(sink.violations, [])
  return {
    asked,
    shown,
    errors: runtime.errors.map(({ error, source }) => `${source}: ${error?.message}`),
    warnings: runtime.log.map(({ text }) => text).filter((text) => text.includes('[mini-monitor]')),
    measured: sink.received.segments.flatMap(({ spans }) => spans).map(requestOf),
  }
}

interface SpanLike {
  tags?: { key: string; value: string }[]
}

function requestOf({ tags = [] }: SpanLike): string {
  const tag = (key: string) => tags.find((each) => each.key === key)?.value ?? ''
  return `${tag('http.method')} ${tag('url').slice(SHOP.length)}`
}
