/** The published package through WeChat's own npm build, as a native app team does it. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { installed } from '../../playground/builds/index.ts'
import { type Consumer, createConsumer, plainSubpaths } from '../surface/dist.ts'

interface Built {
  packed: { miniProgramPackNum: number; otherNpmPackNum: number; warnList: unknown[] }
  modules: { path: string; deps: { request: string; path: string }[] }[]
}

let consumer: Consumer
let built: Built

beforeAll(async () => {
  consumer = createConsumer()
  layApp(consumer.folder)
  built = build(consumer.folder, await installed('test/e2e/miniprogram-ci'))
})
afterAll(() => consumer?.remove())

test('miniprogram-ci takes the package as a mini program package, without a warning', () => {
  expect(built.packed).toEqual({ miniProgramPackNum: 1, otherNpmPackNum: 0, warnList: [] })
})

test('every require of an entry finds its file', () => {
  const app = built.modules.find(({ path }) => path === 'app.js')!
  const found = app.deps.map(({ request, path }) => [request, path])
  const name = 'miniprogram_npm/mini-monitor'
  expect(found).toEqual(
    plainSubpaths().map((path) => ['mini-monitor' + path, `${name}${path || '/index'}.js`]),
  )
})

test('what is required within the package is there', () => {
  const ours = built.modules.filter(({ path }) => path.startsWith('miniprogram_npm/mini-monitor/'))
  const required = ours.flatMap(({ deps }) => deps.map(({ path }) => path))
  expect(ours).toHaveLength(plainSubpaths().length)
  expect(new Set(required)).toEqual(new Set(['miniprogram_npm/mini-monitor/index.js']))
})

test('the code arrives as published, and all entries are one module', () => {
  const home = join(consumer.folder, 'miniprogram_npm/mini-monitor')
  expect(readFileSync(join(home, 'index.js'), 'utf8')).toBe(readFileSync('dist/miniprogram/index.js', 'utf8'))
  const load = (path: string) => createRequire(import.meta.url)(join(home, path)) as object
  for (const path of plainSubpaths()) expect(load(path || '/index')).toBe(load('/index'))
})

/** The smallest mini program that uses every entry. */
function layApp(folder: string): void {
  const requires = plainSubpaths().map((path, i) => `const kit${i} = require('mini-monitor${path}')`)
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { dependencies: object }
  expect(Object.keys(manifest.dependencies)).toEqual(['mini-monitor'])
  const files = {
    'project.config.json': JSON.stringify({ compileType: 'miniprogram', miniprogramRoot: './', setting: {} }),
    'app.json': JSON.stringify({ pages: ['pages/index/index'] }),
    'app.js': requires.join('\n') + "\nkit0.init({ service: 'shop' })\nApp({})\n",
    'pages/index/index.js': 'Page({})\n',
    'pages/index/index.json': '{}\n',
    'pages/index/index.wxml': '<view>shop</view>\n',
  }
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
}

function build(folder: string, tools: string): Built {
  const args = ['test/e2e/miniprogram-ci/build.mjs', tools, folder]
  const out = execFileSync(process.execPath, args, { encoding: 'utf8', timeout: 120_000 })
  return JSON.parse(/^RESULT (.*)$/m.exec(out)![1]) as Built
}
