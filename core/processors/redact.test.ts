import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { testContext } from '../../test/fakes/context.ts'
import { aLog, aMetric, aSpan } from '../../test/fakes/signals.ts'
import { cleanUrl } from '../internal/url.ts'
import type { Attributes, LogRecord, Metric, Signal, Span } from '../signal.ts'
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
  ])('%s is not', (name) => expect(redact({ [name]: 'x' })).toEqual({ [name]: 'x' }))

  test('the user’s list takes the place of the built-in one', () => {
    const keys = ['Order_No', /^x-/i, '会员']
    expect(redact({ orderNo: 1, 'X-Id': 2, 会员号: 3, password: 4 }, keys)).toEqual({ password: 4 })
    expect(redact({ password: 4 }, [])).toEqual({ password: 4 })
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
