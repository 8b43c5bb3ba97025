/** table.md, which is read and written here: what was tried, with what result, and when. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { format, resolveConfig } from 'prettier'
import type { Row } from './row.ts'

export interface Entry {
  what: string
  how: string
  /** `works: …`, `fails: …`, `not tried yet` */
  result: string
  /** Of the try, `2026-11-30`; empty before the first. */
  date: string
}

const FILE = join(import.meta.dirname, 'table.md')

const HEAD = `# What else works

What CI does not try, and when that was last done. Written by \`npm run test:compat\`; the rows stand in \`rows.ts\`.

| what | how it is tried | result | date |
| ---- | --------------- | ------ | ---- |
`

/** A line for each row, in their order: as it was seen last. */
export function readTable(rows: Row[], text = textOfTable()): Entry[] {
  const seen = new Map(entriesIn(text).map((entry) => [entry.what, entry]))
  return rows.map(({ what, how }) => {
    const { result = 'not tried yet', date = '' } = seen.get(what) ?? {}
    return { what, how, result, date }
  })
}

/** As it stands there, whatever the rows are. */
export function entriesIn(text = textOfTable()): Entry[] {
  const lines = text.split('\n').filter((line) => line.startsWith('|'))
  return lines.slice(2).map((line) => {
    const [what = '', how = '', result, date] = cellsOf(line)
    return { what, how, result: result || 'not tried yet', date: date ?? '' }
  })
}

function textOfTable(): string {
  return existsSync(FILE) ? readFileSync(FILE, 'utf8') : ''
}

function cellsOf(line: string): string[] {
  return line
    .slice(1)
    .split('|')
    .map((cell) => cell.trim())
}

export function tableText(entries: Entry[]): string {
  return (
    HEAD +
    entries.map(({ what, how, result, date }) => `| ${what} | ${how} | ${result} | ${date} |\n`).join('')
  )
}

export async function writeTable(entries: Entry[]): Promise<void> {
  const options = await resolveConfig(FILE)
  writeFileSync(FILE, await format(tableText(entries), { ...options, filepath: FILE }))
}

/** One line without what would end a cell. */
export function cellOf(text: string): string {
  return text.trim().replace(/\s+/g, ' ').replace(/\|/g, '/').slice(0, 160)
}
