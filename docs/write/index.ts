import { readFileSync, writeFileSync } from 'node:fs'
import { allSections, pages, root, written } from './pages.ts'
import { OPTIONS_FILE, withDocstrings } from './docstrings.ts'
import { drawings } from './drawing.ts'

/* `npm run docs`: writes what the pages take from data/ and from runs on simulated platforms. */

async function main(): Promise<void> {
  save(OPTIONS_FILE, withDocstrings())
  const all = await allSections()
  for (const page of pages()) save(page, await written(page, all))
  for (const [file, svg] of Object.entries(drawings())) save(file, svg)
}

function save(file: string, content: string): void {
  const url = new URL(file, root)
  let before = ''
  try {
    before = readFileSync(url, 'utf8')
  } catch {
    // a new one
  }
  if (before === content) return
  writeFileSync(url, content)
  console.log(`written: ${file}`)
}

void main()
