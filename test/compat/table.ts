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
export function readTable(rows: Row[], text = existsSync(FILE) ? readFileSync(FILE, 'utf8') : ''): Entry[] {
  const seen = new Map(
    text
      .split('\n')
      .map(cellsOf)
      .map(([what, , result, date]) => [what, { result, date }]),
  )
  return rows.map(({ what, how }) => {
    const { result = 'not tried yet', date = '' } = seen.get(what) ?? {}
    return { what, how, result, date }
  })
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
