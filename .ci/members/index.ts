/**
 * Names of members that only this project sees, and the short ones that apps get in their place. What is seen by
 * others, and so keeps its name, is found by types: docs/decisions/024-members-are-shortened.md
 */
import { resolve } from 'node:path'
import ts from 'typescript'
import { createSight, keep, see, type Sight } from './sight.ts'
import { visit, type Spelled } from './visit.ts'

/** Where the build notes which short names it gave, and why others stay: for its tests, and for who wonders. */
export const MEMBERS = 'node_modules/.cache/mini-monitor/members.json'

export interface Members {
  /** Names of ours alone, and how often they are spelled. */
  ours: Map<string, number>
  /** Names that others see, and where. */
  kept: ReadonlyMap<string, string>
  /** Names, ours or not, that are spelled somewhere, and texts. */
  spelled: ReadonlySet<string>
}

/** The members of what is published with these entries, and lies below the folder. */
export function membersOf(entries: string[], folder = process.cwd()): Members {
  const program = ts.createProgram(entries, optionsOf('tsconfig.build.json'))
  const checker = program.getTypeChecker()
  const sight = createSight(checker, isBelow(folder))
  const { kept } = sight
  const counts = new Map<string, number>()
  const spelled: Spelled = (name, at, symbols) => {
    counts.set(name, (counts.get(name) ?? 0) + 1)
    keepUnlessOurs(sight, name, at, symbols)
  }

  for (const file of program.getSourceFiles()) if (isLanguage(file)) keepLanguage(sight, file)
  for (const entry of entries) seeExports(sight, program.getSourceFile(entry)!)
  for (const file of program.getSourceFiles()) if (sight.isOurs(file)) visit(sight, file, spelled)
  const ours = new Map([...counts].filter(([name]) => !kept.has(name)))
  const quoted = program.getSourceFiles().filter(sight.isOurs).flatMap(textsIn)
  return { ours, kept, spelled: new Set([...counts.keys(), ...quoted]) }
}

/** In the order in which minifiers hand out names, so that an app has more of the same letters; `_` is a text, too. */
const LETTERS = [...'etnrisouaflchpdvmgybwESxTNCkLAOMDPHBjFIqRUzWXV$JKQGYZ']

/** A short name for each of ours, the shortest for what is spelled most; none is one that others see or say. */
export function shortNames({ ours, kept, spelled }: Members): Record<string, string> {
  const free = [...LETTERS, ...LETTERS.flatMap((one) => LETTERS.map((other) => one + other))]
    .filter((name) => !kept.has(name) && !spelled.has(name))
    .values()
  const names = [...ours].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).map(([name]) => name)
  return Object.fromEntries(names.map((name) => [name, free.next().value!]))
}

/** A library is not ours, though it lies below. */
function isBelow(folder: string): (file: ts.SourceFile) => boolean {
  const root = folder.replace(/\\/g, '/') + '/'
  return ({ fileName }) => {
    const path = resolve(fileName).replace(/\\/g, '/')
    return path.startsWith(root) && !path.includes('/node_modules/')
  }
}

/** A name may go if all that it ever means is declared by us. */
function keepUnlessOurs(sight: Sight, name: string, at: string, symbols: readonly ts.Symbol[]): void {
  const declarations = symbols.map((each) => each.declarations ?? [])
  if (!declarations.length || declarations.some((each) => !each.length)) keep(sight, name, `${at}: no type`)
  else if (!declarations.flat().every((each) => sight.isOurs(each.getSourceFile())))
    keep(sight, name, `${at}: not of ours`)
}

/** A short name that is a text as well, such as `tt`, would be hard to tell from it. */
function textsIn(file: ts.SourceFile): string[] {
  const texts: string[] = []
  const look = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node)) texts.push(node.text)
    ts.forEachChild(node, look)
  }
  look(file)
  return texts
}

function isLanguage({ fileName }: ts.SourceFile): boolean {
  return /\/lib\.es[^/]*$/.test(fileName)
}

/** Engines know these names without being told: `then`, `toJSON`, `next`. */
function keepLanguage(sight: Sight, file: ts.SourceFile): void {
  ts.forEachChild(file, (node) => {
    if (!ts.isInterfaceDeclaration(node)) return
    for (const { name } of node.members)
      if (name && ts.isIdentifier(name)) keep(sight, name.text, 'the language')
  })
}

function seeExports(sight: Sight, file: ts.SourceFile): void {
  const { checker } = sight
  for (const symbol of checker.getExportsOfModule(checker.getSymbolAtLocation(file)!)) {
    const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
    const why = `${file.fileName} exports ${symbol.name}`
    if (target.flags & ts.SymbolFlags.Value) see(sight, checker.getTypeOfSymbol(target), why)
    if (target.flags & ts.SymbolFlags.Type) see(sight, checker.getDeclaredTypeOfSymbol(target), why)
  }
}

function optionsOf(config: string): ts.CompilerOptions {
  const { config: given } = ts.readConfigFile(config, (path) => ts.sys.readFile(path))
  return ts.parseJsonConfigFileContent({ ...given, include: ['core/index.ts'] }, ts.sys, process.cwd())
    .options
}
