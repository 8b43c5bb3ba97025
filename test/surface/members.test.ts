/** Members that only we see have short names in what apps get; everybody else finds every name that they know. */
import { readFileSync } from 'node:fs'
import { build, type BuildOptions } from 'esbuild'
import fc from 'fast-check'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'
import { MEMBERS } from '../../.ci/members/index.ts'
import { SCHEMA } from '../../core/otlp/schema.ts'
import { createStore, type Store } from '../../hosts/index.ts'
import { entries, sourcePlugins } from '../../tsup.config.ts'
import { createWorld } from '../simulator/device.ts'
import { history, type History } from '../simulator/history.ts'
import { DIST, files, manifest } from './dist.ts'

const { version } = manifest()
const { short: shorts } = JSON.parse(readFileSync(MEMBERS, 'utf8')) as { short: Record<string, string> }
const shortened = Object.keys(shorts)
const IN_NODE = /^dist\/(taro\/plugin|uni-app\/vite|cli)\//
const inApps = files(DIST, '.js').filter((file) => !IN_NODE.test(file))
const built = new Map(inApps.map((file) => [file, namesIn(readFileSync(file, 'utf8'))]))
const modules = new Set([...built].flatMap(([file, names]) => (isTwin(file) ? [] : [...names])))

function isTwin(file: string): boolean {
  return file.startsWith('dist/miniprogram/')
}

/** Names by those who see them, whatever types say. */
const SEEN: Record<string, string> = {
  'what is in storage': 'v id resource signals kind attributes service version',
  'a signal': 'name body severity time start value points traceId spanId bounds counts sum count',
  'a resource': 'service serviceVersion serviceInstance platform framework',
  'a segment': 'traceSegmentId spans operationName spanLayer isError tags refs parentTraceSegmentId',
  'diagnostics()': 'state pending stored taken restored delivered dropped collector patched errors warnings',
  'options that are nested': 'sampleRate urlBlacklist urlGroupRules propagators headers endpoints redactKeys',
  'a request of wx': 'url method data header headers timeout success fail complete statusCode errMsg',
  'storage of wx': 'setStorageSync key data',
  'a page of wx': 'onLoad onShow onReady onHide onUnload route __route__',
  'measurements of wx': 'getPerformance createObserver observe entryTypes getEntries startTime duration',
  'a device of wx': 'brand model system SDKVersion networkType',
  'a web page': 'addEventListener removeEventListener visibilityState setItem keepalive readyState',
  React: 'componentDidCatch getDerivedStateFromError forwardedRef render children _reactInternals stateNode',
  Vue: 'errorHandler appContext globalProperties mixin provide setup __name',
  'what bundles on one page share': 'running users owned leaving glue env',
}

describe('what others see keeps its name', () => {
  test('every member of every type that is published', () => {
    const published = files(DIST, '.d.ts').flatMap((file) => [...membersIn(readFileSync(file, 'utf8'))])
    expect(published).toEqual(expect.arrayContaining(['captureError', 'instrumentations', 'observePages']))
    expect(published.filter((name) => shortened.includes(name))).toEqual([])
  })

  test.each(Object.entries(SEEN))('%s', (_, text) => {
    const names = text.split(' ')
    expect(names.filter((name) => shortened.includes(name))).toEqual([])
    expect(names.filter((name) => !modules.has(name))).toEqual([])
  })

  test('what OTLP is written and read by', () => {
    const rows = Object.values(SCHEMA).flat()
    const names = rows.flatMap(({ json, model }) => [json, model])
    expect(names.filter((name) => shortened.includes(name))).toEqual([])
  })

  test('in all that ships, nothing else has another name', { timeout: 60_000 }, async () => {
    const codes = await bundled({ ...plain(entries), format: 'esm', splitting: true })
    const was = new Set(codes.flatMap((code) => [...namesIn(code)]))
    const expected = [...was].map((name) => (shortened.includes(name) ? shorts[name] : name))
    expect([...modules].sort()).toEqual(expected.sort())
  })
})

describe('what only we see is short', () => {
  test('in every file that holds any of it', () => {
    const spelled = [...built].flatMap(([file, names]) =>
      shortened.filter((name) => names.has(name)).map((name) => `${file}: ${name}`),
    )
    expect(spelled).toEqual([])
    expect(shortened.length).toBeGreaterThan(40)
    expect(Object.values(shorts).every((name) => name.length <= 2)).toBe(true)
  })

  test('and never like something else', () => {
    const values = Object.values(shorts)
    expect(new Set(values).size).toBe(values.length)
    const quoted = new Set(inApps.flatMap((file) => [...quotedIn(readFileSync(file, 'utf8'))]))
    expect(values.filter((name) => quoted.has(name))).toEqual([])
  })

  test('everywhere the same: what one entry makes, another uses', () => {
    const holding = (name: string) =>
      [...built].filter(([, names]) => names.has(shorts[name]!)).map(([file]) => file)
    // of drivers, which the core reads
    expect(holding('kinds')).toEqual(expect.arrayContaining(['dist/miniprogram/index.js']))
    expect(holding('kinds').length).toBeGreaterThan(1)
  })
})

describe('lives of a device with short names and without', { timeout: 120_000 }, () => {
  const lives = fc.sample(history, { numRuns: 16, seed: 24 })
  const app = (core: string, wechat: string) => ({
    stdin: { contents: APP.replace('CORE', core).replace('WECHAT', wechat), resolveDir: process.cwd() },
  })

  test('the wire and the storage are the same, byte for byte', async () => {
    const [long] = await bundled(plain(NATIVE))
    const short = readFileSync('dist/miniprogram/index.js', 'utf8')
    const stored: string[] = []
    for (const life of lives) {
      const trace = await traceOf(life, [long!])
      expect(await traceOf(life, [short])).toEqual(trace)
      stored.push(...trace.stored)
    }
    expect(stored.filter((text) => text.includes('"signals":[')).length).toBeGreaterThan(10)
  })

  test('what one has stored the other reads', async () => {
    const [long] = await bundled(plain(NATIVE))
    const short = readFileSync('dist/miniprogram/index.js', 'utf8')
    for (const life of lives) {
      const expected = await traceOf(life, [long!])
      expect(await traceOf(life, [short, long!])).toEqual(expected)
      expect(await traceOf(life, [long!, short])).toEqual(expected)
    }
  })

  test('so with an app that puts its monitor together of several entries', async () => {
    const [long] = await bundled(app('./core/index.ts', './core/platforms/wechat.ts'))
    const [short] = await bundled(app('./dist/core/index.js', './dist/platforms/wechat.js'))
    for (const life of lives) expect(await traceOf(life, [short!])).toEqual(await traceOf(life, [long!]))
  })
})

const NATIVE = { index: 'adapters/native/index.ts' }

const APP = `
import { compose, findPlatform, nativePreset, record, replace, succession } from 'CORE'
import { wechat } from 'WECHAT'

const framework = () => ({ name: 'own', observePages: () => () => {}, observeErrors: () => () => {} })
const around = Object.assign({ framework, platform: findPlatform({ wechat }) }, succession)
export { record }
export function init(options) {
  return replace(() => compose(nativePreset, options, around))
}
`

/** All that went over the wire, and what the storage held after each step. */
async function traceOf(life: History, sources: string[]): Promise<{ sent: string; stored: string[] }> {
  const store = createStore()
  const world = await createWorld(life, { sources, store })
  const stored = [textOf(store)]
  for (const step of life.steps) {
    await world.play(step)
    stored.push(textOf(store))
  }
  await world.settle()
  return { sent: world.collector.digest(), stored }
}

function textOf(store: Store): string {
  return store
    .keys()
    .map((key) => `${key} ${store.raw(key)!.text}`)
    .join('\n')
}

/** As apps get it, but for the names. */
function plain(entryPoints: Record<string, string>): BuildOptions {
  const external = ['@tarojs/*', '@dcloudio/*', 'react', 'vue']
  return { entryPoints, plugins: sourcePlugins, outdir: 'dist', external }
}

async function bundled(options: BuildOptions): Promise<string[]> {
  const { outputFiles } = await build({
    bundle: true,
    write: false,
    format: 'cjs',
    platform: 'neutral',
    target: 'es2015',
    define: { __VERSION__: JSON.stringify(version) },
    logLevel: 'error',
    ...options,
  })
  return outputFiles!.map(({ text }) => text)
}

/** Names of members that code spells. */
function namesIn(code: string): Set<string> {
  const names = new Set<string>()
  visit(code, (node) => {
    if (ts.isPropertyAccessExpression(node)) names.add(node.name.text)
    else if (ts.isBindingElement(node) && ts.isObjectBindingPattern(node.parent))
      names.add((node.propertyName ?? node.name).getText())
    else if ((ts.isObjectLiteralElementLike(node) || ts.isClassElement(node)) && node.name)
      names.add(textOfName(node.name))
    else if (ts.isElementAccessExpression(node) && ts.isStringLiteral(node.argumentExpression))
      names.add(node.argumentExpression.text)
    else if (isIn(node)) names.add(node.left.text)
  })
  return names
}

/** `'name' in object` */
function isIn(node: ts.Node): node is ts.BinaryExpression & { left: ts.StringLiteral } {
  return (
    ts.isBinaryExpression(node) &&
    node.operatorToken.kind === ts.SyntaxKind.InKeyword &&
    ts.isStringLiteral(node.left)
  )
}

function textOfName(name: ts.PropertyName): string {
  return ts.isIdentifier(name) || ts.isStringLiteral(name) ? name.text : ''
}

/** Texts, which may be the name of a member some day. */
function quotedIn(code: string): Set<string> {
  const texts = new Set<string>()
  visit(code, (node) => {
    if (ts.isStringLiteral(node)) texts.add(node.text)
  })
  return texts
}

/** Names of members in declarations. */
function membersIn(types: string): Set<string> {
  const names = new Set<string>()
  visit(types, (node) => {
    if ((ts.isTypeElement(node) || ts.isClassElement(node)) && node.name) names.add(textOfName(node.name))
  })
  return names
}

function visit(code: string, look: (node: ts.Node) => void): void {
  const walk = (node: ts.Node): void => {
    look(node)
    ts.forEachChild(node, walk)
  }
  walk(ts.createSourceFile('file.ts', code, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS))
}
