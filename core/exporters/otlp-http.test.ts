import { describe, expect, test } from 'vitest'
import { aGauge, aLog, aSpan } from '../../test/fakes/signals.ts'
import { decode, items, responses } from '../../test/wire/official.ts'
import type { Batch, Send } from '../exporter.ts'
import type { OwnResult } from '../platform.ts'
import type { Signal } from '../signal.ts'
import { consoleExporter } from './console.ts'
import { otlpHttp, type OtlpHttpOptions } from './otlp-http.ts'
import { otlpJson } from './otlp-json.ts'
import { otlpProto } from './otlp-proto.ts'

const resource = { service: 'shop', attributes: { 'service.name': 'shop' } }
const scope = { name: 'kit', version: '1' }
const log = aLog({ body: 'x' })
const metric = aGauge(1, 2)
const span = aSpan()

function batchOf(...signals: Signal[]): Batch {
  return { id: '1', resource, signals }
}

function answer(more: Partial<OwnResult> & { headers?: Record<string, string> }): OwnResult {
  return {
    status: 200,
    header: (name) => more.headers?.[name] ?? '',
    ...more,
  }
}

/** A receiver that gives these answers in turn, and keeps what it was sent. */
function receiver(...answers: Parameters<typeof answer>[0][]) {
  const sent: Parameters<Send>[0][] = []
  const send: Send = (request) => {
    sent.push(request)
    return Promise.resolve(answer(answers[Math.min(sent.length, answers.length) - 1] ?? {}))
  }
  return { sent, send }
}

function exporter(more: Partial<OtlpHttpOptions> = {}) {
  return otlpHttp({ signal: 'logs', url: 'https://c.com/v1/logs', encoding: 'proto', scope, ...more })
}

function outcome(given: Parameters<typeof answer>[0], batch = batchOf(log, log, log)) {
  return exporter().export(batch, receiver(given).send)
}

describe('what goes out', () => {
  test.each([
    ['logs', log, 'log'],
    ['metrics', metric, 'metric'],
    ['traces', span, 'span'],
  ] as const)('%s take their own kind, in protobuf and in JSON', async (signal, one, kind) => {
    const { sent, send } = receiver()
    for (const encoding of ['proto', 'json'] as const) {
      const made = exporter({ signal, encoding })
      expect([log, metric, span].filter((s) => made.accepts(s)).map((s) => s.kind)).toEqual([kind])
      expect(await made.export(batchOf(one), send)).toEqual({ kind: 'success' })
    }
    expect(sent[0].header).toEqual({ 'Content-Type': 'application/x-protobuf' })
    expect(items(signal, decode(signal, sent[0].body as ArrayBuffer))).toHaveLength(1)
    expect(sent[1].header).toEqual({ 'Content-Type': 'application/json' })
    expect(items(signal, JSON.parse(sent[1].body as string))).toHaveLength(1)
    expect(sent.map((request) => request.url)).toEqual(['https://c.com/v1/logs', 'https://c.com/v1/logs'])
  })

  test('the body is made once', async () => {
    const { sent, send } = receiver({ status: 503 }, {})
    const batch = batchOf(log)
    await exporter().export(batch, send)
    await exporter().export(batch, send)
    expect(sent[1].body).toBe(sent[0].body)
  })

  test('headers may be a function, asked each time; one that throws costs nothing but time', async () => {
    const { sent, send } = receiver()
    let n = 0
    const made = exporter({
      headers: () => {
        if (++n === 2) throw new Error('no token')
        return { authorization: 'Bearer ' + n, 'Content-Type': 'mine' }
      },
    })
    await made.export(batchOf(log), send)
    expect(await made.export(batchOf(log), send)).toEqual({ kind: 'retryable', reason: 'headers: no token' })
    await made.export(batchOf(log), send)
    expect(sent.map((request) => request.header.authorization)).toEqual(['Bearer 1', 'Bearer 3'])
    expect(sent[0].header['Content-Type']).toBe('application/x-protobuf')
  })

  test.each([
    'request:fail data type error, ArrayBuffer',
    'TypeError: Cannot convert object to primitive value',
  ])('a platform that refuses bytes (%s) gets JSON from then on', async (error) => {
    const { sent, send } = receiver({ status: 0, error }, {}, {})
    const made = exporter()
    expect(await made.export(batchOf(log), send)).toEqual({ kind: 'success' })
    await made.export(batchOf(log), send)
    expect(sent.map((request) => typeof request.body)).toEqual(['object', 'string', 'string'])
    expect(sent[1].header['Content-Type']).toBe('application/json')
  })
})

describe('bytes that the host spoils on the way', () => {
  const types = (sent: Parameters<Send>[0][]) =>
    sent.map(({ body }) => (typeof body === 'string' ? 'json' : 'bytes'))
  const note = 'refuses the bytes, takes JSON: JSON for the rest of this run'

  test.each([400, 415])('%d to the first: one try as JSON, which is remembered and told', async (status) => {
    const { sent, send } = receiver({ status }, {}, {})
    const made = exporter()
    expect(await made.export(batchOf(log), send)).toEqual({ kind: 'success', note })
    expect(await made.export(batchOf(log), send)).toEqual({ kind: 'success' })
    expect(types(sent)).toEqual(['bytes', 'json', 'json'])
    expect(sent[1].header['Content-Type']).toBe('application/json')
    expect(items('logs', JSON.parse(sent[1].body as string))).toHaveLength(1)
  })

  test('JSON that is taken in part is taken, too', async () => {
    const body = '{"partialSuccess":{"rejectedLogRecords":1}}'
    const { send } = receiver({ status: 400 }, { body })
    expect(await exporter().export(batchOf(log), send)).toMatchObject({ kind: 'partial', rejected: 1, note })
  })

  test('JSON is refused, too: bytes again, and never JSON again', async () => {
    const { sent, send } = receiver({ status: 400 })
    const made = exporter()
    const batch = batchOf(log)
    for (let i = 0; i < 3; i++)
      expect(await made.export(batch, send)).toMatchObject({ kind: 'refused', reason: 'HTTP 400' })
    expect(types(sent)).toEqual(['bytes', 'json', 'bytes', 'bytes'])
    expect(sent[2].header['Content-Type']).toBe('application/x-protobuf')
  })

  test('no word about JSON: that is asked again, later', async () => {
    const { sent, send } = receiver({ status: 400 }, { status: 503 }, { status: 400 }, {})
    const made = exporter()
    const batch = batchOf(log)
    expect(await made.export(batch, send)).toMatchObject({ kind: 'retryable', reason: 'HTTP 503' })
    expect(await made.export(batch, send)).toMatchObject({ kind: 'success' })
    expect(types(sent)).toEqual(['bytes', 'json', 'bytes', 'json'])
  })

  test('once bytes were taken a 400 is meant for what they say', async () => {
    const { sent, send } = receiver({}, { status: 400 })
    const made = exporter()
    await made.export(batchOf(log), send)
    expect(await made.export(batchOf(log), send)).toMatchObject({ kind: 'refused' })
    expect(types(sent)).toEqual(['bytes', 'bytes'])
  })

  test.each([401, 403, 404, 413, 422, 500, 503])('%d is no reason', async (status) => {
    const { sent, send } = receiver({ status })
    await exporter().export(batchOf(log), send)
    expect(types(sent)).toEqual(['bytes'])
  })

  test('nor is it without an encoder of JSON, or where JSON was asked for', async () => {
    const { sent, send } = receiver({ status: 400 })
    const options = { signal: 'logs', url: 'https://c.com/v1/logs', scope } as const
    await otlpProto(options).export(batchOf(log), send)
    await exporter({ encoding: 'json' }).export(batchOf(log), send)
    expect(types(sent)).toEqual(['bytes', 'json'])
  })
})

test('exporters of one encoding send nothing else', async () => {
  const { sent, send } = receiver({ status: 0, error: 'request:fail data type error, ArrayBuffer' }, {})
  const options = { signal: 'logs', url: 'https://c.com/v1/logs', scope } as const
  expect(await otlpProto(options).export(batchOf(log), send)).toMatchObject({ kind: 'retryable' })
  expect(await otlpJson(options).export(batchOf(log), send)).toEqual({ kind: 'success' })
  expect(items('logs', decode('logs', sent[0].body as ArrayBuffer))).toHaveLength(1)
  expect(items('logs', JSON.parse(sent[1].body as string))).toHaveLength(1)
})

describe('what the answer means', () => {
  test.each([200, 202, 204, 299])('%d is success', async (status) => {
    expect(await outcome({ status })).toEqual({ kind: 'success' })
  })

  const partial = (signal: 'logs' | 'metrics' | 'traces', rejected: object, errorMessage?: string) =>
    new Uint8Array(
      responses[signal]
        .encode(responses[signal].fromObject({ partialSuccess: { ...rejected, errorMessage } }))
        .finish(),
    ).slice().buffer as ArrayBuffer

  test.each<[string, OwnResult['body']]>([
    ['JSON with a string', '{"partialSuccess":{"rejectedLogRecords":"2","errorMessage":"bad"}}'],
    ['JSON with a number', ' {"partialSuccess":{"rejectedLogRecords":2,"errorMessage":"bad"}}'],
    [
      'JSON as bytes',
      new TextEncoder().encode('{"partialSuccess":{"rejectedLogRecords":2,"errorMessage":"bad"}}').buffer,
    ],
    ['protobuf', partial('logs', { rejectedLogRecords: 2 }, 'bad')],
    [
      'protobuf before fields that nobody knows',
      new Uint8Array([
        0x0a, 7, 8, 2, 18, 3, 98, 97, 100, 0x11, 0, 0x0a, 2, 8, 9, 0, 0, 0, 0x1d, 0, 0, 0, 0, 0x20, 9,
      ]).buffer,
    ],
    ['protobuf as text', '\n\x07\b\x02\x12\x03bad'],
  ])('%s tells of a partial success', async (_, body) => {
    expect(await outcome({ body })).toEqual({
      kind: 'partial',
      rejected: 2,
      reason: expect.stringMatching(/\bbad\b/),
    })
  })

  test('the other signals name it differently; what is weighed are data points', async () => {
    const made = exporter({ signal: 'metrics' })
    const send = receiver({ body: partial('metrics', { rejectedDataPoints: 300 }) }).send
    expect(await made.export(batchOf(metric, metric), send)).toEqual({
      kind: 'partial',
      rejected: 4,
      reason: expect.any(String),
    })
    const json = receiver({ body: '{"partialSuccess":{"rejectedDataPoints":1}}' }).send
    expect(await made.export(batchOf(metric), json)).toMatchObject({ kind: 'partial', rejected: 1 })
  })

  test.each<[string, OwnResult['body']]>([
    ['nothing', undefined],
    ['an empty object', '{}'],
    ['no bytes', new ArrayBuffer(0)],
    ['a warning in JSON', '{"partialSuccess":{"rejectedLogRecords":0,"errorMessage":"slow down"}}'],
    ['a warning in protobuf', partial('logs', {}, 'slow down')],
    ['JSON that is none', '{oops'],
    ['JSON null', '{"partialSuccess":null}'],
    ['text', 'ok'],
    [
      'bytes of unknown fields',
      new Uint8Array([0x11, 1, 2, 3, 4, 5, 6, 7, 8, 0x1d, 1, 2, 3, 4, 0x20, 9, 0xff, 0xff]).buffer,
    ],
    ['bytes that end early', new Uint8Array([0x0a, 0x7f, 0x08]).buffer],
  ])('%s is success', async (_, body) => {
    expect(await outcome({ body })).toEqual({ kind: 'success' })
  })

  test('an empty body is, whatever type it is said to have', async () => {
    for (const body of ['', new ArrayBuffer(0)])
      expect(await outcome({ headers: { 'Content-Type': 'text/html' }, body })).toEqual({ kind: 'success' })
  })

  const html = { 'Content-Type': 'text/html; charset=utf-8' }
  const bytes = (text: string) => new TextEncoder().encode(text).buffer as ArrayBuffer

  test.each([
    'ok',
    'OK\n',
    'success',
    '{"code":0}',
    'true',
    '0',
    '<ok/>',
    '<xml><code>0</code></xml>',
    '<3',
    'a < b',
  ])('200 with the short text %j is success, though it is called text/html', async (text) => {
    for (const body of [text, bytes(text)])
      expect(await outcome({ headers: html, body })).toEqual({ kind: 'success' })
  })

  test.each([
    '<!DOCTYPE html>',
    '<!doctype HTML PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN">',
    '<html lang="en">',
    '<HTML>',
    '<head>',
    '<body onload="go()">',
    '<script>location.href="http://10.0.0.1/login"</script>',
    '<META http-equiv="refresh" content="0;url=/login">',
    '<title>Wi-Fi</title>',
    '<form action="/login">',
    '<!-- portal --><html>',
    '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>',
    '<?xml version="1.0"?>\r\n<html xmlns="http://www.w3.org/1999/xhtml">',
  ])('a document (%s) is a login page, whatever stands before it and whatever it is called', async (page) => {
    for (const before of ['', ' \n\t', '\ufeff', '\ufeff\r\n '])
      for (const body of [before + page, bytes(before + page)])
        for (const headers of [html, {}])
          expect(await outcome({ headers, body })).toMatchObject({ reason: 'HTTP 200 with a web page' })
  })

  test.each<[string, Parameters<typeof answer>[0]]>([
    ['by its type alone, since it could not be read', { headers: { 'Content-Type': 'TEXT/HTML' } }],
    ['by its looks', { body: ' <!DOCTYPE html><html>' }],
    ['by its looks, as bytes', { body: bytes('<html>') }],
  ])('a login page, told %s, is no receiver', async (_, given) => {
    const reason = 'HTTP 200 with a web page'
    const hint = 'a login, or another server, answers'
    expect(await outcome(given)).toEqual({ kind: 'retryable', reason, hint, unreachable: false })
  })

  test('a web page of an error is told from the receiver’s own words', async () => {
    const body = '<html><h1>Bad gateway</h1></html>'
    expect(await outcome({ status: 502, body })).toMatchObject({ reason: 'HTTP 502 with a web page' })
    expect(await outcome({ status: 404, body })).toMatchObject({
      kind: 'refused',
      reason: 'HTTP 404 with a web page',
    })
  })

  test.each([301, 302, 303, 304, 307, 308])('%d leads elsewhere: not followed, not lost', async (status) => {
    const headers = { Location: 'https://c.com/v1/logs' }
    expect(await outcome({ status, headers })).toEqual({
      kind: 'retryable',
      reason: 'HTTP ' + status,
      unreachable: true,
      hint: 'it redirects to https://c.com/v1/logs: give the final address',
    })
  })

  test('a browser hides where it leads: the same words', async () => {
    expect(await outcome({ status: 0, error: 'redirected' })).toMatchObject({
      kind: 'retryable',
      reason: 'redirected',
      unreachable: true,
      hint: 'it redirects elsewhere: give the final address',
    })
  })

  test.each([408, 425, 429, 502, 503, 504, 509, 511, 520, 530])('%d is for later', async (status) => {
    expect(await outcome({ status })).toEqual({
      kind: 'retryable',
      reason: 'HTTP ' + status,
      after: undefined,
      unreachable: false,
    })
  })

  test.each([
    ['7', '', 7000],
    ['Sun, 06 Nov 1994 08:49:37 GMT', 'Sun, 06 Nov 1994 08:49:07 GMT', 30000],
    ['Sat, 01 Mar 2025 00:00:05 GMT', 'Fri, 28 Feb 2025 23:59:55 GMT', 10000],
    ['Thu, 29 Feb 2024 00:00:00 GMT', 'Wed, 28 Feb 2024 00:00:00 GMT', 86400000],
    ['Wed, 01 Jan 2025 00:00:00 GMT', 'Tue, 31 Dec 2024 23:59:59 GMT', 1000],
    ['Sun, 06 Nov 1994 08:49:37 GMT', 'Sun, 06 Nov 1994 09:00:00 GMT', 0],
    ['Sun, 06 Nov 1994 08:49:37 GMT', '', undefined],
    ['Sun, 06 Nov 1994 08:49:37 GMT', 'Sun, 06 Nov 1994 08:49:37 GMT', 0],
    [
      'Fri, 31 Dec 9999 23:59:59 GMT',
      'Sun, 06 Nov 1994 08:49:37 GMT',
      new Date('9999-12-31T23:59:59Z').getTime() - new Date('1994-11-06T08:49:37Z').getTime(),
    ],
    ['Sunday, 06-Nov-94 08:49:37 GMT', 'Sun, 06 Nov 1994 08:49:07 GMT', 30000],
    ['soon', 'Sun, 06 Nov 1994 08:49:37 GMT', undefined],
    ['0', '', 0],
    ['00', '', 0],
    ['1.5', '', 1500],
    [' 7 ', '', 7000],
    ['5, 30', '', 30000],
    ['30,5', '', 30000],
    ['7, soon', '', undefined],
    ['-5', '', undefined],
    ['1e9', '', undefined],
    ['7s', '', undefined],
    ['Infinity', '', undefined],
    ['12:00', 'Sun, 06 Nov 1994 08:49:37 GMT', undefined],
    ['', '', undefined],
  ])('Retry-After %j at %j is %j ms', async (value, date, after) => {
    const headers = { 'Retry-After': value, Date: date }
    expect(await outcome({ status: 503, headers })).toMatchObject({ kind: 'retryable', after })
  })

  test('413 is halved at once', async () => {
    expect(await outcome({ status: 413 })).toEqual({ kind: 'split', reason: 'HTTP 413', tooLarge: true })
  })

  test.each([500, 501, 505, 506, 507, 508])(
    '%d may be trouble of the receiver, or one bad record',
    async (status) => {
      expect(await outcome({ status })).toEqual({ kind: 'refused', reason: 'HTTP ' + status, vague: true })
    },
  )

  const token = 'does it want a token (option "headers")?'
  const path = 'no receiver at this path?'

  test.each([[100], [400], [404, path], [405, path], [415], [422]])(
    '%d refuses, perhaps for one record',
    async (status, hint?) => {
      const reason = 'HTTP ' + status
      expect(await outcome({ status })).toEqual({ kind: 'refused', reason, hint, vague: false })
    },
  )

  const page = { body: '<html>', headers: { 'Content-Type': 'text/html' } }
  test.each<[string, Parameters<typeof answer>[0], string]>([
    ['401', { status: 401 }, token],
    ['403', { status: 403 }, token],
    ['407', { status: 407 }, token],
    ['403 with a web page', { status: 403, ...page }, token],
    ['200 with a web page', page, 'a login, or another server, answers'],
  ])(
    '%s: we are not let in, or it is for what one record says, once something was taken',
    async (_, given, hint) => {
      const { send } = receiver(given, {}, given, given)
      const fixed = exporter()
      const changing = exporter({ headers: () => ({}) })
      const each = () => fixed.export(batchOf(log), send)
      expect(await each()).toMatchObject({ kind: 'retryable', hint })
      expect(await each()).toMatchObject({ kind: 'success' })
      expect(await each()).toMatchObject({ kind: 'refused', hint })
      await changing.export(batchOf(log), receiver({}).send)
      expect(await changing.export(batchOf(log), send)).toMatchObject({ kind: 'retryable', hint })
    },
  )

  test.each([
    'request:fail url not in domain list',
    'https://c.com 不在以下 request 合法域名列表中',
    'error 11',
    '无权跨域调用',
    'url is not in white list',
    'request:fail errcode:-105 cronet_error_code:-105 error_msg:net::ERR_NAME_NOT_RESOLVED',
    'request:fail Unable to resolve host "c.com": No address associated with hostname',
    'request:fail A server with the specified hostname could not be found.',
    'request:fail 未能找到使用指定主机名的服务器。',
    'getaddrinfo ENOTFOUND c.com',
  ])('%s: there is no such host, or none that is allowed', async (error) => {
    expect(await outcome({ status: 0, error })).toEqual({
      kind: 'retryable',
      reason: error,
      unreachable: true,
      hint: 'no such host, or its domain is not on the list',
    })
  })

  test.each([
    'request:fail errcode:-202 cronet_error_code:-202 error_msg:net::ERR_CERT_AUTHORITY_INVALID',
    'request:fail errcode:-200',
    'request:fail ssl hand shake error',
    'request:fail An SSL error has occurred and a secure connection to the server cannot be made.',
    'request:fail 此服务器的证书无效。',
    'network error: certificate',
  ])('%s: no secure connection', async (error) => {
    expect(await outcome({ status: 0, error })).toEqual({
      kind: 'retryable',
      reason: error,
      unreachable: true,
      hint: 'is its certificate complete and valid?',
    })
  })

  test.each(['request:fail timeout', 'request:fail interrupted', 'error 12', 'error 111', 'Failed to fetch'])(
    '%s: no answer, for later',
    async (error) => {
      expect(await outcome({ status: 0, error })).toEqual({
        kind: 'retryable',
        reason: error,
        after: undefined,
        unreachable: false,
      })
    },
  )

  test('no words at all', async () => {
    expect(await outcome({ status: 0 })).toMatchObject({ kind: 'retryable', reason: 'no answer' })
  })
})

test('the console gets a line a signal', async () => {
  const lines: string[] = []
  const made = consoleExporter((line) => lines.push(line))
  expect(made.url).toBeUndefined()
  expect([log, metric, span].every((signal) => made.accepts(signal))).toBe(true)
  expect(await made.export(batchOf(log, span), receiver().send)).toEqual({ kind: 'success' })
  expect(lines).toEqual([
    '[mini-monitor] log ' + JSON.stringify(log),
    '[mini-monitor] span ' + JSON.stringify(span),
  ])
})
