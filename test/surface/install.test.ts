/** `npm install` into apps that have a framework already: empty packages of those names and versions stand for the real. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Consumer, createConsumer, lay, manifest } from './dist.ts'

let kit: Consumer
beforeAll(() => {
  kit = createConsumer()
}, 60_000)
afterAll(() => kit?.remove())

function taro(version: string) {
  return { '@tarojs/taro': version, '@tarojs/runtime': version, '@tarojs/shared': version }
}

/** What apps have, from the oldest to what is not out yet. */
const APPS: [what: string, packages: { [name: string]: string }][] = [
  [
    'React 17, Vue 2.7, Taro 3, uni-app of Vue 2',
    {
      ...{ react: '17.0.2', vue: '2.7.16', '@dcloudio/uni-app': '2.0.2-4080720251125001' },
      ...taro('3.6.40'),
    },
  ],
  ['React 19, Vue 3.3, a later Taro', { react: '19.3.1', vue: '3.3.13', ...taro('5.0.0') }],
  [
    'what is no release',
    {
      // `>=16` is not met by these: npm ends with ERESOLVE, or puts another React in the place of the app's
      ...{ react: '19.3.0-canary-fd524fe0-20251121', vue: '3.6.0-rc.9' },
      ...{ '@dcloudio/uni-app': '3.0.0-alpha-5020620260914001', ...taro('4.0.0-canary.5') },
    },
  ],
]

test.each(APPS)('npm install beside %s: no ERESOLVE, and the app keeps what it has', (_, packages) => {
  const app = { ...kit, folder: mkdtempSync(join(tmpdir(), 'mini-monitor-app-')) }
  try {
    const own = Object.entries(packages).map(([name, version]) => {
      lay(app, `own/${name}/package.json`, JSON.stringify({ name, version }))
      return [name, `file:own/${name}`]
    })
    lay(app, 'package.json', JSON.stringify({ private: true, dependencies: Object.fromEntries(own) }))
    // Without a registry: whatever npm wants to have beside them is one thing too many.
    const settings = ['--package-lock-only', '--install-links', '--offline', '--cache', app.folder + '/cache']
    const npm = (...args: string[]) =>
      spawnSync('npm', [...args, ...settings], { cwd: app.folder, encoding: 'utf8' })
    const { status, stderr } = npm('install', '--no-audit', '--no-fund', kit.tarball)
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    const { dependencies, problems } = JSON.parse(npm('ls', '--json').stdout) as Tree
    expect(problems).toBeUndefined()
    const found = Object.entries(dependencies).map(([name, { version }]) => [name, version])
    expect(Object.fromEntries(found)).toEqual({ ...packages, 'mini-monitor': manifest().version })
  } finally {
    rmSync(app.folder, { recursive: true, force: true })
  }
})

interface Tree {
  dependencies: { [name: string]: { version: string } }
  problems?: string[]
}
