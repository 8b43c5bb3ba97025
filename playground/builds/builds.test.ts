import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { build, CommandError, InstallError, sizeOf, taroApp, type Build } from './index.ts'

/** An app whose framework is a script of its own. */
const SCRIPT = `
  const fs = require('fs')
  if (process.env.BROKEN) throw new Error('no such page: ' + process.env.BROKEN)
  fs.appendFileSync(process.env.RUNS, 'x')
  fs.mkdirSync('out')
  const kit = fs.existsSync('node_modules/mini-monitor') && require('mini-monitor/package.json').version
  const { dependencies } = require('./package.json')
  fs.writeFileSync('out/app.json', JSON.stringify({ title: fs.readFileSync('title.txt', 'utf8'), kit, dependencies }))
  console.log('\\x1b[32mdone\\x1b[0m')
`
const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }

let home: string
let request: Build
const SAID: string[] = []

function make(changes: Partial<Build> = {}) {
  return build({ ...request, ...changes }, (line) => SAID.push(line))
}

function appJson({ folder }: { folder: string }) {
  return JSON.parse(readFileSync(join(folder, 'app.json'), 'utf8')) as object
}

function runs() {
  return readFileSync(join(home, 'runs'), 'utf8').length
}

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'mini-monitor-builds-'))
  vi.stubEnv('MINI_MONITOR_CACHE', join(home, 'cache'))
  const app = join(home, 'app')
  mkdirSync(app)
  const lock = { name: 'app', lockfileVersion: 3, packages: { '': { name: 'app' } } }
  const files = {
    'package.json': '{ "name": "app" }',
    'package-lock.json': JSON.stringify(lock),
    'build.js': SCRIPT,
    'title.txt': 'shop',
  }
  for (const [name, text] of Object.entries(files)) writeFileSync(join(app, name), text)
  request = {
    app,
    title: 'App',
    command: ['node', 'build.js'],
    output: 'out',
    env: { RUNS: join(home, 'runs') },
  }
})
afterAll(() => {
  vi.unstubAllEnvs()
  rmSync(home, { recursive: true, force: true })
})

test('the app is built with the kit as npm packs it, once, whoever asks', { timeout: 60_000 }, async () => {
  const [one, two] = await Promise.all([make(), make()])
  expect(one).toEqual(two)
  expect(appJson(one)).toEqual({ title: 'shop', kit: version, dependencies: { 'mini-monitor': version } })
  expect(one.log).toBe('done\n')
  expect(await make()).toEqual(one)
  expect(runs()).toBe(1)
  const waits = 'App: waits for another that builds the same'
  expect(SAID).toContain(waits)
  expect(SAID.filter((line) => line !== waits)).toEqual([
    expect.stringContaining('installing 1 packages'),
    expect.stringMatching(/^App: built in [\d.]+ s$/),
  ])
})

test('what goes in decides', async () => {
  const before = runs()
  const without = await make({ kit: false })
  expect(appJson(without)).toEqual({ title: 'shop', kit: false })
  const other = await make({ kit: false, files: { 'title.txt': 'kiosk' } })
  expect(appJson(other)).toMatchObject({ title: 'kiosk' })
  expect(runs() - before).toBe(2)
  expect(appJson(await make({ kit: false }))).toEqual(appJson(without))
  expect(runs() - before).toBe(2)
})

test('a build that fails says what the command said, and is tried anew', async () => {
  const broken = make({ kit: false, env: { ...request.env, BROKEN: 'pages/gone' } })
  await expect(broken).rejects.toThrow(CommandError)
  await expect(broken).rejects.toThrow(/^App failed \(exit code 1\):[^]*no such page: pages\/gone/)
  await expect(make({ kit: false, command: ['node', '-e', ''] })).rejects.toThrow('wrote no out')
  const left = readdirSync(join(home, 'cache'), { recursive: true, encoding: 'utf8' })
  expect(left.filter((path) => /app-|lock$/.test(path))).toEqual([])
})

test('packages that can not be had: npm’s reason', { timeout: 60_000 }, async () => {
  const app = join(home, 'other')
  mkdirSync(app)
  writeFileSync(join(app, 'package.json'), '{ "name": "other", ')
  writeFileSync(join(app, 'package-lock.json'), JSON.stringify({ lockfileVersion: 3, packages: { '': {} } }))
  const failed = make({ app, kit: false })
  await expect(failed).rejects.toThrow(InstallError)
  await expect(failed).rejects.toThrow(/^npm ci failed[^]*EJSONPARSE/)
})

test('what is to be installed says how large it is, where somebody has measured', () => {
  expect(sizeOf(taroApp)).toBe(', some 550 MB')
  expect(sizeOf(join(home, 'app'))).toBe('')
})
