import { expect, test } from 'vitest'
import { compact, expand } from './compact.ts'
import { SCHEMA } from './schema.ts'

test('the text that ships is the table that people read', () => {
  const shipped = expand(compact(SCHEMA))
  const asked = Object.fromEntries(Object.keys(SCHEMA).map((name) => [name, shipped[name]]))
  expect(asked).toEqual(SCHEMA)
  expect(asked.logs[0]).toMatchObject({ tag: 0x0a, model: 'resources', json: 'resourceLogs' })
})

test('it says what is not clear by itself, and nothing else', () => {
  const row = { kind: 's', tag: 0x0a, model: 'name', json: 'name', rows: [], exact: false } as const
  const ninth = { ...row, tag: 0x4a, model: 'ours', json: 'their.name' }
  const tenth = { ...row, tag: 0x52, json: 'their.name', model: 'name' }
  const held = [row, ninth]
  const holder = [row, ninth, tenth, { ...row, kind: 'l', tag: 0x5a, rows: held } as const]
  expect(compact({ holder, held })).toBe(
    'B sname s9ours:their.name;holder sname s9ours sname:their.name lname:name/B',
  )
})
