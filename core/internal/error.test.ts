// @ts-expect-error it brings no types
import { JSDOM } from 'jsdom'
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
    ['lines', '\n  first \r\nsecond', undefined, 'first', 'first\nsecond'],
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

  test('of a list without an end no more is read than a person would', () => {
    let read = 0
    const item = {
      get code() {
        return ++read
      },
    }
    readError({ items: Array.from({ length: 400 }, () => item) })
    expect(read).toBeLessThanOrEqual(100)
  })

  test('a huge object is told in 500 characters, none of them half', () => {
    const { message } = readError({ list: '😀'.repeat(10000) })
    expect(message.length).toBeLessThanOrEqual(500)
    expect(encodeURIComponent(message)).toContain('%F0%9F%98%80')
  })
})

/** What WeChat gives for one fault: docs/platforms/wechat.md#errors */
describe('headings of WeChat are no message', () => {
  const FRAME = '    at WASubContext.js:1:2'
  test.each<[told: string, message: string, stack?: string]>([
    [
      'thirdScriptError\nsdk uncaught third Error\none is not defined\nReferenceError: one is not defined\n' +
        FRAME,
      'one is not defined',
      'one is not defined\nReferenceError: one is not defined\n' + FRAME,
    ],
    [
      'thirdScriptError \n sdk uncaught third Error \n two is not defined \n ReferenceError',
      'two is not defined',
    ],
    [
      'thirdScriptError sdk uncaught third Error module "static/index.js" is not defined',
      'module "static/index.js" is not defined',
    ],
    [
      'thirdScriptError\nTEST 01;at App lifeCycleMethod onLaunch function\nError: TEST 01\n' + FRAME,
      'TEST 01',
      'TEST 01;at App lifeCycleMethod onLaunch function\nError: TEST 01\n' + FRAME,
    ],
    [
      'thirdScriptError\nx.y is not a function; [Component] Event Handler Error @ pages/index/index#bound tap\nTypeError: x',
      'x.y is not a function',
    ],
    [
      'gameThirdScriptError\nURI error;at api onShow callback function\nm@https://usr/game.js:2:1',
      'URI error',
    ],
    ['a;at App onHide function;at api getClipboardData success callback function', 'a'],
    ['appServiceSDKScriptError\nat api request fail callback function\nTypeError: b', 'TypeError: b'],
    ['webviewScriptError;c', 'c'],
    ['Uncaught (in promise) thirdScriptError\nd of undefined\nTypeError: d of undefined', 'd of undefined'],
    ['MiniProgramError\nReferenceError: e\nError: ReferenceError: e', 'ReferenceError: e'],
    [
      'MiniProgramError\n{"errMsg":"navigateTo:fail can not navigateTo a tabbar page"}',
      'navigateTo:fail can not navigateTo a tabbar page',
    ],
    ['Error: MiniProgramError\n{"code":7}\n' + FRAME, '{"code":7}'],
    ['SystemError (appServiceSDKScriptError)\n{"errMsg":"webapi:fail "}', 'webapi:fail'],
    // words of the app that merely look alike
    ['MiniProgramError', 'MiniProgramError'],
    ['UserScriptError: bad', 'UserScriptError: bad'],
    ['at least one function', 'at least one function'],
    ['Uncaught exception in worker', 'Uncaught exception in worker'],
    ['{"open', '{"open'],
  ])('%j', (told, message, stack) => {
    expect(readError(told).message).toBe(message)
    if (stack) expect(readError(told).stack).toBe(stack)
    // on some devices it is an object, and a promise is rejected with an Error that holds it
    expect(readError({ message: told, stack: '' }).message).toBe(message)
  })
})

describe('whatever is thrown says something that a person can act on', () => {
  const { window } = new JSDOM('<!doctype html><script src="https://cdn.example/a.js"></script>', {
    url: 'https://shop.test/',
  })
  const event = (type: string, target: object, Kind = 'Event') => {
    const made = new window[Kind](type)
    Object.defineProperty(made, 'target', { value: target })
    return made
  }
  const script = window.document.querySelector('script')
  class Cart {
    total = 3
  }
  class Nothing {}
  class Coded extends Error {
    override name = 'Coded'
  }
  const circle: Record<string, unknown> = { code: 7 }
  circle.self = circle
  const inner = new RangeError('too far')

  test.each<[what: string, thing: unknown, message: string]>([
    ['an event', new window.Event('offline'), 'Event offline'],
    [
      'a script that did not load',
      event('error', script),
      'Event error HTMLScriptElement https://cdn.example/a.js',
    ],
    [
      'an event of the page’s own',
      new window.CustomEvent('sw-fail', { detail: { why: 'quota' } }),
      'CustomEvent sw-fail {"why":"quota"}',
    ],
    [
      'an event of the page’s own with a text',
      new window.CustomEvent('sw-fail', { detail: 'quota' }),
      'CustomEvent sw-fail quota',
    ],
    [
      'a library’s event of a rejection',
      new window.CustomEvent('unhandledrejection', { detail: { reason: inner } }),
      'too far',
    ],
    ['a browser’s event of a rejection', { reason: inner, promise: {} }, 'too far'],
    [
      'an ErrorEvent',
      new window.ErrorEvent('error', { message: 'Uncaught RangeError: too far', error: inner }),
      'too far',
    ],
    [
      'an ErrorEvent of another origin',
      new window.ErrorEvent('error', { message: 'Script error.' }),
      'Script error.',
    ],
    [
      'an event of a mini program',
      { type: 'error', detail: { errMsg: 'getImageInfo:fail 404' }, target: {} },
      'getImageInfo:fail 404',
    ],
    ['a request of a database', event('error', { error: inner }), 'too far'],
    [
      'an XMLHttpRequest’s event',
      event('error', Object.assign(new window.XMLHttpRequest(), {}), 'ProgressEvent'),
      'ProgressEvent error XMLHttpRequest',
    ],
    ['a Response', new Response('', { status: 404, statusText: 'Not Found' }), 'Response 404'],
    ['a DOMException', new DOMException('no room', 'QuotaExceededError'), 'QuotaExceededError: no room'],
    ['a DOMException without words', new DOMException('', 'AbortError'), 'AbortError'],
    [
      'a window’s DOMException',
      new window.DOMException('no room', 'QuotaExceededError'),
      'QuotaExceededError: no room',
    ],
    [
      'an AggregateError',
      new AggregateError([inner, 'b', { errMsg: 'c:fail' }], 'All promises were rejected'),
      'All promises were rejected: too far; b; c:fail',
    ],
    ['an Error without words', new TypeError(''), 'TypeError'],
    [
      'an Error without words, of JavaScriptCore',
      Object.assign(new Coded(''), { stack: 'f@a.js:1:1' }),
      'Coded',
    ],
    ['a circle', circle, '{"code":7,"self":"[circular]"}'],
    ['a big integer', 5n, '5'],
    ['a big integer inside', { n: 5n }, '{"n":"5"}'],
    ['a map', new Map([['a', new Map([['b', 1]])]]), '{"a":{"b":1}}'],
    ['a set', new Set([1, 'a']), '[1,"a"]'],
    ['a symbol', Symbol('s'), 'Symbol(s)'],
    ['a function', function pay() {}, 'function pay() {'],
    ['a class', Nothing, 'class Nothing {'],
    ['an instance', new Cart(), '{"total":3}'],
    ['an instance without members', new Nothing(), 'Nothing'],
    ['a date', new Date(0), '1970-01-01T00:00:00.000Z'],
    ['no date', new Date(NaN), 'Invalid Date'],
    [
      'an error inside',
      { at: inner, list: [inner] },
      '{"at":"RangeError: too far","list":["RangeError: too far"]}',
    ],
    ['bytes', new Uint8Array([1, 2]), '[1,2]'],
    ['an expression', /a/g, '/a/g'],
    ['a boxed text', Object('a'), 'a'],
    ['an element', script, 'HTMLScriptElement https://cdn.example/a.js'],
    ['false', false, 'false'],
    ['a list of errors', [inner], '["RangeError: too far"]'],
    ['numbers for words', { message: 5, errMsg: 'a:fail' }, 'a:fail'],
    ['an object for words', { message: { code: 1 } }, '{"message":{"code":1}}'],
  ])('%s', (_, thing, message) => {
    const read = readError(thing)
    expect(read.message).toContain(message)
    if (Object(thing) === thing) expect(readError({ reason: thing, promise: {} }).message).toBe(read.message)
  })

  test('what is inside keeps its stack', () => {
    const wrapped = new window.CustomEvent('unhandledrejection', { detail: { reason: inner } })
    expect(readError(wrapped).stack).toBe(inner.stack)
    expect(readError(new window.ErrorEvent('error', { message: 'x', error: inner })).stack).toBe(inner.stack)
  })
})

describe('causes', () => {
  test('are told behind the stack, the innermost last', () => {
    const first = new Error('no network')
    const second = new Error('no cart', { cause: first })
    const third = new TypeError('no order', { cause: second })
    expect(readError(third)).toEqual({
      message: 'no order',
      stack: `${third.stack}\nCaused by: ${second.stack}\nCaused by: ${first.stack}`,
    })
  })

  test.each<[string, unknown, string]>([
    ['a text', 'offline', '\nCaused by: offline'],
    ['an answer', { code: 7 }, '\nCaused by: {"code":7}'],
    ['what WeChat fails with', { errMsg: 'request:fail' }, '\nCaused by: request:fail'],
    ['nothing', undefined, ''],
    ['null', null, ''],
  ])('may be anything: %s', (_, cause, told) => {
    const error = new Error('x', { cause })
    expect(readError(error).stack).toBe(error.stack + told)
  })

  test('have an end, also where they go round', () => {
    const error = new Error('x') as Error & { cause: unknown }
    error.cause = error
    expect(readError(error).stack.split('Caused by: ').length).toBeLessThan(8)
    const chain = Array.from({ length: 1000 }).reduce<unknown>(
      (cause, _, i) => new Error('e' + i, { cause }),
      0,
    )
    expect(readError(chain).stack.split('Caused by: ').length).toBeLessThan(8)
  })

  test('leave the place alone by which errors are told apart', () => {
    const error = new Error('x', { cause: new Error('y') })
    expect(topFrame(readError(error).stack)).toBe(topFrame(error.stack!))
  })
})

test('a text without an end is cut before anybody looks at it', () => {
  const long = 'x'.repeat(1000000)
  for (const thing of [long, { message: long, stack: long }, { a: long }, new Error('x', { cause: long })]) {
    const { message, stack } = readError(thing, long)
    // more than is sent, so that it is marked there
    expect(message.length).toBeLessThan(20000)
    expect(stack.length).toBeLessThan(100000)
  }
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

test('frames are told apart by 500 characters, not by more', () => {
  expect(topFrame(`x\n    at f (${'a'.repeat(10000)}.js:1:1)`)).toHaveLength(500)
})
