import { appendFileSync, existsSync, readFileSync } from 'node:fs'

/** One recorded run; ratios only, since times are a machine's. */
export interface Entry {
  at: string
  version: string
  node: string
  short: boolean
  /** By mode and line: `jit flush/proto`. */
  ratios: Record<string, number>
}

/** Oldest first; none if there is no such file. Lines that are no entries are left out. */
export function readHistory(file: string): Entry[] {
  if (!existsSync(file)) return []
  return readFileSync(file, 'utf8').split('\n').flatMap(parse)
}

function parse(text: string): Entry[] {
  try {
    const entry = JSON.parse(text) as Entry
    return entry && typeof entry.ratios === 'object' ? [entry] : []
  } catch {
    return []
  }
}

export function record(file: string, entry: Entry): void {
  appendFileSync(file, JSON.stringify(entry) + '\n')
}
