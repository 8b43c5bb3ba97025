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
  ['react', { '@tarojs/taro': '3.6.40', react: '18.3.1' }],
  ['react', { '@tarojs/taro': '4.0.0-canary.5', react: '18.3.0-canary-1' }],
  ['vue3', { '@tarojs/taro': '4.0.1', vue: '3.3.13' }],
  ['vue3', { '@tarojs/taro': '4.2.1', vue: '3.6.0-rc.9' }],
  // found in another way, or not installed yet: Taro itself will say
  ['react', {}],
])('nothing to say: %s, %j', (framework, packages) => {
  expect(check(folder('app', packages), framework)).toEqual([])
})

test.each(['2.2.22', '3.5.12', '5.0.0'])(
  'Taro %s ends the build: what was found, what is supported, what to do',
  (version) => {
    const app = folder('app', { '@tarojs/taro': version, react: '18.3.1' })
    const place = join(app, 'node_modules/@tarojs/taro')
    expect(() => check(app, 'react')).toThrow(
      `the plug-in: found @tarojs/taro ${version} (${place}); supported are 3.6 and later, below 5. ` +
        'Take the plug-in out of config/index, and start the kit by init() of "mini-monitor", first thing in app. ' +
        '(docs/taro.md#versions)',
    )
  },
)

test.each([
  ['react', 'react', '19.1.0', 'supported are 18 and later, below 19', 'npm install react@18 react-dom@18'],
  ['react', 'react', '17.0.2', 'supported are 18 and later, below 19', 'npm install react@18 react-dom@18'],
  ['vue3', 'vue', '3.2.47', 'supported are 3.3 and later, below 4', 'npm install vue@3'],
])('%s: %s %s costs a warning, and the build goes on', (framework, name, version, supported, advice) => {
  const [warning, ...more] = check(folder('app', { '@tarojs/taro': '4.2.0', [name]: version }), framework)
  expect(more).toEqual([])
  for (const part of [`found ${name} ${version}`, supported, advice]) expect(warning).toContain(part)
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
