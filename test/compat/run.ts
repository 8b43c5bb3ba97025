/** `npm run test:compat`: tries what CI leaves out, and writes down in table.md what was seen, and when. */
import { parseArgs } from 'node:util'
import { LeftOut, type Row } from './row.ts'
import { ROWS } from './rows.ts'
import { cellOf, readTable, writeTable, type Entry } from './table.ts'

const { values } = parseArgs({
  options: { only: { type: 'string', multiple: true }, list: { type: 'boolean' } },
})

const entries = readTable(ROWS)
if (values.list) for (const { what, result, date } of entries) console.log(`· ${what}: ${result} ${date}`)
else await tryAll(wanted())

function wanted(): Row[] {
  const { only } = values
  if (!only) return ROWS
  const rows = ROWS.filter(({ what }) => only.some((part) => what.toLowerCase().includes(part.toLowerCase())))
  if (!rows.length) throw new Error(`No row has ${only.join(' or ')} in its name; --list shows them.`)
  return rows
}

async function tryAll(rows: Row[]): Promise<void> {
  for (const row of rows) {
    console.log(`── ${row.what}: ${row.how}`)
    const entry = entries.find(({ what }) => what === row.what)!
    const start = Date.now()
    const seen = await resultOf(row, entry)
    console.log(`── ${row.what}: ${seen}, in ${Math.round((Date.now() - start) / 1000)} s`)
    // After each: whoever stops it half-way keeps what was seen.
    await writeTable(entries)
  }
}

async function resultOf(row: Row, entry: Entry): Promise<string> {
  const date = new Date().toISOString().slice(0, 10)
  try {
    Object.assign(entry, { result: `works: ${cellOf(await row.attempt())}`, date })
  } catch (error) {
    const { message } = error as Error
    if (error instanceof LeftOut) return `⚠ LEFT OUT: ${message}`
    console.error(message)
    process.exitCode = 1
    Object.assign(entry, { result: `fails: ${cellOf(message)}`, date })
  }
  return entry.result
}
