/**
 * `npx mini-monitor native` as a user of the packed package types it: the file that it makes is within its size, is
 * ES2015, and reports from a simulated WeChat.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createSink } from '../../cli/live/sink/index.ts'
import { fakeDevice, platforms, type PlatformName } from '../../hosts/index.ts'
import { type Consumer, createConsumer, lay } from './dist.ts'
import { MADE, OPTIONS } from './native-files.ts'
import { problemsInApps } from './rules.ts'

let app: Consumer
beforeAll(() => {
  app = createConsumer()
  lay(app, 'options.json', JSON.stringify(OPTIONS))
}, 60_000)
afterAll(() => app?.remove())

function native(flags: string) {
  const bin = join(app.folder, 'node_modules/.bin/mini-monitor')
  const { status, stdout, stderr } = spawnSync(bin, ['native', ...flags.split(' ')], {
    cwd: app.folder,
    encoding: 'utf8',
  })
  return { status, stdout, stderr }
}

/** The file that was made. */
function made(name = 'mini-monitor.js') {
  return readFileSync(join(app.folder, name), 'utf8')
}

function install(...names: string[]) {
  mkdirSync(join(app.folder, 'node_modules'), { recursive: true })
  for (const name of names) symlinkSync(resolve('node_modules', name), join(app.folder, 'node_modules', name))
}

/** An app with the file in it runs for some seconds on a simulated phone, `beside` other names; what its collector got. */
async function run(code: string, init: string, platform: PlatformName = 'wechat', beside: object = {}) {
  const sink = await createSink({ ports: [0] })
  await sink.close()
  const { device, clock } = fakeDevice(platform, ({ method, url, headers, body = new Uint8Array() }) => {
    if (!url.startsWith(OPTIONS.collector)) return { status: 404 }
    const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])
    const path = url.slice(OPTIONS.collector.length)
    return { status: sink.receive({ method, path, headers: Object.fromEntries(lower), body }).status }
  })
  const { api } = platforms[platform]
  const runtime = device.start({
    files: {
      'app.json': '{ "pages": ["pages/home/home"] }',
      'app.js': `const monitor = require('./libs/mini-monitor.js')\nconst started = ${init}\nApp({ monitor, started })`,
      'libs/mini-monitor.js': code,
      'pages/home/home.js': `Page({
        onLoad() {
          ${api}.request({ url: 'https://shop.example/goods', fail() {} })
          setTimeout(() => { throw new TypeError('no price') }, 10)
        },
      })`,
      'pages/home/home.wxml': '<view/>',
      'pages/home/home.axml': '<view/>',
    },
  })
  Object.assign(runtime.globals, beside)
  runtime.launch()
  await clock.advance(10_000)
  const { logs, metrics } = sink.received
  return {
    violations: sink.violations,
    errors: logs.map(({ attributes, body }) => `${attributes['exception.type']}: ${String(body)}`).join('\n'),
    metrics: [...new Set(metrics.map(({ name }) => name))],
    platforms: [...new Set(logs.map(({ resource }) => resource['miniprogram.platform']))],
    warnings: runtime.log.map(({ text }) => text).filter((text) => text.includes('[mini-monitor]')),
    exports: Object.keys(runtime.app!.monitor as object),
    started: Object.keys(runtime.app!.started as object),
  }
}

const INIT = `monitor.init(${JSON.stringify(OPTIONS)})`

test('without a bundler in the project it says what to install', () => {
  expect(native('--platform wechat')).toEqual({
    status: 1,
    stdout: '',
    stderr: '✖ esbuild is needed to put the file together: npm i -D esbuild terser\n',
  })
})

describe('with esbuild alone', () => {
  beforeAll(() => install('esbuild'))
  afterAll(() => rmSync(join(app.folder, 'node_modules/esbuild')))

  test('the file works, is ES2015, and is said to be larger than it need be', async () => {
    const { status, stdout } = native(MADE.requests!)
    expect({ status, stdout }).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('npm i -D terser'),
    })
    expect(problemsInApps(made(), { isCommonJs: true })).toEqual([])
    expect((await run(made(), INIT)).errors).toContain('no price')
  })
})

describe('with esbuild and terser', () => {
  beforeAll(() => install('esbuild', 'terser'))

  test.each(Object.entries(MADE))('%s (%s): ES2015, no eval, and it reports', async (name, flags) => {
    expect(native(flags)).toMatchObject({ status: 0, stderr: '' })
    const code = made()
    expect(problemsInApps(code, { isCommonJs: true })).toEqual([])
    // the header
    expect(code.match(/\/\*|\/\/ /g)).toEqual(['/*'])
    const seen = await run(code, name === 'options' ? 'monitor.init()' : INIT)
    expect(seen).toMatchObject({ violations: [], warnings: [], platforms: ['wechat'] })
    expect(seen.errors).toMatch(/^js: .*no price$/m)
    expect(seen.errors).toMatch(/^ajax: .*404/m)
    expect(seen.metrics).toContain('miniprogram.request.duration')
    expect(seen.metrics.includes('miniprogram.app_launch.duration')).toBe(/default|options/.test(name))
    expect(seen.exports.sort()).toEqual(['flush', 'init', 'shutdown'])
    expect(seen.started.includes('captureError')).toBe(!flags.includes('--no-api'))
  })

  test('what is in it and what is not is said, with the size', () => {
    expect(native(MADE.small!).stdout).toMatch(
      /^✔ mini-monitor\.js: \d\d\.\d kB, \d\d\.\d kB gzipped\n {2}in it: +wechat; errors, requests, JSON\n {2}not in it: perf, .*storage, limits, api\n/,
    )
  })

  test('options that ask for a part that it lacks warn with its name', async () => {
    native(MADE.requests!)
    const asked = {
      ...OPTIONS,
      enable: { tracing: true, perf: true, error: true },
      deviceContext: true,
      events: true,
      encoding: 'proto',
    }
    const { warnings } = await run(
      made(),
      `monitor.init(${JSON.stringify({ ...asked, sampling: { perf: 0.5 } })})`,
    )
    const told = warnings.map((text) => /needs "(.*)", which/.exec(text)?.[1])
    expect(told).toEqual([
      'perf',
      'device',
      'events',
      'tracing',
      'skywalking',
      'sampling',
      '--encoding proto',
    ])
    const without = await run(made(), `monitor.init({ service: 'shop' })`)
    expect(without.warnings.join()).toContain('no option "collector" needs "console"')
  })

  test('options that come too late are told', async () => {
    native(MADE.options!)
    const { warnings, errors } = await run(made(), INIT)
    expect(warnings).toEqual([expect.stringContaining('init() takes no options: they are in this file')])
    expect(errors).toContain('no price')
  })

  test('functions come from the module that the options name', async () => {
    lay(app, 'hooks.js', `exports.beforeSend = (signal) => signal.kind !== 'log' && signal`)
    lay(app, 'hooked.json', JSON.stringify({ ...OPTIONS, config: './hooks.js' }))
    expect(native('--platform wechat --options hooked.json').stderr).toBe('')
    const seen = await run(made(), 'monitor.init()')
    expect(seen.errors).toBe('')
    expect(seen.metrics).toContain('miniprogram.request.duration')
  })

  test('one file for several platforms finds the one it runs on; record() comes if it is asked for', async () => {
    expect(native('--platform wechat,alipay --features errors,record -o libs/mm.js').status).toBe(0)
    const seen = await run(made('libs/mm.js'), INIT, 'alipay')
    expect(seen.platforms).toEqual(['alipay'])
    expect(seen.exports).toContain('record')
    // the driver of Alipay comes first, and finds an object that is merely called like its own
    const beside = await run(made('libs/mm.js'), INIT, 'wechat', { my: { request() {}, getStorage() {} } })
    expect(beside.platforms).toEqual(['wechat'])
  })

  test.each(Object.keys(platforms) as PlatformName[])('the smallest file reports on %s', async (platform) => {
    native(MADE.small!.replace('wechat', platform))
    const seen = await run(made(), INIT, platform)
    expect(seen).toMatchObject({ violations: [], warnings: [], platforms: [platform] })
    expect(seen.errors).toMatch(/^js: .*no price$/m)
    expect(seen.errors).toMatch(/^ajax: .*404/m)
    expect(seen.metrics).toContain('miniprogram.request.duration')
  })

  test('--check fails once the file is not what would be made', () => {
    native(MADE.requests!)
    expect(native(`${MADE.requests} --check`)).toMatchObject({ status: 0, stderr: '' })
    expect(native(`${MADE.requests} --no-limits --check`)).toMatchObject({
      status: 1,
      stderr: '✖ mini-monitor.js is not what is made now: run it without --check.\n',
    })
  })

  test.each([
    ['--platform wechat --features errors,bogus', /^✖ There is no feature "bogus", only errors, requests/],
    ['--platform wechat --options none.json', /^✖ There is no file none\.json/],
    ['--platfrom wechat', /^✖ unknown option '--platfrom'\n\(Did you mean --platform\?\)/],
  ])('%s: a sentence, and code 1', (flags, message) => {
    expect(native(flags)).toMatchObject({ status: 1, stdout: '', stderr: expect.stringMatching(message) })
  })
})
