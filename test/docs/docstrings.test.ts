/** Whoever writes `init({` in an editor is told what the docs say; no public type and no member of one goes unexplained. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'
import { OPTIONS } from '../../docs/data/options.ts'
import { isGroup, OPTIONS_FILE, optionsIn, withDocstrings } from '../../docs/write/docstrings.ts'
import { entries, plugins } from '../../tsup.config.ts'

const root = join(import.meta.dirname, '../..')

function read(file: string) {
  return readFileSync(join(root, file), 'utf8')
}

describe('options', () => {
  test('have the comments that `npm run docs` writes: meaning and default as in docs/options.md', () => {
    expect(read(OPTIONS_FILE)).toBe(withDocstrings())
  })

  test('all have one, groups too', () => {
    const file = ts.createSourceFile(OPTIONS_FILE, read(OPTIONS_FILE), ts.ScriptTarget.Latest, true)
    const bare = optionsIn(file).filter(({ member }) => !ts.getJSDocCommentsAndTags(member).length)
    expect(bare.map(({ path }) => path)).toEqual([])
    expect(optionsIn(file).filter(({ member }) => !(member.type && isGroup(member.type)))).toHaveLength(
      OPTIONS.length,
    )
  })

  test('numbers say what they count', () => {
    const bare = OPTIONS.filter(
      ({ type, what }) =>
        type === 'number' && !/\bms\b|\bBytes\b|\bShare\b|^Signals\b|\bnumber\b/.test(what.en),
    )
    expect(bare.map(({ path }) => path)).toEqual([])
  })
})

describe('public types', () => {
  const files = [...Object.values(entries), ...Object.values(plugins)].map((file) => join(root, file))
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), (path) => ts.sys.readFile(path)) as {
    config: object
  }
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root)
  const program = ts.createProgram(files, options)
  const checker = program.getTypeChecker()

  /** What is exported, and its members, as `Monitor.flush`, with where it is declared. */
  const all = new Map<string, ts.Symbol>()
  for (const file of files) {
    const entry = checker.getSymbolAtLocation(program.getSourceFile(file)!)
    for (const symbol of entry ? checker.getExportsOfModule(entry) : []) add(symbol)
  }

  function add(symbol: ts.Symbol) {
    const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
    const [declaration] = target.declarations ?? []
    if (!declaration || /node_modules/.test(declaration.getSourceFile().fileName)) return
    const where = declaration.getSourceFile().fileName.slice(root.length + 1)
    all.set(`${where}: ${target.name}`, target)
    if (!ts.isInterfaceDeclaration(declaration)) return
    for (const { name } of declaration.members) {
      const member = name && checker.getSymbolAtLocation(name)
      if (member) all.set(`${where}: ${target.name}.${member.name}`, member)
    }
  }

  test('and functions say what they are, member by member', () => {
    expect(all.size).toBeGreaterThan(300)
    const bare = [...all].filter(([, symbol]) => !symbol.getDocumentationComment(checker).length)
    expect(bare.map(([name]) => name)).toEqual([])
  })

  test('name pages and headings that are there', () => {
    const texts = [...all.values()].map((symbol) =>
      [
        ts.displayPartsToString(symbol.getDocumentationComment(checker)),
        ...symbol.getJsDocTags(checker).map(({ text }) => ts.displayPartsToString(text)),
      ].join(' '),
    )
    texts.push(read(OPTIONS_FILE))
    const named = texts.flatMap((text) => [...text.matchAll(/\bdocs\/[\w./-]+\.md(?:#([\w-]+))?/g)])
    expect(named.length).toBeGreaterThan(30)
    for (const [name, anchor] of named) {
      const page = name.split('#')[0]!
      expect(existsSync(join(root, page)), name).toBe(true)
      if (anchor) expect(anchorsOf(read(page)), name).toContain(anchor)
    }
  })
})

/** As GitHub makes them. */
function anchorsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, title]) =>
    title!
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\- ]/gu, '')
      .replace(/ /g, '-'),
  )
}
