import { expect, test } from 'vitest'
import { fakeDevice } from '../index.ts'

function load(files: Record<string, string>, request: string, from = 'pages/a/a.js') {
  return fakeDevice('wechat').device.start({ files }).run(`module.exports = require('${request}')`, from)
}

test('files: relative, from the root, folders, JSON, once only', () => {
  const files = {
    'lib/x.js': `exports.x = 1`,
    'lib/index.js': `exports.all = require('./x').x; exports.count = (global.count = (global.count || 0) + 1)`,
    'data.json': '{"a":[1]}',
  }
  expect(load(files, '../../lib/x').x).toBe(1)
  expect(load(files, '/lib').all).toBe(1)
  expect(load(files, '../../data.json')).toEqual({ a: [1] })
  const runtime = fakeDevice('wechat').device.start({ files })
  runtime.run(`require('./lib'); require('/lib/index.js')`, 'a.js')
  expect(runtime.globals.count).toBe(1)
})

test('packages: WeChat’s npm build, node_modules, nearest first, subpaths and scopes', () => {
  const files = {
    'miniprogram_npm/kit/index.js': `module.exports = 'built'`,
    'miniprogram_npm/kit/core.js': `module.exports = 'core'`,
    'pages/miniprogram_npm/near/index.js': `module.exports = 'near'`,
    'miniprogram_npm/near/index.js': `module.exports = 'far'`,
    'node_modules/@a/b/package.json': JSON.stringify({ main: 'lib/main.js' }),
    'node_modules/@a/b/lib/main.js': `module.exports = require('./other')`,
    'node_modules/@a/b/lib/other.js': `module.exports = 'scoped'`,
  }
  expect(['kit', 'kit/core', 'near', '@a/b'].map((request) => load(files, request))).toEqual([
    ...['built', 'core', 'near', 'scoped'],
  ])
})

test('exports of a package: conditions, subpaths and patterns', () => {
  const files = {
    'node_modules/p/package.json': JSON.stringify({
      main: './wrong.js',
      exports: {
        '.': { import: './esm.js', module: './esm.js', require: { types: './x.d.ts', default: './cjs.js' } },
        './platforms/*': { require: './miniprogram/platforms/*.js' },
      },
    }),
    'node_modules/p/cjs.js': `module.exports = 'cjs'`,
    'node_modules/p/miniprogram/platforms/wechat.js': `module.exports = 'wechat'`,
  }
  expect([load(files, 'p'), load(files, 'p/platforms/wechat')]).toEqual(['cjs', 'wechat'])
})

test('a cycle sees what is there so far; what is missing is said with its place', () => {
  expect(
    load(
      {
        'a.js': `exports.early = 1; exports.b = require('./b').seen`,
        'b.js': `exports.seen = require('./a').early`,
      },
      '/a',
    ).b,
  ).toBe(1)
  expect(() => load({}, 'nothing')).toThrow(
    "module 'nothing' is not defined, require args is 'nothing' in pages/a/a.js",
  )
})

test('stacks name files and lines of the app', () => {
  const runtime = fakeDevice('wechat').device.start({
    files: { 'pages/a.js': '\n\nexports.f = () => { throw new Error("x") }' },
  })
  let stack = ''
  try {
    runtime.run(`require('./pages/a').f()`, 'app.js')
  } catch (error) {
    stack = (error as Error).stack!
  }
  expect(stack).toMatch(/pages\/a\.js:3:\d+/)
  expect(stack).toMatch(/app\.js:1:2\d/)
})

test('a source can be transformed as the platform’s build would', () => {
  const { device } = fakeDevice('wechat')
  const runtime = device.start({
    files: { 'app.js': `export const a = 1` },
    transform: (source) => source.replace('export const a', 'exports.a'),
  })
  expect(runtime.run(`module.exports = require('./app')`).a).toBe(1)
})
