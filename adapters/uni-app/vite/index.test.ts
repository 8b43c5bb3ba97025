import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { miniMonitor, type MonitorPluginOptions } from './index.ts'

const options: MonitorPluginOptions = {
  service: 'shop',
  request: { urlGroupRules: { item: /\/items\/\d+$/ } },
}

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'mini-monitor-vite-'))
  lay('package.json', '{}')
  lay('src/main.ts', '')
  vi.stubEnv('UNI_PLATFORM', 'mp-weixin')
  vi.stubEnv('UNI_INPUT_DIR', '')
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(root, { recursive: true, force: true })
})

function lay(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}

/** What the plug-in makes of a build. */
function build(given: MonitorPluginOptions = options) {
  const plugin = miniMonitor(given)
  const warnings: string[] = []
  plugin.configResolved({ root, logger: { warn: (line) => void warnings.push(line) } })
  const entry = plugin.transform('app()', join(root, 'src/main.ts'))?.code
  const [, specifier = ''] = /^import '([^']+)';/.exec(entry ?? '') ?? []
  const id = plugin.resolveId(specifier)
  return { plugin, warnings, entry, specifier, source: id === undefined ? undefined : plugin.load(id) }
}

describe('the entry', () => {
  test('begins with the start, on the same line', () => {
    const { entry, specifier } = build()
    expect(specifier).toMatch(/^virtual:mini-monitor\/.*\.js$/)
    expect(entry).toBe(`import '${specifier}';app()`)
  })

  test('is the main of the folder that uni-app builds; all else stays', () => {
    lay('app/main.js', '')
    vi.stubEnv('UNI_INPUT_DIR', join(root, 'app'))
    const { plugin } = build()
    expect(plugin.transform('x', join(root, 'app/main.js'))).toBeDefined()
    expect(plugin.transform('x', join(root, 'app/main.js') + '?v=1')).toBeDefined()
    for (const file of ['src/main.ts', 'app/other/main.js', 'app/App.vue'])
      expect(plugin.transform('x', join(root, file))).toBeUndefined()
  })

  test('is found on Windows, too', () => {
    const { plugin } = build()
    expect(plugin.transform('x', join(root, 'src/main.ts').replace(/\//g, '\\'))).toBeDefined()
  })

  test('other modules are none of its business', () => {
    const { plugin } = build()
    expect([plugin.resolveId('./main'), plugin.load('./main')]).toEqual([undefined, undefined])
  })
})

describe('the start', () => {
  test.each([
    ['mp-weixin', 'wechat'],
    ['mp-alipay', 'alipay'],
    ['mp-toutiao', 'bytedance'],
    ['mp-baidu', 'baidu'],
    ['mp-qq', 'qq'],
    ['mp-kuaishou', 'kuaishou'],
    ['mp-jd', 'jd'],
    ['h5', 'h5'],
    ['', 'h5'],
  ])('on %s it has the driver %s and no other', (target, driver) => {
    vi.stubEnv('UNI_PLATFORM', target)
    expect(build().source!.match(/(?<=mini-monitor\/platforms\/)\w+/g)).toEqual([driver])
  })

  test('expressions among the options survive', () => {
    expect(build().source).toContain(String.raw`/items\\/\\d+$`.replace(/^\//, ''))
  })

  test('functions come from the module that `config` names, with or without its ending', () => {
    lay('src/monitor.ts', 'export const beforeSend = (signal) => signal')
    for (const config of ['src/monitor', './src/monitor.ts'])
      expect(build({ ...options, config }).source).toContain(`"${join(root, 'src/monitor.ts')}"`)
  })

  test('a target without a driver: a warning, and the app as it is', () => {
    vi.stubEnv('UNI_PLATFORM', 'quickapp-webview')
    const { entry, warnings } = build()
    expect(entry).toBeUndefined()
    expect(warnings).toEqual([expect.stringContaining('quickapp-webview')])
  })
})

describe('stops the build', () => {
  test.each<[string, object | null, RegExp]>([
    ['no options', null, /mini-monitor\/uni-app\/vite: option "service" is required/],
    ['a bad value', { service: 'shop', maxQueue: 0 }, /vite: option "maxQueue"/],
    ['a bad one within', { service: 'shop', tracing: { sampleRate: 5 } }, /"tracing\.sampleRate"/],
    ['one that does not exist', { service: 'shop', tracing: { rate: 1 } }, /"tracing\.rate"/],
    ['a module that is not there', { service: 'shop', config: 'src/nowhere' }, /"config".*src.nowhere/],
  ])('%s', (_, given, message) => {
    expect(() => build(given as MonitorPluginOptions)).toThrow(message)
  })

  test('Vue 2, with a clear message', () => {
    lay('node_modules/vue/package.json', '{ "name": "vue", "version": "2.7.16", "main": "index.js" }')
    lay('node_modules/vue/index.js', '')
    expect(() => build()).toThrow(
      'found Vue 2.7.16; supported is uni-app with Vue 3. Take the plug-in out of vite.config, or move the app ' +
        'to Vue 3 (docs/uni-app.md#versions)',
    )
  })

  test('Vue 3.4 and later do not', () => {
    for (const version of ['3.4.0', '3.5.13']) {
      lay('node_modules/vue/package.json', `{ "name": "vue", "version": "${version}", "main": "index.js" }`)
      lay('node_modules/vue/index.js', '')
      expect(() => build()).not.toThrow()
    }
  })
})
