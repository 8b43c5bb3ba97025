/** Numbers in the prose of the pages are those of the code, or of what was measured. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { PLATFORM_NAMES } from '../../core/platforms/names.ts'
import { OPTIONS } from '../../docs/data/options.ts'
import { languageOf, pages } from '../../docs/write/pages.ts'
import { platforms } from '../../hosts/index.ts'
import { sizeOf } from '../../playground/builds/install.ts'

const root = join(import.meta.dirname, '../..')

function read(file: string) {
  return readFileSync(join(root, file), 'utf8')
}

/** `const NAME = 1000` of a file. */
function constant(file: string, name: string): number {
  const [, value] = new RegExp(`^(?:export )?const ${name} = (\\d+)$`, 'm').exec(read(file))!
  return Number(value)
}

function byDefault(path: string): number {
  return OPTIONS.find((option) => option.path === path)!.default as number
}

function found(file: string, pattern: RegExp): number[] {
  return pattern
    .exec(read(file))!
    .slice(1)
    .map((number) => Number(number.replace(/_/g, '')))
}

/** Of the last long run of the bench: how many times a minimal wrapper a request of each sort takes. */
function ratios(kind: string): number[] {
  const last = read('bench/history.jsonl').trim().split('\n').pop()!
  const all = Object.entries((JSON.parse(last) as { ratios: { [name: string]: number } }).ratios)
  return all
    .filter(([name]) => name.endsWith(`File/success/${kind}`) || name.endsWith(`request/success/${kind}`))
    .map(([, ratio]) => ratio)
}

const megabytes = ['apps/taro', 'apps/uni-app'].map((app) => Number(/\d+/.exec(sizeOf(app))))

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

function rounded(n: number, digits = 2): number {
  return Number(n.toPrecision(digits))
}

function range(numbers: number[]): number[] {
  return [Math.min(...numbers), Math.max(...numbers)].map(Math.round)
}

const WORDS = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten']
const nine = PLATFORM_NAMES.length
const busy = constant('core/outbox/schedule.ts', 'APP_BUSY')
const stored = constant('core/outbox/found.ts', 'MAX_SIZE') / 1e6
const body = found('deploy/nginx/edge.conf', /client_max_body_size (\d+)m;/)

/** What a page says, with a group for each number, and what it has to be. */
const CLAIMS: [page: string, says: RegExp, is: number[]][] = [
  ['README.md', /some (\d+) MB/, [rounded(megabytes[0]! + megabytes[1]!, 1)]],
  ['README.md', /any of (\w+) simulated platforms/, [Object.keys(platforms).length]],
  ['README.md', /dashboards for all (\w+) platforms/, [nine]],
  [
    'README.md',
    /goal is ([\d.]+) kB \(([\d.]+) kB gzipped\) for the native file/,
    found('bench/README.md', /native file ≤ ([\d.]+) KB; gzip ([\d.]+)/),
  ],
  [
    'README.md',
    /and ([\d.]+) kB \(([\d.]+) kB gzipped\) for a build/,
    found('bench/README.md', /default ≤ ([\d.]+), ([\d.]+);/),
  ],
  ['README.md', /request costs (\w+) to (\w+) times/, range(ratios('off'))],
  ['README.md', /wrapper, or (\w+) to (\w+) times/, range(ratios('sw8'))],
  ['README.md', /at most (\d+) requests at a time/, [constant('core/outbox/lane.ts', 'MAX_IN_FLIGHT')]],
  ['README.md', /while the app has (\d+) or more/, [busy]],
  [
    'README.md',
    /at most (\d+) signals \((\d+) KB\) in memory/,
    [byDefault('maxQueue'), byDefault('maxQueueBytes') / 1024],
  ],
  ['README.md', /at most (\d+) MB in storage/, [stored]],
  ['docs/backends.md', /dashboards for all (\w+) platforms/, [nine]],
  [
    'docs/backends.md',
    /retried after a (minute) or more/,
    [constant('core/outbox/lane.ts', 'UNREACHABLE') / MINUTE],
  ],
  ['docs/backends.md', /on its own (\w+) times/, [constant('core/outbox/refuse.ts', 'PROVEN')]],
  [
    'docs/backends.md',
    /with (\w+) accepted requests in a row/,
    [constant('core/outbox/refuse.ts', 'STEADY')],
  ],
  ['docs/backends.md', /still counts for a (minute)/, [constant('core/outbox/turns.ts', 'LATEST') / MINUTE]],
  ['docs/backends.md', /first (\w+) minutes/, [constant('core/outbox/lane.ts', 'BACKOFF_CAP') / MINUTE]],
  ['docs/backends.md', /bodies up to (\d+) MB/, body],
  ['docs/guides/own-app.md', /within (\w+) seconds/, [byDefault('flushInterval') / SECOND]],
  ['docs/guides/setup.md', /at most (\d+) MB/, [stored]],
  ['docs/guides/small-kit.md', /all (\w+) platforms/, [nine]],
  ['docs/guides/troubleshooting.md', /has (\w+) or more requests/, [busy]],
  ['docs/guides/troubleshooting.md', /`maxAge` \((\w+) day\)/, [byDefault('maxAge') / HOUR / 24]],
  ['docs/native.md', /`maxAge` \((\d+) hours\) and (\d+) MB/, [byDefault('maxAge') / HOUR, stored]],
  ['docs/native.md', /`flushInterval` \((\d+) seconds\)/, [byDefault('flushInterval') / SECOND]],
  [
    'docs/native.md',
    /errors within a (second)/,
    [constant('core/outbox/schedule.ts', 'HURRY_PACE') / SECOND],
  ],
  ['docs/native.md', /at most (\d+) series/, [constant('core/metrics/meter.ts', 'MAX_SERIES')]],
  [
    'docs/native.md',
    /one data point for each call; at most (\d+)/,
    [constant('core/metrics/meter.ts', 'MAX_GAUGE_POINTS')],
  ],
  ['docs/privacy.md', /`maxAge`: (\d+) hours/, [byDefault('maxAge') / HOUR]],
  [
    'docs/signals.md',
    /same error within a (second)/,
    [constant('core/monitor/reporter.ts', 'ONE_OCCURRENCE') / SECOND],
  ],
  [
    'docs/signals.md',
    /under way for (\d+) ms, when it is hidden, or after (\d+) seconds/,
    [
      constant('core/instrumentations/page/loading.ts', 'QUIET'),
      constant('core/instrumentations/page/loading.ts', 'LONGEST') / SECOND,
    ],
  ],
  [
    'docs/signals.md',
    /identical errors within a (minute)/,
    [constant('core/processors/limit.ts', 'WINDOW') / MINUTE],
  ],
]

/** Said by others, measured elsewhere, or proven by another test. */
const ELSEWHERE: [page: string, says: RegExp, where: string][] = [
  ['docs/backends.md', /one every two or three minutes/, 'core/outbox/lane.test.ts'],
  ['docs/guides/runtime.md', /2 MB/, 'WeChat'],
  ['docs/guides/troubleshooting.md', /2 MB/, 'WeChat'],
  ['docs/mpx.md', /of three requests/, 'test/compat/table.md'],
  ['docs/native.md', /64 KB/, 'browsers'],
  ['docs/taro.md', /Saves .*? kB gzipped/, 'test/surface/parts.test.ts'],
  ['docs/uni-app.md', /Saves .*? kB gzipped/, 'test/surface/parts.test.ts'],
]

function prose(page: string): string {
  return read(page)
    .replace(/<!-- generated: [^]*?<!-- \/generated -->/g, '')
    .replace(/^( *)```[^]*?^ *```$/gm, '')
}

function numberOf(text: string): number {
  if (/^(minute|second)$/.test(text)) return 1
  return WORDS.includes(text) ? WORDS.indexOf(text) : Number(text)
}

test.each(CLAIMS)('%s: %s', (page, says, is) => {
  const match = says.exec(prose(page))
  expect(match, 'no longer on the page').not.toBeNull()
  expect(match!.slice(1).map(numberOf)).toEqual(is)
})

/** But for dates, which both write in their own way. */
function digitsOf(text: string): string[] {
  const dates = /\d+ (?:November|August) \d+|June \d+|\d+ 月(?: \d+ 日)?|\b20\d\d\b/g
  const numbers = text.replace(dates, '').matchAll(/(?<![\w.])\d+(?:[.,]\d+)*/g)
  return [...new Set([...numbers].map(([number]) => number))].sort()
}

const COUNTED =
  'kB|KB|MB|µs|ms|seconds?|minutes?|hours?|days?|signals|series|requests|times|bytes|points|(?:simulated )?platforms'
const NUMBER = `\\d[\\d.,]*|${WORDS.slice(2).join('|')}`
const QUANTITY = new RegExp(`(?<![\\w.])(?:${NUMBER}) (?:or more |accepted )?(?:${COUNTED})\\b`, 'gi')

describe.each(pages().filter((page) => languageOf(page) === 'en' && !/architecture|review/.test(page)))(
  '%s',
  (page) => {
    test('says no number that nothing holds', () => {
      let text = prose(page)
      for (const [where, says] of [...CLAIMS, ...ELSEWHERE])
        if (where === page) text = text.replace(new RegExp(says, 'g'), '')
      expect([...text.matchAll(QUANTITY)].map(([quantity]) => quantity)).toEqual([])
    })

    test('says the numbers that its Chinese twin says', () => {
      if (page === 'docs/README.md') return
      const twin = page.replace('.md', '.zh-CN.md')
      expect(digitsOf(prose(twin))).toEqual(digitsOf(prose(page)))
    })
  },
)
