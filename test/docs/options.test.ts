/** Every option is documented, with the default that the code uses. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { readOptions } from '../../core/kit/options.ts'
import { OPTIONS } from '../../docs/data/options.ts'

const file = join(import.meta.dirname, '../../core/kit/options.ts')
const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true)

/** Paths of what an interface's members hold; `{ [name: string]: … }` is a value of its own. */
function pathsOf(members: ts.NodeArray<ts.TypeElement>, before = ''): string[] {
  return members.filter(ts.isPropertySignature).flatMap((member) => {
    const path = before + member.name.getText()
    const { type } = member
    return type && ts.isTypeLiteralNode(type) && type.members.every(ts.isPropertySignature)
      ? pathsOf(type.members, `${path}.`)
      : [path]
  })
}

const written = source.statements
  .filter(ts.isInterfaceDeclaration)
  .find(({ name }) => name.text === 'Options')!

test('all options are listed, and no others', () => {
  expect(OPTIONS.map(({ path }) => path).sort()).toEqual(pathsOf(written.members).sort())
})

test('the defaults are those of the code', () => {
  const config = readOptions({ service: 'shop' }, () => {}) as unknown as Record<string, unknown>
  const aliases: Record<string, string> = { 'request.urlGroupRules': 'urlGroupRules' }
  const valueOf = (path: string) =>
    (aliases[path] ?? path)
      .split('.')
      .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], config)
  const bases = ['service', 'collector', 'traceCollector']
  for (const row of OPTIONS.filter(({ path }) => !bases.includes(path))) {
    expect([row.path, valueOf(row.path)]).toEqual([row.path, row.default])
  }
})

test('what is no plain value is put into words, in both languages', () => {
  for (const { path, default: value, defaultText, what } of OPTIONS) {
    expect([path, value !== undefined || !!defaultText]).toEqual([path, true])
    expect([what.en, what.zh].every(Boolean)).toBe(true)
  }
})
