/** What each entry weighs, against what it weighed when that was last recorded (sizes.json). */
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { manifest } from './dist.ts'
import { makeFiles } from './native-files.ts'

/** An entry's measure by size-limit. */
export interface Measured {
  /** `taro/vue, gzipped` */
  name: string
  size: number
  sizeLimit: number
}

/** Bytes by name, as they were recorded, and why they grew, newest first. */
export interface Book {
  sizes: { [name: string]: number }
  grown: { why: string; sizes: { [name: string]: [was: number, is: number] } }[]
}

export interface Change {
  name: string
  /** Bytes; `undefined` where nothing is recorded. */
  was: number | undefined
  is: number
}

const BOOK = 'test/surface/sizes.json'
/** Beyond this a growth wants a reason: 1 %. */
const UNASKED = 0.01

export function measure(): Measured[] {
  manifest()
  makeFiles()
  try {
    return JSON.parse(sizeLimit()) as Measured[]
  } catch (error) {
    // Its exit code says that a limit was passed; the figures come all the same.
    const { stdout } = error as { stdout?: string }
    if (!stdout) throw error
    return JSON.parse(stdout) as Measured[]
  }
}

function sizeLimit(): string {
  return execFileSync(process.execPath, ['node_modules/size-limit/bin.js', '--json'], { encoding: 'utf8' })
}

export function readBook(): Book {
  return JSON.parse(readFileSync(BOOK, 'utf8')) as Book
}

export function writeBook(book: Book): void {
  writeFileSync(BOOK, JSON.stringify(book, null, 2) + '\n')
}

export function changesOf(measured: Measured[], { sizes }: Book): Change[] {
  return measured.map(({ name, size }) => ({ name, was: sizes[name], is: size }))
}

/** Whether it grew by more than may pass without a word; a new entry has no past to grow from. */
export function wantsReason({ was, is }: Change): boolean {
  return was !== undefined && is > was * (1 + UNASKED)
}

/**
 * The book with the sizes as they are now.
 * @throws Error if an entry grew by more than 1 % and no reason is given
 */
export function recorded(book: Book, changes: Change[], why = ''): Book {
  const grown = changes.filter(wantsReason)
  if (grown.length && !why) throw new Error(askForReason(grown))
  const sizes = Object.fromEntries(changes.map(({ name, is }) => [name, is]))
  if (!grown.length) return { ...book, sizes }
  const steps = grown.map(({ name, was, is }): [string, [number, number]] => [name, [was!, is]])
  return { sizes, grown: [{ why, sizes: Object.fromEntries(steps) }, ...book.grown] }
}

export function askForReason(grown: Change[]): string {
  return (
    `Grown by more than 1 %:\n${grown.map((change) => `  ${change.name}: ${told(change)}\n`).join('')}` +
    'What do apps get for these bytes? npm run size -- --record "…"'
  )
}

/** A line an entry: was, is and change, minified and gzipped; the largest growth first. */
export function table(changes: Change[]): string {
  const entries = [...new Set(changes.map(({ name }) => entryOf(name)))]
  const of = (entry: string, form: string) => changes.find(({ name }) => name === `${entry}, ${form}`)
  const growth = (entry: string) => {
    const { was, is } = of(entry, 'minified')!
    return was ? is / was : 1
  }
  entries.sort((a, b) => growth(b) - growth(a))
  const width = Math.max(...entries.map((entry) => entry.length))
  const lines = entries.map((entry) => {
    const forms = ['minified', 'gzipped'].map((form) => of(entry, form))
    return [entry.padEnd(width), ...forms.map((change) => cells(change))].join(' │ ')
  })
  const head = ['entry'.padEnd(width), ...['minified', 'gzipped'].map((form) => heading(form))].join(' │ ')
  return [head, ...lines].join('\n')
}

function entryOf(name: string): string {
  return name.replace(/, (minified|gzipped)$/, '')
}

function heading(form: string): string {
  return `${`${form}, was`.padStart(13)}${'is'.padStart(9)}${'change'.padStart(16)}`
}

function cells(change: Change | undefined): string {
  if (!change) return ''.padStart(38)
  const { was, is } = change
  return `${String(was ?? 'new').padStart(13)}${String(is).padStart(9)}${difference(change).padStart(16)}`
}

function told(change: Change): string {
  return `${change.was} → ${change.is} bytes, ${difference(change)}`
}

function difference({ was, is }: Change): string {
  if (was === undefined || was === is) return '·'
  const sign = is > was ? '+' : '−'
  const percent = (Math.abs(is - was) / was) * 100
  return `${sign}${Math.abs(is - was)} (${sign}${percent.toFixed(1)} %)`
}
