/** Libraries that extend built-in prototypes: a monitor starts beside them, and sends byte for byte what it sends without. */
import { afterEach, describe, expect, test } from 'vitest'
import type { Any } from '../internal/guard.ts'
import { createDiag } from '../internal/diag.ts'
import { fakeClock } from '../../test/fakes/clock.ts'
import { fakePlatform } from '../../test/fakes/platform.ts'
import { seeded } from '../../test/fakes/random.ts'
import { compose } from './compose.ts'
import { preset } from './preset.ts'

const objects = Object.prototype as Any
const lists = Array.prototype as Any
const NAMES = ['extra', 'map', 'count', 'name', 'url', 'headers', 'debug', 'toJSON', 'int', 'remove']

function clear(): void {
  for (const name of NAMES) {
    delete objects[name]
    if (!['map'].includes(name)) delete lists[name]
  }
}

afterEach(clear)

function ofPrototype(this: unknown[]) {
  return '[' + this.map((item) => JSON.stringify(item)).join() + ']'
}

const VALUES: [what: string, value: unknown][] = [
  ['a function', function () {}],
  ['a number', 5],
  ['a text', 'vanilla'],
  ['an object', { a: 1 }],
  ['a list of lists', [['a', 'b'], 'a']],
]

const LIBRARIES: [what: string, extend: () => void][] = [
  ...VALUES.map(([what, value]): [string, () => void] => [
    `${what} on Object.prototype`,
    () => {
      for (const name of NAMES) if (name !== 'toJSON') objects[name] = value
    },
  ]),
  ['toJSON on Object.prototype', () => (objects.toJSON = String)],
  ['toJSON on Array.prototype', () => (lists.toJSON = ofPrototype)],
  ['a function on Array.prototype', () => (lists.remove = () => {})],
]

/** What is sent of a small life, and what is warned of. */
async function life(encoding: 'json' | 'proto', extend: () => void, when: 'before' | 'after') {
  const clock = fakeClock()
  const platform = fakePlatform()
  const diag = createDiag(false, {})
  if (when === 'before') extend()
  const monitor = compose(
    preset,
    {
      service: 'shop',
      collector: 'https://c.example',
      encoding,
      enable: { tracing: true },
      request: { urlGroupRules: { items: /items/ } },
      attributes: { team: 'a' },
    },
    {
      clock,
      diag,
      random: seeded(7),
      framework: () => ({ name: 'native', observePages: () => () => {}, observeErrors: () => () => {} }),
      platform: () => platform,
    } as Any,
  )
  if (when === 'after') extend()
  const watched = platform.call({ header: { 'X-A': '1' } })!
  const header = Object.keys(watched.header!)
  watched.end({ status: 500 })
  monitor.setAttributes({ b: 2 })
  monitor.log('a log', {
    k: 'v',
    list: [1, [2]],
    deep: { a: { b: NaN } },
    constructor: 'plain',
    ['__proto__']: 'too',
  })
  monitor.captureError(new TypeError('an error'), { attributes: { step: 'one' } })
  monitor.count('clicks', 1, { where: 'top', list: ['a'] })
  monitor.count('clicks', 1, { where: 'bottom' })
  monitor.histogram('size', 5)
  const done = monitor.flush()
  await clock.pass(1000)
  await done
  clear()
  const bodies = platform.sent.map(({ body }) =>
    typeof body === 'string' ? body : Buffer.from(body).toString('hex'),
  )
  return { header, bodies, warnings: diag.warnings, errors: diag.errors.map(({ message }) => message) }
}

describe.each(['json', 'proto'] as const)('%s', (encoding) => {
  test.each(LIBRARIES)('%s: init does not throw, and nothing of it is sent', async (_, extend) => {
    // stacks have line numbers
    const sane = (text: string) => text.replace(/exception\.stacktrace.*?"}/, '')
    const plain = await life(encoding, () => {}, 'before')
    expect([plain.bodies.length > 2, plain.warnings, plain.errors]).toEqual([true, [], []])
    for (const when of ['before', 'after'] as const) {
      const got = await life(encoding, extend, when)
      expect({ ...got, bodies: got.bodies.map(sane) }).toEqual({ ...plain, bodies: plain.bodies.map(sane) })
    }
  })
})
