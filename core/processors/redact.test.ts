import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { testContext } from '../../test/fakes/context.ts'
import { aLog, aMetric, aSpan } from '../../test/fakes/signals.ts'
import { cleanUrl } from '../internal/url.ts'
import * as names from '../names.ts'
import type { Attributes, LogRecord, Metric, Signal, Span } from '../signal.ts'
import { readError } from '../internal/error.ts'
import { createRedactor, redactProcessor } from './redact.ts'

function redact(attributes: Attributes, keys?: (string | RegExp)[]) {
  return createRedactor(keys)(attributes, cleanUrl)
}

function log(body: LogRecord['body'], attributes: Attributes = {}) {
  return aLog({ body, attributes })
}

describe('names', () => {
  test.each([
    'password',
    'userPassword',
    'PASSWORD',
    'pass-word',
    'passwd',
    'login_pwd',
    'secret',
    'app-secret',
    'token',
    'access_token',
    'AccessToken',
    'Authorization',
    'Proxy-Authorization',
    'Set-Cookie',
    'api.key',
    'phone',
    'phoneNumber',
    'mobile_no',
    'e-mail',
    'id card',
    'idCard',
    'ID_CARD_NO',
    'idNumber',
    'passport',
    'bankCard',
    'openid',
    'wx_open_id',
    'unionId',
    'session_key',
    '手机号',
    '登录密码',
    '身份证号',
    'tel',
    'TEL',
    'user_tel',
    'userTel',
    'telNo',
    'tel1',
    'telephone',
    'contact',
    'contactName',
    'jwt',
    'auth',
    'authCode',
    'x-auth',
    'accessKey',
    'access_key_id',
    'sid',
    'connect.sid',
    'AK',
    'userAK',
    'sk',
    'captcha',
    '电话',
    '联系电话',
    '联系方式',
    '邮箱',
  ])('%s is private', (name) => expect(redact({ [name]: 'x', other: 1 })).toEqual({ other: 1 }))

  test.each([
    'page',
    'session.id',
    'user.id',
    'exception.type',
    'http.request.method',
    'miniprogram.page.path',
    'device.model.identifier',
    'constructor',
    'toString',
    'card',
    'log.record.uid',
    // words that merely hold a short one
    'hotel',
    'inside',
    'author',
    'package',
    'task',
    'intelligence',
  ])('%s is not', (name) => expect(redact({ [name]: 'x' })).toEqual({ [name]: 'x' }))

  test('the kit’s own names are not', () => {
    const attributes = Object.fromEntries(Object.values(names).map((name) => [name, 1]))
    expect(redact({ ...attributes })).toEqual(attributes)
  })

  test('a short word of the user’s may be meant as a whole one', () => {
    expect(redact({ userNo: 1, no: 2, note: 3, noNo: 4, 'a-no': 5 }, ['_no_'])).toEqual({ note: 3 })
  })

  test('the user’s list takes the place of the built-in one', () => {
    const keys = ['Order_No', /^x-/i, '会员']
    expect(redact({ orderNo: 1, 'X-Id': 2, 会员号: 3, password: 4 }, keys)).toEqual({ password: 4 })
    expect(redact({ password: 4 }, [])).toEqual({ password: 4 })
  })

  test.each([
    ['a list of words', 'my_no_x', 'mynox'],
    ['no end mark', '_a_b', 'ab'],
    ['no begin mark', 'a_b_', 'ab'],
  ])('what is not between two marks is no whole word: %s', (_, key, name) => {
    expect(redact({ [name]: 1 }, [key])).toEqual({})
  })

  test('numbers with a tag stay as they are', () => {
    const tagged = { a: { double: 'NaN' }, list: [{ int: '5' }, { bytes: 'AA==' }] }
    expect(redact(structuredClone(tagged))).toEqual(tagged)
  })

  test('inside of maps and lists', () => {
    expect(
      redact({ a: { map: { token: 'x', b: 1 } }, list: [{ map: { phone: '1', c: 2 } }, { map: {} }] }),
    ).toEqual({ a: { map: { b: 1 } }, list: [{ map: { c: 2 } }, { map: {} }] })
  })

  test('names made up without end are judged all the same', () => {
    const redactor = createRedactor()
    for (let i = 0; i < 2000; i++) redactor({ ['n' + i]: 1 }, cleanUrl)
    expect(redactor({ fresh: 1, freshToken: 2 }, cleanUrl)).toEqual({ fresh: 1 })
  })

  test('when consent is withdrawn the texts that were remembered are not any more', () => {
    const { context } = testContext()
    const asked: string[] = []
    const processor = redactProcessor(createRedactor())({
      ...context,
      cleanUrl(url) {
        asked.push(url)
        return context.cleanUrl(url)
      },
    })
    const text = 'https://a.example/?q=1'
    processor.onEmit(log(text))
    processor.onEmit(log(text))
    expect(asked).toHaveLength(1)
    processor.clear!()
    processor.onEmit(log(text))
    expect(asked).toHaveLength(2)
  })

  test('a text that comes again is held once, up to a bound, and is what it was', () => {
    const redactor = createRedactor()
    const texts = Array.from({ length: 300 }, (_, i) => 'https://a.example/' + i + '?q=' + 'x'.repeat(500))
    for (let round = 0; round < 3; round++)
      texts.forEach((text, i) =>
        expect(redactor({ text }, cleanUrl)).toEqual({ text: 'https://a.example/' + i }),
      )
  })
})

test('of texts 50,000 characters are remembered, then it begins anew', () => {
  let asked = 0
  const clean = (url: string) => {
    asked++
    return cleanUrl(url)
  }
  const redactor = createRedactor()
  const see = (...texts: string[]) => texts.forEach((text) => redactor({ text }, clean))
  const texts = Array.from({ length: 7 }, (_, i) => i + 'x'.repeat(7000) + ' https://a.example/?q=1')
  see(...texts, ...texts)
  expect(asked).toBe(7)
  see('y'.repeat(7000), texts[0])
  expect(asked).toBe(8)
})

test('of names 500 are remembered, so that whoever makes them up does not fill the memory', () => {
  const key = /secret/
  const judge = vi.spyOn(key, 'test')
  const redactor = createRedactor([key])
  const judged = (name: string) => {
    judge.mockClear()
    redactor({ [name]: 1 }, cleanUrl)
    return judge.mock.calls.length > 0
  }
  const names = Array.from({ length: 501 }, (_, i) => 'n' + i)
  expect(names.filter(judged)).toHaveLength(501)
  expect(names.filter(judged)).toEqual(['n500'])
})

test('the user’s hook may see each URL of a text, also those without anything to take out', () => {
  const text = 'GET https://a.example/x failed at b/c'
  const told = (every: boolean) => createRedactor(undefined, every)({ text }, () => 'URL').text
  expect([told(false), told(true)]).toEqual([text, 'GET URL failed at b/c'])
})

test('a keep-alive says nothing that could be private', () => {
  const keepAlive: Signal = { kind: 'keepAlive', layer: 'GENERAL' }
  expect(redactProcessor(createRedactor())(testContext().context).onEmit(keepAlive)).toBe(keepAlive)
})

describe('URLs in texts', () => {
  const { context } = testContext()
  const clean = (body: string) =>
    (redactProcessor(createRedactor())(context).onEmit(log(body)) as LogRecord).body

  test.each([
    ['GET https://a.example/x?token=1 failed', 'GET https://a.example/x failed'],
    ['https://me:secret@a.example:8080/x#frag', 'https://a.example:8080/x'],
    ['"https://a.example/?q=1", (http://b.example?x)', '"https://a.example/", (http://b.example)'],
    ['at f (https://a.example/app.js?v=3:10:5)', 'at f (https://a.example/app.js:10:5)'],
    ['at f (https://a.example/app.js:10:5)', 'at f (https://a.example/app.js:10:5)'],
    ['https://a.example/?who=user:13800138000', 'https://a.example/'],
    ['https://a.example/?who=1:13800138000:13800138000', 'https://a.example/'],
    ['wss://a.example/s?k=1 HTTPS://B.example/?K=1', 'wss://a.example/s HTTPS://B.example/'],
    ['no url: a://', 'no url: a://'],
    ['nothing here', 'nothing here'],
  ])('%s', (text, cleaned) => expect(clean(text)).toBe(cleaned))

  test('no query, fragment or user info survives, wherever it stands', () => {
    const word = fc.stringMatching(/^[a-z0-9]{1,8}$/)
    fc.assert(
      fc.property(
        word,
        word,
        fc.stringMatching(/^[\w=&%:.,;-]{0,20}$/),
        fc.constantFrom('', ' ', '"', ' (', '\n'),
        (host, path, query, before) => {
          const text = `${before}https://u:SECRET@${host}.example/${path}?k=SECRET${query}#SECRET${before}end`
          const signal = log(text, { a: text, list: [text], map: { map: { b: text } } })
          expect(JSON.stringify(redactProcessor(createRedactor())(context).onEmit(signal))).not.toContain(
            'SECRET',
          )
        },
      ),
    )
  })
})

/** A body of JSON, as servers answer and apps put it into errors. */
const BODY = {
  code: 7,
  token: 'SECRET',
  data: { phone: 13800138000, name: 'n', list: [{ idCard: 'SECRET', ok: true }, 'x'] },
  auth: { a: ['SECRET', { b: 'SECRET' }] },
  text: JSON.stringify({ openid: 'SECRET', inner: JSON.stringify({ 手机号: '13800138000', kept: 1 }) }),
  last: 'kept',
}

describe('private members of what was thrown leave no device: in texts of JSON', () => {
  const { context } = testContext()
  const clean = (body: string, keys?: string[]) =>
    (redactProcessor(createRedactor(keys))(context).onEmit(log(body)) as LogRecord).body as string

  test('nested, in lists, and in texts within', () => {
    const cleaned = clean(JSON.stringify(BODY))
    expect(cleaned).not.toMatch(/SECRET|13800138000/)
    const read = JSON.parse(cleaned)
    expect(read).toEqual({
      code: 7,
      token: '[redacted]',
      data: { phone: '[redacted]', name: 'n', list: [{ idCard: '[redacted]', ok: true }, 'x'] },
      auth: '[redacted]',
      text: expect.any(String),
      last: 'kept',
    })
    const text = JSON.parse(read.text)
    expect(text).toEqual({ openid: '[redacted]', inner: expect.any(String) })
    expect(JSON.parse(text.inner)).toEqual({ 手机号: '[redacted]', kept: 1 })
  })

  test.each([
    ['POST /pay 500: {"token":"SECRET","a":1} at f', 'POST /pay 500: {"token":"[redacted]","a":1} at f'],
    ['{ "token" : "SECRET" , "a": 1 }', '{ "token" : "[redacted]" , "a": 1 }'],
    ['{"token":"a\\"SECRET","a":1}', '{"token":"[redacted]","a":1}'],
    ['{"token":"a\\\\","a":1}', '{"token":"[redacted]","a":1}'],
    ['{"token":"","a":1}', '{"token":"[redacted]","a":1}'],
    ['{"token":-1.5e3}', '{"token":"[redacted]"}'],
    ['{"token":null,"a":[]}', '{"token":"[redacted]","a":[]}'],
    ['{"token":{"a":"}SECRET"},"b":"]"}', '{"token":"[redacted]","b":"]"}'],
    ['[{"token":["SECRET","]"]}]', '[{"token":"[redacted]"}]'],
    ['{"\\u624b\\u673a":"SECRET"}', '{"\\u624b\\u673a":"[redacted]"}'],
    ["{'token': 'SECRET', 'a': 1}", "{'token': '[redacted]', 'a': 1}"],
    // what was cut has no end
    ['{"token":"SECRET', '{"token":"[redacted]"'],
    ['{"token":{"a":"SECRET', '{"token":"[redacted]"'],
    ['{"a":"{\\"token\\":\\"SECRET"}', '{"a":"{\\"token\\":\\"[redacted]\\""}'],
    ['{"a":"{\\"token\\":13800138000}"}', '{"a":"{\\"token\\":\\"[redacted]\\"}"}'],
    ['{"token":', '{"token":"[redacted]"'],
    ['unexpected token: SECRET is a word here', 'unexpected token: SECRET is a word here'],
    ['{"hotel":"kept"}', '{"hotel":"kept"}'],
  ])('%s', (text, cleaned) => expect(clean(text)).toBe(cleaned))

  test('by the user’s list', () => {
    expect(clean('{"token":"a","seat":"b"}', ['seat'])).toBe('{"token":"a","seat":"[redacted]"}')
    expect(clean('{"token":"a"}', [])).toBe('{"token":"a"}')
  })

  test('whatever stands where: no value of a private member survives, and what is left is JSON', () => {
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { depthSize: 'small' },
        fc.constant('SECRET"\\{}[],:\''),
        fc.integer(),
        fc.array(tie('any'), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom('a', 'b"', 'token', '手机'), tie('any'), { maxKeys: 3 }),
        tie('any').map((inner) => JSON.stringify(inner)),
      ),
    })).any
    fc.assert(
      fc.property(value, fc.integer({ min: 0, max: 3 }), (secret, depth) => {
        let text = JSON.stringify({ token: secret, kept: 1 })
        for (let i = 0; i < depth; i++) text = JSON.stringify({ a: text, list: [text] })
        fc.pre(text.length < 8192)
        const cleaned = clean(text)
        expect(cleaned).not.toContain('SECRET')
        expect(() => JSON.parse(cleaned)).not.toThrow()
        expect(cleaned).toContain('kept')
      }),
      { numRuns: 300, seed: 7 },
    )
  })

  test('also where they came by an object that was thrown, or a cause', () => {
    const { message, stack } = readError(new Error('x', { cause: BODY }))
    const signal = log(readError(BODY).message, { 'exception.stacktrace': stack, message })
    const cleaned = JSON.stringify(redactProcessor(createRedactor())(context).onEmit(signal))
    expect(cleaned).not.toMatch(/SECRET|13800138000/)
    expect(cleaned).toContain('Caused by')
  })
})

describe('what belongs to a user in texts that are no whole URLs', () => {
  const { context } = testContext()
  const clean = (body: string) =>
    (redactProcessor(createRedactor())(context).onEmit(log(body)) as LogRecord).body

  test.each([
    [
      'navigateTo:fail page "pages/pay/pay?phone=13800138000&token=x" is not found',
      'navigateTo:fail page "pages/pay/pay" is not found',
    ],
    ['GET /api/user?phone=13800138000 500', 'GET /api/user 500'],
    ['GET api/user?13800138000 500', 'GET api/user 500'],
    ['at f (pages/a.js?v=3:10:5)', 'at f (pages/a.js:10:5)'],
    ['to pages/a#token=x', 'to pages/a'],
    ['/a;jsessionid=SECRET', '/a'],
    ['https://a.example/b;jsessionid=SECRET?x=1', 'https://a.example/b'],
    ['redirect=%2Fpages%2Fpay%3Fphone%3D13800138000', 'redirect=%2Fpages%2Fpay'],
    ['https://a.example/to/%2Fpages%3Fphone%3D1', 'https://a.example/to/%2Fpages'],
    ['https://a.example/x%23token%3D1', 'https://a.example/x'],
    ['{"url":"https:\\/\\/me:pw@a.example\\/x?token=1"}', '{"url":"https:\\/\\/a.example\\/x"}'],
    ['call tel:13800138000 now', 'call tel: now'],
    ['href=sms:13800138000', 'href=sms:'],
    ['mailto:me@a.example', 'mailto:'],
    ['saveFile:fail wxfile://tmp_o6zAJsSECRET.jpg', 'saveFile:fail wxfile:'],
    ['blob:https://a.example/0f-SECRET', 'blob:'],
    ['image data:image/png;base64,SECRET=', 'image data:'],
    ['https://me:pa/ss@a.example/x', 'https://a.example/x'],
    ['https://a\\@evil.example/', 'https://a\\@evil.example/'],
    // what merely looks so
    ['Did you mean x?', 'Did you mean x?'],
    ['/pages/a?', '/pages/a?'],
    ['bound tap @ pages/index/index#bound tap', 'bound tap @ pages/index/index#bound tap'],
    ['issue #12; done', 'issue #12; done'],
    ['a?b:c', 'a?b:c'],
    ['response data:{a:1}', 'response data:{a:1}'],
    ['hotel:5 profile:1', 'hotel:5 profile:1'],
    ['https://unpkg.example/react@18/index.js:1:2', 'https://unpkg.example/react@18/index.js:1:2'],
    ['file:///android_asset/index.js:1:2', 'file:///android_asset/index.js:1:2'],
    ['weapp:///pages/a.js:1:2', 'weapp:///pages/a.js:1:2'],
    ['AT&T and R&D', 'AT&T and R&D'],
  ])('%s', (text, cleaned) => expect(clean(text)).toBe(cleaned))
})

describe('signals', () => {
  const url = 'https://a.example/x?q=1'
  const process = (signal: Signal) => redactProcessor(createRedactor())(testContext().context).onEmit(signal)

  test('a log: attributes and body, also one of values', () => {
    expect(process(log(url, { token: 't', url }))).toMatchObject({
      body: 'https://a.example/x',
      attributes: { url: 'https://a.example/x' },
    })
    expect(process(log({ map: { token: 't', url } }))).toMatchObject({
      body: { map: { url: 'https://a.example/x' } },
    })
    expect(process(log(undefined)).valueOf()).toEqual(log(undefined))
  })

  test('a span: attributes, name and status', () => {
    const span = aSpan({ name: 'GET ' + url, statusMessage: url, attributes: { url, phone: '1' } })
    expect(process(span)).toMatchObject({
      name: 'GET https://a.example/x',
      statusMessage: 'https://a.example/x',
      attributes: { url: 'https://a.example/x' },
    })
  })

  test('a raw metric: the attributes of its points', () => {
    const metric = aMetric({ points: [{ attributes: { phone: '1', url, n: 1 }, time: 1, value: 1 }] })
    expect((process(metric) as Metric).points[0].attributes).toEqual({ url: 'https://a.example/x', n: 1 })
  })

  test('a raw metric: those of its exemplars, too', () => {
    const exemplars = [{ time: 1, value: 1, attributes: { phone: '1', url } }]
    const metric = aMetric({ points: [{ attributes: {}, time: 1, value: 1, exemplars }] })
    expect((process(metric) as Metric).points[0].exemplars![0].attributes).toEqual({
      url: 'https://a.example/x',
    })
  })

  test('a raw segment: tags and texts of its spans; what the app handed over stays as it is', () => {
    const segment = {
      traceId: 't',
      traceSegmentId: 's',
      service: 'shop',
      spans: [
        {
          spanId: 0,
          operationName: '/pay?phone=1',
          peer: 'a.example:443',
          isError: true,
          tags: [
            { key: 'url', value: url },
            { key: 'token', value: 'SECRET' },
            { key: 'http.body', value: '{"token":"SECRET"}' },
          ],
          logs: [
            {
              time: 1,
              data: [
                { key: 'phone', value: 'SECRET' },
                { key: 'stack', value: url },
              ],
            },
          ],
        },
      ],
    }
    const given = JSON.stringify(segment)
    expect(process({ kind: 'segment', segment })).toEqual({
      kind: 'segment',
      segment: {
        ...segment,
        spans: [
          {
            ...segment.spans[0],
            operationName: '/pay',
            tags: [
              { key: 'url', value: 'https://a.example/x' },
              { key: 'http.body', value: '{"token":"[redacted]"}' },
            ],
            logs: [{ time: 1, data: [{ key: 'stack', value: 'https://a.example/x' }] }],
          },
        ],
      },
    })
    expect(JSON.stringify(segment)).toBe(given)
  })

  test('a hook that throws drops it', () => {
    const t = testContext({
      cleanUrl() {
        throw new Error('no')
      },
    })
    const processor = redactProcessor(createRedactor())(t.context)
    expect(processor.onEmit(log(url))).toBe('before_send')
    expect(processor.onEmit(log('no url'))).toMatchObject({ body: 'no url' })
    expect(t.diag.errors).toMatchObject([{ where: 'redactUrl', message: 'no' }])
  })
})

describe('what is huge', () => {
  const huge = 'x'.repeat(50000)
  const process = (signal: Signal) => redactProcessor(createRedactor())(testContext().context).onEmit(signal)
  test.each<[string, Signal, (s: never) => unknown]>([
    [
      'a stack',
      log('a', { 'exception.stacktrace': huge }),
      (s: LogRecord) => s.attributes['exception.stacktrace'],
    ],
    ['a body', log(huge), (s: LogRecord) => s.body],
    ['a name', aSpan({ name: huge }), (s: Span) => s.name],
    ['a status', aSpan({ statusMessage: huge }), (s: Span) => s.statusMessage],
    [
      'what is deep inside',
      log('a', { a: { map: { b: [1, { map: { c: huge } }] } } }),
      (s: LogRecord) => JSON.parse(JSON.stringify(s.attributes.a)).map.b[1].map.c,
    ],
    [
      'a body of values',
      log({ map: { a: huge } }),
      (s: LogRecord) => (s.body as never as { map: { a: string } }).map.a,
    ],
  ])('%s is shortened, and marked', (_, signal, part) => {
    const result = process(signal) as LogRecord
    expect(part(result as never)).toBe('x'.repeat(8192))
    expect(result.attributes['miniprogram.monitor.truncated']).toBe(true)
  })

  test('a name is shortened, and no longer than it is judged', () => {
    expect(redact({ ['a'.repeat(1000)]: 1, ['token' + 'b'.repeat(1000)]: 2 })).toEqual({
      ['a'.repeat(255)]: 1,
    })
  })

  test('never in the middle of a character', () => {
    const { body } = process(log('x' + '😀'.repeat(9000))) as LogRecord
    expect(() => encodeURIComponent(body as string)).not.toThrow()
  })

  test('what is not is left as it is', () => {
    expect(process(log('x'.repeat(8192), { n: 1, list: [1, 'a'] }))).toEqual(
      log('x'.repeat(8192), { n: 1, list: [1, 'a'] }),
    )
  })
})
