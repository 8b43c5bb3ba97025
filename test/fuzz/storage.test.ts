/** What lies in storage is the app's, another kit's, or an attacker's: nothing of it is believed. */
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { readOptions } from '../../core/kit/options.ts'
import { shardOf } from '../../core/outbox/shard.ts'
import { fakeClock } from '../fakes/clock.ts'
import { fakePlatform } from '../fakes/platform.ts'
import { count, expectInputs, run } from './figures.ts'
import { COLLECTOR, start, stillWorks } from './kit.ts'

vi.setConfig({ testTimeout: 300000 })

const TEXT = { ...COLLECTOR, enable: { tracing: true } }
const RESOURCE = { service: 'shop', attributes: {} }
const PRISTINE = [Object.prototype, Array.prototype].map((each) => Object.getOwnPropertyNames(each).sort())
/** Pairs a run; some monitors a run are enough for ten thousand. */
const PAIRS = 40

/** What a kit without network leaves behind: good keys with good texts, of each kind. */
async function leftBehind(): Promise<Pair[]> {
  const platform = fakePlatform()
  const clock = fakeClock()
  platform.request = () => Promise.resolve({ status: 0, header: () => '', error: 'offline' })
  const monitor = start(TEXT, platform, clock)
  await clock.pass(100)
  monitor.log('a log', { list: [1, 'two', { three: 3 }] })
  monitor.captureError(new Error('an error'))
  monitor.count('a.count')
  platform.call({})?.end({ status: 200 })
  await clock.pass(60000)
  platform.fire('hide')
  await clock.pass(1000)
  return [...platform.stored]
}

/** What stands where a number, a name or a kind is expected. */
const ODD = [
  ...['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'prototype', '', ' ', '~', 'NaN', 'Infinity'],
  ...['-5', '-0', '1e308', '1.5', '0', '00', '99999', '999999999', 'zzzzzzzzz', 'z'.repeat(400), '😀', '%00'],
  ...['log', 'metric', 'span', 'segment', 'keepAlive', 'view', 'session'],
]
const ODD_VALUES: unknown[] = [
  ...[null, true, -5, 1e308, 1e-320, 2 ** 60, 'x', '__proto__', [], {}, [[[[]]]], [null], { length: 5 }],
  { toString: 1, valueOf: 2 },
  JSON.parse('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}'),
  'x'.repeat(5000),
  Array(300).fill({ a: 1 }),
]

type Path = (string | number)[]

/** Of all that is in there. */
function pathsOf(value: unknown, at: Path = []): Path[] {
  if (!value || typeof value !== 'object') return [at]
  return [at, ...Object.entries(value).flatMap(([name, inner]) => pathsOf(inner, [...at, name]))]
}

function replaced(text: string, pick: number, by: unknown): string {
  const whole = { root: JSON.parse(text) as unknown }
  const paths = pathsOf(whole)
  const path = paths[pick % paths.length]!
  const last = path.pop() ?? 'root'
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  const parent = path.reduce((inner: any, name) => inner[name], whole)
  Object.defineProperty(parent, last, { value: by, enumerable: true, configurable: true, writable: true })
  return JSON.stringify(whole.root) ?? ''
}

type Pair = [key: string, text: string]
type Fault = (pair: Pair) => Pair

const wrongKey = fc.tuple(fc.nat(8), fc.constantFrom(...ODD)).map(([at, by]): Fault => ([key, text]) => {
  const parts = key.split(':')
  // the first stays: what does not begin like a key of the kit's is not even listed
  parts[1 + (at % (parts.length - 1))] = by
  return [parts.join(':'), text]
})
const wrongValue = fc
  .tuple(fc.nat(200), fc.constantFrom(...ODD_VALUES))
  .map(([at, by]): Fault => ([key, text]) => [key, isJson(text) ? replaced(text, at, by) : text])
const cut = fc.nat(2000).map((at): Fault => ([key, text]) => [key, text.slice(0, at)])
const otherText = fc.json().map((by): Fault => ([key]) => [key, by])

/** A good pair with something wrong in it, up to thrice. */
function pairs(good: Pair[]) {
  return fc
    .tuple(
      fc.constantFrom(...good),
      fc.array(fc.oneof(wrongKey, wrongValue, cut, otherText), { minLength: 1, maxLength: 3 }),
    )
    .map(([pair, faults]) => faults.reduce((made, fault) => fault(made), pair))
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

test('ten thousand hostile contents: nothing thrown, nothing believed, nothing that is good held up', async () => {
  const good = await leftBehind()
  expect(new Set(good.map(([key]) => key.split(':')[4]))).toEqual(
    new Set([undefined, 'log', 'metric', 'span']),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(pairs(good), { minLength: PAIRS, maxLength: PAIRS }), async (pairs) => {
      const platform = fakePlatform()
      const clock = fakeClock()
      for (const [key, text] of pairs) platform.stored.set(key, text)
      count('contents of storage', pairs.length)
      const monitor = start(TEXT, platform, clock)
      const bodies = () => platform.sent.map(({ body }) => String(body)).join()
      await stillWorks(monitor, clock, bodies)
      // what is sent is what a receiver reads
      for (const { body } of platform.sent) JSON.parse(String(body))
      expect(
        [Object.prototype, Array.prototype].map((each) => Object.getOwnPropertyNames(each).sort()),
      ).toEqual(PRISTINE)
      // nothing that nobody ever reads stays for good
      await clock.pass(2 * readOptions({ service: 'shop' }, () => {}).maxAge)
      const next = start(TEXT, platform, clock)
      await stillWorks(next, clock, bodies)
      const left = pairs.filter(([key]) => platform.stored.has(key) && shardOf(key, RESOURCE))
      expect(left).toEqual([])
    }),
    run(260),
  )
})

/** Whose they are, and how such a key looks. */
const CROWDS: [string, (i: number) => Pair][] = [
  ['the app’s own', (i) => [`cart:${i}`, 'x'.repeat(1000)]],
  ['of other services', (i) => [`mm:other:${(i + 40000).toString(36)}:id${i}:log:1:1`, '{"v":1}']],
  ['shaped like the kit’s, of nothing', (i) => [`mm:${i}`, 'x']],
  ['of a newer kit', (i) => [`mm:other:0:id${i}:view:1:1:5`, '{"v":2}']],
]
/** What lies in storage keeps a flush from nothing: it is done within a second. */
async function flushedBeside(stored: Pair[]) {
  const platform = fakePlatform()
  const clock = fakeClock()
  for (const pair of stored) platform.stored.set(...pair)
  const monitor = start(TEXT, platform, clock)
  monitor.log('mine')
  let flushed = false
  void monitor.flush().then(() => (flushed = true))
  await clock.pass(1000)
  expect(flushed).toBe(true)
  expect(platform.sent.map(({ body }) => String(body)).join()).toContain('mine')
  return { clock, platform }
}

function fiveHundred(pairOf: (i: number) => Pair): Pair[] {
  count('foreign keys', 500)
  return Array.from({ length: 500 }, (_, i) => pairOf(i))
}

test.each(CROWDS)(
  'five hundred foreign keys in storage, %s, keep flush() from nothing',
  async (_, pairOf) => {
    await flushedBeside(fiveHundred(pairOf))
  },
)

/** Under our own prefix, of the service that runs. */
test('five hundred broken shards of our own keep flush() from nothing', async () => {
  const [[key] = ['']] = (await leftBehind()).filter(([name]) => name.includes(':log:'))
  const { clock, platform } = await flushedBeside(
    fiveHundred((i) => [key.replace(/^(mm:\w+:\w+:)\w+/, `$1id${i}`), '{"half":']),
  )
  await clock.pass(10000)
  expect([...platform.stored.keys()].filter((name) => name.includes(':log:'))).toEqual([])
})

async function keysAfterTwoStarts(stored: Pair[]): Promise<string[]> {
  const platform = fakePlatform()
  const clock = fakeClock()
  for (const pair of stored) platform.stored.set(...pair)
  for (let turn = 0; turn < 2; turn++) {
    await stillWorks(start(TEXT, platform, clock), clock, () => platform.sent.map(({ body }) => body).join())
    await clock.pass(2 * readOptions({ service: 'shop' }, () => {}).maxAge)
  }
  return [...platform.stored.keys()].filter((key) => key.includes(':log:'))
}

test('what a newer kit wrote under a clock that was far ahead does not stay for good', async () => {
  const [[key] = ['']] = (await leftBehind()).filter(([name]) => name.includes(':log:'))
  expect(await keysAfterTwoStarts([[key.replace(/^(mm:\w+:)\w+/, '$1zzzzzzzz'), '{"v":2}']])).toEqual([])
})

test('two versions of one batch, both too old, go together', async () => {
  const [[key, text] = ['', '']] = (await leftBehind()).filter(([name]) => name.includes(':log:'))
  const old = key.replace(/^(mm:\w+:)\w+/, '$10')
  const platform = fakePlatform()
  const clock = fakeClock()
  for (const version of [1, 2]) platform.stored.set(old.replace(/:\d+:\w+$/, `:${version}:5`), text)
  await stillWorks(start(TEXT, platform, clock), clock, () => platform.sent.map(({ body }) => body).join())
  expect([...platform.stored.keys()].filter((name) => name.includes(':log:'))).toEqual([])
})

test('ten thousand in all, and more', () => expectInputs(10000))
