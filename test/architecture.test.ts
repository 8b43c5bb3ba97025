/** The house: which rooms there are, who may import whom, and what no shipped file may be. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')

const ROOMS = ['core', 'adapters', 'hosts', 'cli', 'playground', 'docs', 'test', 'bench', 'deploy']

const aliases: Record<string, string> = {
  contracts:
    'signal resource context platform storage framework instrumentation metric processor sampler propagator exporter tenancy trail view'
      .split(' ')
      .map((name) => `core/${name}.ts`)
      .join(' '),
  parts:
    'core/instrumentations/ core/metrics/ core/processors/ core/samplers/ core/propagators/ core/exporters/',
  internal: 'core/internal/',
}

/**
 * The first row that a file belongs to says what it may import, besides its own folder and the names of the wire: files, folders (`…/`), aliases
 * from above, packages. `type:` allows the types only. Unit tests stand outside.
 */
const MAY_IMPORT: [files: string, imports: string][] = [
  ['core/names.ts', ''],
  ['core/internal/', ''],
  ['contracts', 'contracts type:internal'],
  [
    'core/platforms/',
    'core/platform.ts core/storage.ts core/tenancy.ts type:core/signal.ts type:core/view.ts internal',
  ],
  ['core/otlp/', 'core/signal.ts core/resource.ts internal'],
  ['core/skywalking/', 'core/signal.ts core/resource.ts internal'],
  ['core/exporters/', 'contracts internal core/otlp/ core/skywalking/'],
  ['parts', 'contracts internal'],
  ['core/outbox/', 'contracts internal'],
  ['core/monitor/current.ts', 'core/platforms/web/realm.ts contracts internal'],
  ['core/monitor/', 'core/outbox/ contracts internal'],
  ['core/raw/', 'core/monitor/current.ts core/otlp/ core/skywalking/ contracts internal'],
  [
    'core/kit/',
    'parts core/monitor/ core/outbox/ core/raw/ core/platforms/mini/ core/platforms/web/ contracts internal type:core/platforms/names.ts',
  ],
  ['core/index.ts', 'core/'],
  ['adapters/native/', 'core/index.ts core/platforms/ internal'],
  // in Node, at build time
  ['adapters/build/', 'core/index.ts core/platforms/names.ts node:path node:fs'],
  ['adapters/taro/plugin/', 'adapters/build/ node:path node:fs node:module node:crypto'],
  ['adapters/taro/', 'core/index.ts core/platforms/ internal @tarojs/ react vue'],
  ['adapters/uni-app/vite/', 'adapters/build/ node:path node:fs node:module'],
  ['adapters/uni-app/', 'core/index.ts core/platforms/ internal @dcloudio/ vue'],
]

interface Import {
  from: string
  to: string
  typeOnly: boolean
}

const sources = ['core', 'adapters', 'hosts', 'cli', 'playground'].flatMap(list)
const shipped = sources.filter((file) => /^(core|adapters)\//.test(file))
const imports = sources.flatMap(importsOf)

/** All that people write here, but tests and what they lean on. */
const written = sources.concat(['bench', 'deploy', 'docs'].flatMap(list))

/** Data, and what is bundled. */
const TABLES = ['core/kit/user-options.ts', 'docs/data/options.ts', 'docs/data/signals/metrics.ts']

describe('the rooms', () => {
  test('the top level has the folders of the house only', () => {
    const folders = readdirSync(root, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
      .map((entry) => entry.name)
    expect(
      folders.filter((name) => !ROOMS.includes(name) && !/^(node_modules|dist|coverage)$/.test(name)),
    ).toEqual([])
  })

  test('no folder is called after nothing', () => {
    expect(
      sources.filter((file) => /(^|\/)(src|utils?|shared|common|helpers?|misc|lib)\//.test(file)),
    ).toEqual([])
  })

  test('a folder of the top two levels says at its door what lives there', () => {
    const folders = ROOMS.flatMap((name) => [name, ...foldersOf(name)])
    expect(folders.filter((folder) => !hasFirstWords(folder))).toEqual([])
  })

  test('a plural folder of the core has its contract beside it', () => {
    const plural = readdirSync(join(root, 'core')).filter((name) => /^[^.]+s$/.test(name))
    expect(plural).not.toEqual([])
    expect(plural.filter((name) => !existsSync(join(root, 'core', name.slice(0, -1) + '.ts')))).toEqual([])
  })
})

test('the files that docs/architecture.md names are there', () => {
  const page = readFileSync(join(root, 'docs/architecture.md'), 'utf8')
  const named = [...page.matchAll(/`([\w.-]+\/[\w./-]+)`/g)].map(([, file]) => file!)
  const rooms = named.filter((file) => ROOMS.includes(file.split('/')[0]!))
  expect(rooms.length).toBeGreaterThan(50)
  expect(rooms.filter((file) => !existsSync(join(root, file)))).toEqual([])
})

describe('who may import whom', () => {
  test.each(shipped)('%s', (file) => {
    const row = MAY_IMPORT.find(([files]) => covers(files, file))
    expect(row, 'this file has no row in the table of imports').toBeDefined()
    const own = dirname(file) === 'core' ? '' : room(file)
    const bad = imports.filter(
      (each) => each.from === file && !covers(`${row![1]} ${own} core/names.ts`, each.to, each.typeOnly),
    )
    expect(bad.map(({ to, typeOnly }) => (typeOnly ? 'type ' : '') + to)).toEqual([])
  })

  // outside of what ships: whole rooms; packages are their own affair
  test.each([
    ['hosts/', 'hosts/'],
    // the judge of what the kit sends knows nothing of it
    ['cli/live/sink/', 'cli/live/sink/'],
    ['cli/', 'cli/ hosts/ adapters/build/ core/'],
    ['playground/', 'playground/ cli/ hosts/ adapters/'],
  ])('%s may use %s of the house', (from, allowed) => {
    const bad = imports.filter((each) => each.from.startsWith(from) && isOurs(each.to))
    expect(bad.filter(({ to }) => !covers(allowed, to))).toEqual([])
  })

  test('nobody imports in a circle, not even types', () => {
    expect(circles(imports)).toEqual([])
  })
})

describe('files', () => {
  test('have at most 250 lines, but tables', () => {
    const long = written.filter((file) => !TABLES.includes(file) && linesOf(file) > 250)
    expect(long.map((file) => `${file}: ${linesOf(file)} lines`)).toEqual([])
  })

  test('hold no function of more than 60 lines', () => {
    expect(written.flatMap(longFunctions)).toEqual([])
  })

  test('are of 60 lines or fewer, half of them, in what ships', () => {
    const lines = shipped.map(linesOf).sort((a, b) => a - b)
    expect(lines[lines.length >> 1]).toBeLessThanOrEqual(60)
  })
})

describe('names', () => {
  test.each(['core/', 'hosts/'])('what a module of %s exports has a name of its own', (folder) => {
    const homes = new Map<string, string[]>()
    for (const file of sources.filter((each) => each.startsWith(folder)))
      for (const name of exportedBy(file)) homes.set(name, [...(homes.get(name) ?? []), file])
    expect([...homes].filter(([, files]) => files.length > 1)).toEqual([])
    expect(homes.size).toBeGreaterThan(100)
  })
})

describe('shipped files', () => {
  // docs/decisions/ says why: the one monitor, and scratch space that outlives no call but as a cache
  test('keep no state in the module, but for current.ts and the writer of protobuf', () => {
    const stateful = shipped
      .filter((file) => file !== 'core/monitor/current.ts' && file !== 'core/otlp/writer.ts')
      .flatMap(stateOf)
    expect(stateful).toEqual([])
  })
})

/** A file of this repository. */
function isOurs(path: string): boolean {
  return ROOMS.includes(path.split('/')[0])
}

function list(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(folder, entry.name)
    if (entry.isDirectory()) return /^(node_modules|dist|apps)$/.test(entry.name) ? [] : list(path)
    return /\.tsx?$/.test(path) && !/\.(test|test-d|d)\.tsx?$/.test(path) ? [path] : []
  })
}

function foldersOf(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !/^(node_modules|dist|images)$/.test(entry.name))
    .map((entry) => posix.join(folder, entry.name))
}

/** A README, or a comment at the top of its index. */
function hasFirstWords(folder: string): boolean {
  const at = (name: string) => existsSync(join(root, folder, name))
  if (at('README.md')) return true
  return at('index.ts') && /^\/[/*]/.test(read(posix.join(folder, 'index.ts')))
}

function linesOf(file: string): number {
  return read(file).split('\n').length - 1
}

function longFunctions(file: string): string[] {
  const found: string[] = []
  const source = parse(file)
  const lineOf = (position: number) => source.getLineAndCharacterOfPosition(position).line + 1
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && 'body' in node && node.body) {
      const [from, to] = [lineOf(node.getStart()), lineOf(node.end)]
      if (to - from >= 60) found.push(`${file}:${from}: ${to - from + 1} lines`)
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

/** What it declares itself; overloads are one. */
function exportedBy(file: string): Set<string> {
  const isExported = (node: ts.Statement) =>
    ts.canHaveModifiers(node) &&
    ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
  const namesOf = (node: ts.Statement): ts.Node[] => {
    if (ts.isVariableStatement(node)) return node.declarationList.declarations.map(({ name }) => name)
    return 'name' in node && node.name ? [node.name as ts.Node] : []
  }
  return new Set(
    parse(file)
      .statements.filter(isExported)
      .flatMap(namesOf)
      .map((name) => name.getText()),
  )
}

function read(file: string): string {
  return readFileSync(join(root, file), 'utf8')
}

function parse(file: string): ts.SourceFile {
  return ts.createSourceFile(file, read(file), ts.ScriptTarget.Latest, true)
}

/** The folder that a file is at home in: `core/outbox/`, `adapters/taro/`. */
function room(file: string): string {
  return file.split('/').slice(0, 2).join('/') + '/'
}

function covers(patterns: string, path: string, typeOnly = false): boolean {
  const expand = (pattern: string): string[] => {
    const [type, name] = /^(type:)?(.*)$/.exec(pattern)!.slice(1) as [string | undefined, string]
    return name in aliases ? aliases[name].split(' ').map((each) => (type ?? '') + each) : [pattern]
  }
  return patterns
    .split(' ')
    .filter(Boolean)
    .flatMap(expand)
    .map((pattern) => (typeOnly ? pattern.replace(/^type:/, '') : pattern))
    .some((pattern) => (pattern.endsWith('/') ? path.startsWith(pattern) : path === pattern))
}

function importsOf(file: string): Import[] {
  const found: Import[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, isTypeOnly(node.importClause))
    else if (ts.isExportDeclaration(node) && node.moduleSpecifier) add(node.moduleSpecifier, node.isTypeOnly)
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node.arguments[0])
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
      add(node.argument.literal, true)
    ts.forEachChild(node, visit)
  }
  const add = (specifier: ts.Node, typeOnly = false): void => {
    if (!ts.isStringLiteral(specifier)) return
    const { text } = specifier
    const to = text.startsWith('.') ? posix.join(dirname(file), text) : text
    found.push({ from: file, to, typeOnly })
  }
  visit(parse(file))
  return found
}

function isTypeOnly(clause: ts.ImportClause | undefined): boolean {
  if (!clause) return false
  if (clause.isTypeOnly) return true
  const named = clause.namedBindings
  return (
    !clause.name && !!named && ts.isNamedImports(named) && named.elements.every((each) => each.isTypeOnly)
  )
}

function circles(edges: Import[]): string[] {
  const found: string[] = []
  const done = new Set<string>()
  const walk = (file: string, path: string[]): void => {
    if (path.includes(file)) found.push([...path.slice(path.indexOf(file)), file].join(' → '))
    else if (!done.has(file)) {
      for (const edge of edges) if (edge.from === file) walk(edge.to, [...path, file])
      done.add(file)
    }
  }
  for (const { from } of edges) walk(from, [])
  return found
}

/** `let` and `var`, and containers that start empty: at the top of a module they are shared by all monitors. */
function stateOf(file: string): string[] {
  return parse(file).statements.flatMap((statement) => {
    if (
      !ts.isVariableStatement(statement) ||
      statement.modifiers?.some((each) => each.kind === ts.SyntaxKind.DeclareKeyword)
    )
      return []
    const { declarations, flags } = statement.declarationList
    return declarations
      .filter(({ initializer }) => !(flags & ts.NodeFlags.Const) || (initializer && startsEmpty(initializer)))
      .map(({ name }) => `${file}: ${name.getText()}`)
  })
}

function startsEmpty(value: ts.Expression): boolean {
  if (ts.isArrayLiteralExpression(value)) return value.elements.length === 0
  if (ts.isObjectLiteralExpression(value)) return value.properties.length === 0
  return (
    ts.isNewExpression(value) &&
    /^(Weak)?(Map|Set)$/.test(value.expression.getText()) &&
    !value.arguments?.length
  )
}
