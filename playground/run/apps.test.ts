import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { layApp } from './apps.ts'

let root: string

function put(file: string, text: string) {
  mkdirSync(dirname(join(root, file)), { recursive: true })
  writeFileSync(join(root, file), text)
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'playground-'))
})
afterEach(() => rmSync(root, { recursive: true }))

function build(version: string) {
  put('dist/package.json', JSON.stringify({ name: 'mini-monitor', version, miniprogram: 'miniprogram' }))
  put('dist/miniprogram/index.js', `exports.version = '${version}'`)
  put('dist/native/index.js', 'export {}')
}

test('without a build it says what to do', () => {
  expect(() => layApp('native', 'wechat', root)).toThrow('dist/ is missing: run `npm run build` first.')
})

test('WeChat gets what its npm build copies, Alipay the whole package', () => {
  build('1.0.0')
  const wechat = layApp('native', 'wechat', root)
  expect(readFileSync(join(wechat, 'miniprogram_npm/mini-monitor/index.js'), 'utf8')).toContain('1.0.0')
  expect(existsSync(join(wechat, 'miniprogram_npm/mini-monitor/package.json'))).toBe(false)
  expect(existsSync(join(wechat, 'pages/index/index.wxml'))).toBe(true)
  const alipay = layApp('native', 'alipay', root)
  expect(existsSync(join(alipay, 'node_modules/mini-monitor/miniprogram/index.js'))).toBe(true)
  expect(existsSync(join(alipay, 'pages/index/index.axml'))).toBe(true)
})

test('the others get the app for WeChat in their own words', () => {
  build('1.0.0')
  const baidu = layApp('native', 'baidu', root)
  expect(readFileSync(join(baidu, 'pages/detail/detail.swan'), 'utf8')).toMatch(/^<view s-if=/)
  expect(existsSync(join(baidu, 'pages/detail/detail.wxml'))).toBe(false)
  expect(readFileSync(join(baidu, 'pages/detail/detail.js'), 'utf8')).toContain('swan.downloadFile')
  expect(readFileSync(join(baidu, 'app.js'), 'utf8')).not.toMatch(/\bwx\.|'wechat'/)
  expect(readFileSync(join(baidu, 'miniprogram_npm/mini-monitor/index.js'), 'utf8')).toContain('1.0.0')
})

test('the same build is laid once, another one anew, and what is old goes', () => {
  build('1.0.0')
  const first = layApp('native', 'wechat', root)
  expect(layApp('native', 'wechat', root)).toBe(first)
  const longAgo = new Date(Date.now() - 8 * 86_400_000)
  utimesSync(first, longAgo, longAgo)
  build('1.0.1')
  const second = layApp('native', 'wechat', root)
  expect(readFileSync(join(second, 'miniprogram_npm/mini-monitor/index.js'), 'utf8')).toContain('1.0.1')
  expect([first === second, existsSync(first)]).toEqual([false, false])
})
