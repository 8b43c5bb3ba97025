/** What the guides tell to write works: their code is run on a simulated device, block by block. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildSync } from 'esbuild'
import { expect, test } from 'vitest'
import { COLLECTOR } from '../../docs/write/app.ts'
import { createDevice, scriptedNetwork, virtualClock } from '../../hosts/index.ts'

const root = join(import.meta.dirname, '../..')

/** The block of code under a heading that has these words in it. */
function block(page: string, heading: string, words: string): string {
  const [, section = ''] = readFileSync(join(root, page), 'utf8').split(`\n## ${heading}\n`)
  const [chapter = ''] = section.split('\n## ')
  const blocks = [...chapter.matchAll(/^( *)```[jt]s\n([^]*?)^ *```$/gm)].map(([, , code]) => code!)
  return blocks.find((code) => code.includes(words))!
}

/** As a bundler makes it, with a copy of the kit of its own. */
function bundled(code: string): string {
  return buildSync({
    stdin: {
      contents: code.replace(/https:\/\/collector\.example\.com/g, COLLECTOR),
      resolveDir: root,
      loader: 'ts',
    },
    ...{ bundle: true, write: false, format: 'cjs', target: 'es2015', logLevel: 'error' },
    alias: {
      'mini-monitor': './adapters/native/index.ts',
      'mini-monitor/core': './core/index.ts',
      'mini-monitor/native/kit': './adapters/native/kit.ts',
      'mini-monitor/platforms/wechat': './core/platforms/wechat.ts',
    },
    define: { __VERSION__: '"0.0.0"' },
  }).outputFiles[0]!.text
}

/** @param first what runs before app.js */
async function start(files: Record<string, string>, { first = '', path = 'pages/home' } = {}) {
  const clock = virtualClock({ start: Date.UTC(2026, 10, 30) })
  const network = scriptedNetwork(() => ({ status: 200, body: '{}', after: 30 }), clock)
  const runtime = createDevice({ platform: 'wechat', clock, network }).start({
    files: {
      'app.json': JSON.stringify({ pages: ['pages/home'], subPackages: [{ root: 'sub', pages: ['a'] }] }),
      'pages/home.js': 'Page({})',
      'sub/a.js': 'Page({})',
      ...files,
    },
  })
  if (first) runtime.run(first, 'sub/a.js')
  runtime.launch({ path })
  await clock.advance(1000)
  return {
    async run(source: string) {
      runtime.run(source)
      await clock.advance(10000)
      const bodies = network.requests
        .filter(({ url }) => url.startsWith(COLLECTOR))
        .map(({ body }) => Buffer.from(body!))
      const all = bodies.map((body) => body.toString('latin1')).join('\n')
      return (words: string) => all.split(words).length - 1
    },
  }
}

const TROUBLE = `wx.request({ url: 'https://api.example.com/goods', success() {} }); setTimeout(() => { throw new Error('of mine') }, 10)`

test('a kit composed by hand reports errors and requests, and no more', async () => {
  const kit = bundled(block('docs/guides/small-kit.md', 'Compose a kit', 'createInit('))
  const appJs = `require('./kit.js').init({ service: 'shop', collector: '${COLLECTOR}' }); App({})`
  const count = await (await start({ 'kit.js': kit, 'app.js': appJs })).run(TROUBLE)
  expect([count('of mine'), count('miniprogram.request.duration')].every(Boolean)).toBe(true)
  expect(count('miniprogram.app_launch.duration')).toBe(0)
})

test('an independent sub-package that is entered first shares its monitor with app.js', async () => {
  const monitor = bundled(
    block('docs/guides/runtime.md', 'Independent sub-packages', 'allowDefault').replace(
      'init({',
      "init({ encoding: 'json',",
    ),
  )
  const files = {
    'sub/monitor.js': monitor,
    'monitor.js': monitor,
    'app.js': "require('./monitor.js'); App({})",
  }
  const count = await (await start(files, { first: "require('./monitor.js')" })).run(TROUBLE)
  expect(count('"stringValue":"of mine"')).toBe(1)
  expect(count('miniprogram.request.duration')).toBe(1)
})

test('without that, both would report', async () => {
  const monitor = bundled(
    `import { init } from 'mini-monitor'; init({ service: 'shop', encoding: 'json', collector: '${COLLECTOR}' })`,
  )
  const files = {
    'sub/monitor.js': monitor,
    'monitor.js': monitor,
    'app.js': "require('./monitor.js'); App({})",
  }
  const count = await (await start(files, { first: "require('./monitor.js')" })).run(TROUBLE)
  expect(count('"stringValue":"of mine"')).toBe(2)
})

test('a sub-package that is entered first reports by the start in app.js, with its whole path', async () => {
  const monitor = bundled(
    `import { init } from 'mini-monitor'; init({ service: 'shop', encoding: 'json', collector: '${COLLECTOR}' })`,
  )
  const files = { 'monitor.js': monitor, 'app.js': "require('./monitor.js'); App({})" }
  const count = await (await start(files, { path: 'sub/a' })).run(TROUBLE)
  expect(count('"stringValue":"of mine"')).toBe(1)
  expect(count('"stringValue":"sub/a"')).toBeGreaterThan(1)
})

test('an app without App(), Page() and pages, as a game is, reports errors and requests', async () => {
  const game = bundled(
    block('docs/guides/runtime.md', 'Mini games', 'init(').replace(
      /^const .*$/m,
      "import { init } from 'mini-monitor'",
    ),
  )
  const count = await (await start({ 'app.js': game, 'pages/home.js': '' })).run(TROUBLE)
  expect([count('of mine'), count('miniprogram.request.duration')].every(Boolean)).toBe(true)
})

test('a cloud function that is wrapped is measured, and its failure is an error', async () => {
  const call = bundled(block('docs/guides/runtime.md', 'Cloud calls', 'callFunction'))
  const app = await start({
    'call.js': call,
    'app.js': "globalThis.call = require('./call.js').callFunction; App({})",
  })
  const count = await app.run(`
    wx.cloud = { callFunction: ({ name }) => name === 'pay' ? Promise.resolve({}) : Promise.reject(new Error('cloud is down')) }
    globalThis.call({ name: 'pay' })
    globalThis.call({ name: 'refund' }).catch(() => {})`)
  expect(count('cloud.function.duration')).toBe(1)
  expect(count('cloud is down')).toBeGreaterThan(0)
})

test('errors that Vue 2 keeps reach the monitor, and the handler of before', async () => {
  const monitor = bundled(block('docs/guides/setup.md', 'Vue 2', 'watchErrors'))
  const app = await start({
    'monitor.js': monitor,
    'app.js': "globalThis.watch = require('./monitor.js').watchErrors; App({})",
  })
  const count = await app.run(`
    globalThis.before = 0
    const config = { errorHandler() { globalThis.before++ } }
    globalThis.watch(config)
    config.errorHandler(new Error('of a handler'), undefined, 'v-on handler')
    if (globalThis.before !== 1) throw new Error('the handler of before was not called')`)
  expect(count('v-on handler')).toBe(1)
  expect(count('the handler of before')).toBe(0)
})

test.each([
  ['call `setConsent(false)` first', true],
  ['forget to', false],
])('of an app that removes the kit nothing stays on the device if you %s', async (_, erases) => {
  const monitor = bundled(`export { init } from 'mini-monitor'`)
  const clock = virtualClock({ start: Date.UTC(2026, 10, 30) })
  const device = createDevice({
    platform: 'wechat',
    clock,
    network: scriptedNetwork(() => ({ fail: 'offline' }), clock),
  })
  const runtime = device.start({
    files: {
      'app.json': JSON.stringify({ pages: ['pages/home'] }),
      'pages/home.js': 'Page({})',
      'kit.js': monitor,
      'app.js': `globalThis.monitor = require('./kit.js').init({ service: 'shop', collector: '${COLLECTOR}' }); App({})`,
    },
  })
  runtime.launch()
  await clock.advance(10000)
  expect(device.storage.keys().length).toBeGreaterThan(0)
  runtime.run(`${erases ? 'globalThis.monitor.setConsent(false);' : ''} globalThis.monitor.shutdown()`)
  await clock.advance(10000)
  expect(device.storage.keys().length === 0).toBe(erases)
})
