/** Every call to a platform is documented: by what the drivers name, and by what is called on a simulated device. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'
import { FRAMEWORK_APIS } from '../../docs/data/framework-apis.ts'
import { MINI_APIS, type ApiRow } from '../../docs/data/platform-apis.ts'
import { WEB_APIS } from '../../docs/data/web-apis.ts'
import { startApp } from '../../docs/write/app.ts'
import { difference } from '../../docs/write/listed.ts'
import { observeCalls } from '../../docs/write/observe.ts'

const root = join(import.meta.dirname, '../..')
const folder = join(root, 'core/platforms')
const none = { notListed: [], neverSent: [] }

function namesOf(rows: ApiRow[]) {
  return new Set(rows.flatMap(({ names }) => names))
}

const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
  (name) => name.endsWith('.ts') && !name.includes('.test.'),
)

/** Of the driver of web pages and what only that uses; the others are of mini programs. */
function isWeb(file: string) {
  return /^(h5\.ts|web\/)/.test(file)
}

function sourceOf(path: string) {
  return ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true)
}

function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node)
  ts.forEachChild(node, (child) => walk(child, visit))
}

function isText(node: ts.Node | undefined): node is ts.StringLiteral {
  return !!node && ts.isStringLiteral(node)
}

/** By its name, but for parameters that hold the name of a function. */
function isPlatformObject(node: ts.Node): boolean {
  if (!/^(api|own)$/.test(node.getText())) return false
  for (let outer: ts.Node = node; outer; outer = outer.parent)
    for (const { name, type } of ts.isFunctionLike(outer) ? outer.parameters : [])
      if (name.getText() === node.getText()) return type?.getText() !== 'HttpApi'
  return true
}

/** Members of the platform object that the drivers of mini programs name. */
function namedInMiniDrivers(): Set<string> {
  const found = new Set<string>()
  /** Members by a name that is put together; each is looked at here. */
  const computed = new Map<string, () => string[]>([
    ['api[how + name]', () => events().flatMap((event) => [`on${event}`, `off${event}`])],
    [
      'api[how + route]',
      () => ['BeforeAppRoute', 'AppRoute'].flatMap((event) => [`on${event}`, `off${event}`]),
    ],
    // the first argument of ask(), which is found below
    ['api[method]', () => []],
    ['api[requestName]', () => textsOf(declared('mini/platform.ts', 'requestName'))],
  ])
  for (const name of files.filter((each) => !isWeb(each))) {
    walk(sourceOf(join(folder, name)), (node) => {
      if (ts.isPropertyAccessExpression(node) && isPlatformObject(node.expression)) found.add(node.name.text)
      if (ts.isElementAccessExpression(node) && node.expression.getText() === 'api') {
        const names = computed.get(node.getText())
        if (!names)
          throw new Error(`${name} calls the platform in a way that this test can't read: ${node.getText()}`)
        names().forEach((each) => found.add(each))
      }
      if (ts.isCallExpression(node) && node.expression.getText() === 'ask') {
        const method = node.arguments.find(isText)
        if (method) found.add(method.text)
      }
      // the list of what is patched
      if (ts.isAsExpression(node) && node.type.getText() === 'HttpApi[]')
        for (const each of textsOf(node.expression)) found.add(each)
      if (ts.isTypeOfExpression(node) && node.expression.getText() === 'getCurrentPages')
        found.add('getCurrentPages')
    })
  }
  return found
}

/** Of the events in core/platform.ts, under the names that the table EVENTS in mini/events.ts has, or their own. */
function events() {
  const named = new Map<string, string>()
  walk(declared('mini/events.ts', 'EVENTS'), (node) => {
    if (ts.isPropertyAssignment(node)) named.set(node.name.getText(), textsOf(node.initializer)[0]!)
  })
  const found: string[] = []
  walk(sourceOf(join(root, 'core/platform.ts')), (node) => {
    if (!ts.isInterfaceDeclaration(node) || node.name.text !== 'PlatformEvents') return
    for (const { name } of node.members) found.push(name!.getText())
  })
  return found.map((event) => named.get(event) ?? event[0]!.toUpperCase() + event.slice(1))
}

/** What a variable of a driver is set to. */
function declared(file: string, variable: string): ts.Node {
  let found: ts.Node | undefined
  walk(sourceOf(join(folder, file)), (node) => {
    if (ts.isVariableDeclaration(node) && node.name.getText() === variable) found = node.initializer
  })
  if (!found) throw new Error(`${file} declares no ${variable} any more`)
  return found
}

function textsOf(node: ts.Node): string[] {
  const found: string[] = []
  walk(node, (each) => void (isText(each) && found.push(each.text)))
  return found
}

/** Constructors that the native adapter wraps, and functions of pages. */
function namedInNativeAdapter(): string[] {
  const ofPages: string[] = []
  walk(sourceOf(join(root, 'adapters/native/updates.ts')), (node) => {
    if (!ts.isCallExpression(node) || node.expression.getText() !== 'patch') return
    const [host, name] = node.arguments
    if (host!.getText() === 'page' && isText(name)) ofPages.push('page.' + name.text)
  })
  return ofPages.concat(constructors())
}

function constructors(): string[] {
  return sourceOf(join(root, 'adapters/native/framework.ts')).statements.flatMap((statement) =>
    ts.isVariableStatement(statement) &&
    statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword)
      ? statement.declarationList.declarations.map(({ name }) => name.getText())
      : [],
  )
}

test('mini programs: what the drivers name is listed, and nothing else', () => {
  const named = new Set([...namedInMiniDrivers(), ...namedInNativeAdapter()])
  expect(difference(named, namesOf(MINI_APIS))).toEqual(none)
})

/** Files of an adapter that ship, as sources. */
function adapter(name: string): ts.SourceFile[] {
  const home = join(root, 'adapters', name)
  return readdirSync(home, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !/\.(test|test-d|d)\./.test(file))
    .map((file) => sourceOf(join(home, file)))
}

/** What an adapter calls its framework's objects, and what the documents call them. */
const OBJECTS: { [expression: string]: string } = {
  ...{
    hooks: 'hooks',
    eventCenter: 'eventCenter',
    Current: 'Current',
    Taro: 'Taro',
    taro: 'Taro',
    uni: 'uni',
  },
  ...{ app: 'app', methods: 'app', boundary: 'boundary', 'boundary.constructor': 'boundary' },
  ...{ 'TaroRootElement.prototype': 'TaroRootElement', page: 'page', 'instance.$scope': 'page' },
}

/** Members whose names are held by variables; each is looked at here. */
const COMPUTED: { [expression: string]: string[] } = {
  'app launch': ['onLaunch'],
  'app show': ['onShow'],
  'Taro name': ['navigateTo', 'redirectTo', 'switchTab', 'reLaunch'],
}

/** Of the framework: what is wrapped, read, and handed to its registrations. */
function namedInAdapter(name: string): Set<string> {
  const found = new Set<string>()
  const wrapped = ([host, member]: ts.Expression[]) => {
    const object = OBJECTS[host!.getText()]
    const members = isText(member) ? [member.text] : COMPUTED[`${host!.getText()} ${member!.getText()}`]
    if (!object || !members)
      throw new Error(`${name} wraps what this test can't read: ${host!.getText()}, ${member!.getText()}`)
    for (const each of members) found.add(`${object}.${each}`)
  }
  for (const source of adapter(name))
    walk(source, (node) => {
      if (ts.isCallExpression(node)) {
        const callee = node.expression.getText()
        if (callee === 'patch') wrapped([...node.arguments])
        if (callee === 'watch') wrapped(node.arguments.slice(1))
        const [, hooks] = node.arguments
        if (callee === 'intercept' && hooks && ts.isObjectLiteralExpression(hooks))
          for (const each of hooks.properties) found.add(`uni.${each.name!.getText()}`)
      }
      if (ts.isPropertyAccessExpression(node)) {
        const { name: member, expression } = node
        if (/^(Current|hooks|eventCenter|taro|uni)$/.test(expression.getText()))
          found.add(`${OBJECTS[expression.getText()]}.${member.text}`)
        if (expression.getText() === 'app' && member.text === 'mixin') found.add('app.mixin')
        if (member.text === 'errorHandler') found.add('app.config.errorHandler')
      }
      if (ts.isTypeOfExpression(node) && /^(getCurrentPages|__uniRoutes)$/.test(node.expression.getText()))
        found.add(node.expression.getText())
    })
  return found
}

test.each(['taro', 'uni-app'] as const)('%s: what the adapter names is listed, and nothing else', (name) => {
  const listed = FRAMEWORK_APIS.filter(({ where }) => where?.includes(name))
  expect(difference(namedInAdapter(name), namesOf(listed))).toEqual(none)
})

test('web pages: what the driver names is listed, and nothing else', () => {
  // Members of these are named one by one, of others the whole.
  const opened = ['window', 'document', 'navigator', 'location', 'performance']
  const globals = new Set<string>()
  for (const name of files.filter(isWeb)) {
    walk(sourceOf(join(folder, name)), (node) => {
      if (ts.isBindingElement(node)) {
        const from = /^(window|navigator|location)\b/.exec(
          (node.parent.parent as ts.VariableDeclaration).initializer?.getText().replace(/^\(/, '') ?? '',
        )
        if (from)
          globals.add(from[1] === 'window' ? node.name.getText() : `${from[1]}.${node.name.getText()}`)
      }
      if (ts.isPropertyAccessExpression(node)) {
        const owner = node.expression.getText().replace(/^window\./, '')
        if (opened.includes(owner))
          globals.add(owner === 'window' ? node.name.text : `${owner}.${node.name.text}`)
      }
      if (
        ts.isIdentifier(node) &&
        /^(XMLHttpRequest|PerformanceObserver|Headers|Blob|localStorage|fetch)$/.test(node.text)
      )
        globals.add(node.text)
    })
  }
  // listened to by a helper that is handed the target
  for (const target of ['window', 'document'])
    for (const verb of ['addEventListener', 'removeEventListener']) globals.add(`${target}.${verb}`)
  for (const opener of opened) globals.delete(opener)
  expect(difference(globals, namesOf(WEB_APIS))).toEqual(none)
})

describe('on a simulated device', async () => {
  const calls = await observeCalls()
  const listed = namesOf(MINI_APIS)

  test('nothing is called that is not listed', () => {
    for (const name of [...calls.before, ...calls.after]) expect(listed).toContain(name)
  })

  test('before consent nothing is called that waits for it', () => {
    const allowed = namesOf(MINI_APIS.filter(({ beforeConsent }) => beforeConsent))
    expect(difference(calls.before, allowed).notListed).toEqual([])
    expect(calls.before).toContain('onError')
  })

  test('with consent storage, device and network are asked', () => {
    for (const name of ['getStorage', 'getDeviceInfo', 'getAppBaseInfo', 'getNetworkType', 'request'])
      expect(calls.after).toContain(name)
  })

  test('without device context the device is not asked', async () => {
    const app = await startApp({ platform: 'wechat', options: 'deviceContext: false' })
    await app.run(`monitor.captureError(new Error('no price'))`, 5000)
    for (const name of ['getDeviceInfo', 'getAppBaseInfo', 'getSystemInfoSync', 'getNetworkType'])
      expect(app.runtime.calls[name] ?? 0, name).toBe(0)
  })
})
