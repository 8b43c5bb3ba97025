/** The package for DCloud's plug-in market: laid out as the market asks, and complete. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildUniModule } from '../../deploy/uni-modules/build.ts'
import { manifest } from './dist.ts'

let folder: string
let home: string
beforeAll(async () => {
  manifest()
  folder = mkdtempSync(join(tmpdir(), 'mini-monitor-uni-modules-'))
  home = await buildUniModule(folder)
})
afterAll(() => folder && rmSync(folder, { recursive: true, force: true }))

function read(path: string) {
  return readFileSync(join(home, path), 'utf8')
}

function all() {
  return readdirSync(home, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(home.length + 1))
}

describe('package.json', () => {
  const own = () => JSON.parse(read('package.json'))

  test('has every field that the market requires, of the right kind', () => {
    const text = expect.stringMatching(/\S/)
    expect(own()).toMatchObject({
      id: expect.stringMatching(/^[a-z\d]{2,}-[a-z\d]+$/i),
      displayName: text,
      version: manifest().version,
      description: text,
      engines: { HBuilderX: expect.stringMatching(/^\^\d+\.\d+\.\d+$/) },
      dcloudext: {
        type: 'sdk-js',
        sale: { regular: { price: '0.00' }, sourcecode: { price: '0.00' } },
        contact: { qq: expect.any(String) },
        declaration: { ads: text, data: text, permissions: text },
        npmurl: expect.any(String),
      },
      uni_modules: { dependencies: [], encrypt: [], platforms: { cloud: {}, client: {} } },
    })
  })

  test('its id is no name of DCloud’s, and that of its folder', () => {
    expect(own().id).not.toMatch(/dcloud|uni/i)
    expect(home.endsWith(`/${own().id}`)).toBe(true)
  })

  test('one to five keywords', () => {
    expect(own().keywords.length).toBeGreaterThan(0)
    expect(own().keywords.length).toBeLessThanOrEqual(5)
  })

  test('says yes, no or unknown to each platform, and no to Vue 2', () => {
    const { client, cloud } = own().uni_modules.platforms
    for (const group of [...Object.values(client), cloud] as object[])
      expect(Object.values(group).filter((each) => !['y', 'n', 'u'].includes(each))).toEqual([])
    expect(client.Vue).toEqual({ vue2: 'n', vue3: 'y' })
  })

  test('asks for no other package', () => {
    for (const key of ['dependencies', 'devDependencies', 'peerDependencies', 'scripts'])
      expect(own()).not.toHaveProperty(key)
  })
})

describe('the files', () => {
  test('readme and changelog, the newest version first', () => {
    expect(read('readme.md')).toContain(`@/uni_modules/mini-monitor/js_sdk/index.js`)
    expect(read('changelog.md')).toMatch(new RegExp(`^## ${manifest().version}`))
    expect(read('LICENSE')).toBe(readFileSync('LICENSE', 'utf8'))
  })

  test('code, types, one component; no tests, no maps, no packages', () => {
    const odd = all().filter((path) => !/\.(js|d\.ts|vue|md)$/.test(path))
    expect(odd.sort()).toEqual(['LICENSE', 'NOTICE', 'package.json'])
    expect(all().filter((path) => /node_modules|\.test\./.test(path))).toEqual([])
  })

  test('what they import is there, but for Vue', () => {
    for (const file of all().filter((path) => /\.(js|ts|vue)$/.test(path))) {
      const specifiers = [...read(file).matchAll(/^(?:import|export)\b[^'"]*?\bfrom ['"]([^'"]+)['"]/gm)].map(
        ([, each]) => each!,
      )
      for (const specifier of specifiers.filter((each) => each !== 'vue')) {
        const target = resolve(home, dirname(file), specifier)
        const found = [target, target.replace(/\.js$/, '.d.ts')].some((each) => existsSync(each))
        expect(found, `${file} imports ${specifier}`).toBe(true)
      }
    }
  })

  test('the component is found by its name', () => {
    expect(all()).toContain('components/mini-monitor-provider/mini-monitor-provider.vue')
  })

  test('uni-app’s names stay as they are written, or H5 would lose them', () => {
    const code = read('js_sdk/index.js')
    for (const name of ['uni.addInterceptor', 'uni.onCreateVueApp', 'process.env.UNI_PLATFORM'])
      expect(code).toContain(name)
  })
})
