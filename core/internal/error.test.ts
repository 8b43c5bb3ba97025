import { describe, expect, test } from 'vitest'
import { readError, topFrame } from './error.ts'

const STACK = 'TypeError: x is not a function\n    at onTap (pages/index.js:3:9)'

function hostile(): Record<string, unknown> {
  const cyclic: Record<string, unknown> = { code: 7 }
  cyclic.self = cyclic
  return {
    cyclic,
    'getters that throw': {
      get message() {
        throw new Error('no')
      },
    },
    'a revoked proxy': (() => {
      const { proxy, revoke } = Proxy.revocable({}, {})
      revoke()
      return proxy
    })(),
    'toJSON that throws': {
      toJSON() {
        throw new Error('no')
      },
    },
    'toString that gives an object': { toString: () => ({}), toJSON: () => undefined },
    'no prototype': Object.create(null),
    'a symbol': Symbol('s'),
    'a big integer in an object': { n: 1n },
    'a function that can not be shown': Object.assign(() => {}, {
      toString() {
        throw new Error('no')
      },
    }),
  }
}

describe('what hooks are given', () => {
  test.each<[what: string, error: unknown, given: string | undefined, message: string, stack: string]>([
    ['WeChat: the wrapper', `MiniProgramError\n${STACK}`, undefined, 'TypeError: x is not a function', STACK],
    [
      'WeChat: the wrapper and a plain Error',
      'MiniProgramError\nError: no such item\n    at a.js:1:2',
      undefined,
      'no such item',
      'no such item\n    at a.js:1:2',
    ],
    [
      'WeChat: type;message',
      `thirdScriptError;x is not a function\n${STACK}`,
      undefined,
      'x is not a function',
      `x is not a function\n${STACK}`,
    ],
    [
      'WeChat: type, place',
      `appServiceSDKScriptError;at api request success callback function\n${STACK}`,
      undefined,
      'TypeError: x is not a function',
      STACK,
    ],
    [
      'WeChat: type on a line of its own',
      `thirdScriptError\n${STACK}`,
      undefined,
      STACK.split('\n')[0],
      STACK,
    ],
    ['WeChat: an object', { message: `MiniProgramError\n${STACK}` }, undefined, STACK.split('\n')[0], STACK],
    ['WeChat: message and stack', { message: 'boom', stack: STACK }, undefined, 'boom', STACK],
    ['Alipay: the stack apart', 'x is not a function', STACK, 'x is not a function', STACK],
    ['Alipay: with a plain Error', 'Error: boom', STACK, 'boom', STACK],
    ['an uncaught one of a web page', 'Uncaught Error: boom', undefined, 'boom', ''],
    ['a class is worth its name', 'Uncaught TypeError: boom', undefined, 'TypeError: boom', ''],
    ['a rejection', { errMsg: 'request:fail timeout', errno: 5 }, undefined, 'request:fail timeout', ''],
    ['Alipay: a rejection', { error: 12, errorMessage: 'no network' }, undefined, 'no network', ''],
    ['an object without words', { code: 500, where: 'cart' }, undefined, '{"code":500,"where":"cart"}', ''],
    ['an empty object', {}, undefined, '[object Object]', ''],
    ['only a stack', { stack: STACK }, undefined, 'TypeError: x is not a function', STACK],
    ['a text', 'out of stock', undefined, 'out of stock', ''],
    ['lines', '\n  first \r\nsecond', undefined, 'first', '\n  first \r\nsecond'],
    ['an empty text', '', undefined, 'unknown error', ''],
    ['a number', 404, undefined, '404', ''],
    ['undefined', undefined, undefined, 'undefined', ''],
    ['null', null, undefined, 'null', ''],
    [
      'a function',
      Object.assign(() => {}, { toString: () => 'function f() {\n}' }),
      undefined,
      'function f() {',
      '',
    ],
    ['a list', [1, 2], undefined, '[1,2]', ''],
  ])('%s', (_, error, given, message, stack) => {
    expect(readError(error, given)).toEqual({ message, stack })
  })

  test('an Error', () => {
    const error = new RangeError('too far\nand more')
    expect(readError(error)).toEqual({ message: 'too far', stack: error.stack })
  })

  test.each(Object.entries(hostile()))('%s never throws', (_, error) => {
    const read = readError(error)
    expect(typeof read.message).toBe('string')
    expect(read.message).not.toBe('')
    expect(typeof read.stack).toBe('string')
  })

  test('an object that is endless on paper is told at once', () => {
    const shared = Array.from({ length: 60 }).reduce<object>((inner) => ({ a: inner, b: inner }), {})
    expect(readError(shared).message).toContain('{"a":{"a":')
  })

  test('a huge object is told in 500 characters, none of them half', () => {
    const { message } = readError({ list: '😀'.repeat(10000) })
    expect(message.length).toBeLessThanOrEqual(500)
    expect(encodeURIComponent(message)).toContain('%F0%9F%98%80')
  })
})

test.each([
  [
    'V8',
    `TypeError: x\n    at onTap (pages/index.js:3:9)\n    at f (a.js:1:1)`,
    'onTap (pages/index.js:3:9)',
  ],
  [
    'JavaScriptCore',
    'onTap@https://servicewechat.com/app.js:3:9\nf@a.js:1:1',
    'onTap@https://servicewechat.com/app.js:3:9',
  ],
  ['no position', 'boom\nsomewhere', ''],
  ['none', '', ''],
])('top frame: %s', (_, stack, frame) => expect(topFrame(stack)).toBe(frame))
