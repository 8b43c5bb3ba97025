import { expect, test } from 'vitest'
import { createDiag, textOf } from './diag.ts'

function printing(debug: boolean) {
  const lines: string[] = []
  const diag = createDiag(debug, {
    warn: (line) => lines.push('warn ' + line),
    log: (line) => lines.push('log ' + line),
  })
  return { diag, lines }
}

test('warnings are printed always, each text once', () => {
  const { diag, lines } = printing(false)
  diag.warn('mind')
  diag.warn('mind')
  diag.error('hook', new Error('boom'))
  diag.debug('detail')
  expect(lines).toEqual(['warn [mini-monitor] mind'])
})

test('debug prints the rest, an error at its first time', () => {
  const { diag, lines } = printing(true)
  diag.error('hook', new Error('boom'))
  diag.error('hook', new Error('boom'))
  diag.debug('detail')
  expect(lines).toEqual(['warn [mini-monitor] hook: boom', 'log [mini-monitor] detail'])
  expect(diag.errors).toEqual([{ where: 'hook', message: 'boom', count: 2 }])
})

test('keeps the last ten', () => {
  const { diag } = printing(false)
  for (let i = 0; i < 25; i++) {
    diag.warn('w' + i)
    diag.error('e', 'e' + i)
  }
  expect(diag.warnings).toEqual(Array.from({ length: 10 }, (_, i) => 'w' + (15 + i)))
  expect(diag.errors.map((e) => e.message)).toEqual(Array.from({ length: 10 }, (_, i) => 'e' + (15 + i)))
})

test.each([
  ['nothing', {}],
  ['log only', { log() {} }],
  [
    'one that throws',
    {
      warn() {
        throw new Error('no')
      },
    },
  ],
  [
    'a getter that throws',
    Object.defineProperty({}, 'warn', {
      get() {
        throw new Error('no')
      },
    }),
  ],
])('a console with %s is no trouble', (_, out) => {
  const diag = createDiag(true, out)
  expect(() => {
    diag.warn('w')
    diag.error('e', 1)
    diag.debug('d')
  }).not.toThrow()
})

test.each([
  ['an Error', new Error('boom'), 'boom'],
  ['a text', 'boom', 'boom'],
  ['undefined', undefined, 'undefined'],
  ['an object', {}, '[object Object]'],
  ['a symbol', Symbol('s'), 'Symbol(s)'],
  ['nothing to be made a text of', { toString: () => ({}) }, 'unreadable error'],
  ['a message of no text', { message: { toString: () => ({}) } }, 'unreadable error'],
])('textOf %s', (_, thing, text) => expect(textOf(thing)).toBe(text))

test('textOf is short', () => expect(textOf('x'.repeat(1000))).toHaveLength(300))

test('a warning, of whatever length, is kept short', () => {
  const diag = createDiag(false, {})
  diag.warn('x'.repeat(100000))
  expect(diag.warnings[0]).toHaveLength(1000)
})
