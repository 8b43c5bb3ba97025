/** Every option is documented, with the default that the code uses. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { readOptions } from '../../core/kit/options.ts'
import { OPTIONS } from '../../docs/data/options.ts'
import { isGroup, OPTIONS_FILE, optionsIn } from '../../docs/write/docstrings.ts'

const source = readFileSync(join(import.meta.dirname, '../..', OPTIONS_FILE), 'utf8')
const written = optionsIn(ts.createSourceFile(OPTIONS_FILE, source, ts.ScriptTarget.Latest, true))

test('all options are listed, and no others', () => {
  const values = written.filter(({ member: { type } }) => !(type && isGroup(type)))
  expect(OPTIONS.map(({ path }) => path).sort()).toEqual(values.map(({ path }) => path).sort())
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
