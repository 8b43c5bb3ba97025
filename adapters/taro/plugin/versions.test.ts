import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { checkVersions } from './versions.ts'

let root: string
beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'mini-monitor-'))))
afterEach(() => rmSync(root, { recursive: true, force: true }))

/** A folder with these packages installed. */
function folder(name: string, packages: { [name: string]: string }): string {
  const path = join(root, name)
  mkdirSync(path, { recursive: true })
  for (const [name, version] of Object.entries(packages)) {
    const at = join(path, 'node_modules', name)
    mkdirSync(at, { recursive: true })
    writeFileSync(join(at, 'package.json'), JSON.stringify({ name, version }))
  }
  return path
}

function check(app: string, framework: string, kit = app): string[] {
  const warnings: string[] = []
  checkVersions('the plug-in', app, framework, (warning) => warnings.push(warning), kit)
  return warnings
}

test.each([
  ['react', { '@tarojs/taro': '4.2.0', react: '18.3.1' }],
  ['vue3', { '@tarojs/taro': '4.0.1', vue: '3.4.21' }],
  // found in another way, or not installed yet: Taro itself will say
  ['react', {}],
])('nothing to say: %s, %j', (framework, packages) => {
  expect(check(folder('app', packages), framework)).toEqual([])
})

test('Taro 3 ends the build', () => {
  const app = folder('app', { '@tarojs/taro': '3.6.34', react: '18.3.1' })
  expect(() => check(app, 'react')).toThrow('the plug-in: @tarojs/taro 4 is needed, and the app has 3.6.34')
})

test('React 19 is told of', () => {
  const app = folder('app', { '@tarojs/taro': '4.2.0', react: '19.1.0' })
  expect(check(app, 'react')).toEqual(['the plug-in: react 18 is needed, and the app has 19.1.0'])
})

test('two copies of Taro are told of, with their places', () => {
  const app = folder('app', { '@tarojs/taro': '4.2.0', react: '18.3.1' })
  const kit = folder('app/node_modules/mini-monitor', { '@tarojs/taro': '4.1.0' })
  const [warning, ...more] = check(app, 'react', kit)
  expect(more).toEqual([])
  expect(warning).toContain('there are two copies of @tarojs/taro')
  expect(warning).toContain(join('app', 'node_modules', '@tarojs', 'taro'))
  expect(warning).toContain(join('mini-monitor', 'node_modules', '@tarojs', 'taro'))
})
