/** Segments and sw8 against the contract; what one says of a request the other must say too, byte for byte. */
import { describe, expect, test } from 'vitest'
import { b3 } from '../../core/propagators/b3.ts'
import { sw8 } from '../../core/propagators/sw8.ts'
import { w3c } from '../../core/propagators/w3c.ts'
import { skywalkingExporter, skywalkingKeepAlive } from '../../core/exporters/skywalking.ts'
import type { Send } from '../../core/exporter.ts'
import type { Propagator } from '../../core/propagator.ts'
import { toSegment } from '../../core/skywalking/segment.ts'
import type { Span } from '../../core/signal.ts'
import { aSpan } from '../fakes/signals.ts'

const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736'
const SPAN_ID = '00f067aa0ba902b7'
const context = { traceId: TRACE_ID, spanId: SPAN_ID, segmentId: TRACE_ID + SPAN_ID, sampled: true }
const resource = { service: 'shop', instance: 'v1', attributes: {} }
const request = aSpan({
  traceId: TRACE_ID,
  spanId: SPAN_ID,
  name: 'GET',
  spanKind: 3,
  start: 1790000000123,
  end: 1790000000456,
  attributes: {
    'http.request.method': 'GET',
    'url.full': 'https://api.shop.com/orders',
    'http.response.status_code': 200,
    'session.id': 'not a tag',
  },
  page: 'pages/order/list',
  peer: 'api.shop.com:443',
})

function b64(text: string) {
  return Buffer.from(text).toString('base64')
}

function tags(span: { tags: { key: string; value: string }[] }) {
  return Object.fromEntries(span.tags.map((t) => [t.key, t.value]))
}

function headers(propagator: Propagator, where: object = {}, span: object = {}) {
  const set: Record<string, string> = {}
  propagator.inject(
    { ...context, ...span },
    { resource, page: 'pages/order/list', peer: 'api.shop.com:443', ...where },
    (name, value) => (set[name] = value),
  )
  return set
}

describe('a segment', () => {
  test('of a request is an Exit span with just the tags that the dashboards know', () => {
    expect(toSegment(request, resource, 10002, 'wechat')).toEqual({
      traceId: TRACE_ID,
      traceSegmentId: TRACE_ID + SPAN_ID,
      service: 'shop',
      serviceInstance: 'v1',
      spans: [
        {
          spanId: 0,
          parentSpanId: -1,
          startTime: 1790000000123,
          endTime: 1790000000456,
          operationName: 'pages/order/list',
          peer: 'api.shop.com:443',
          spanType: 'Exit',
          spanLayer: 'Http',
          componentId: 10002,
          isError: false,
          tags: [
            { key: 'http.method', value: 'GET' },
            { key: 'url', value: 'https://api.shop.com/orders' },
            { key: 'http.status_code', value: '200' },
            { key: 'miniprogram.platform', value: 'wechat' },
          ],
        },
      ],
    })
  })

  test.each([
    [{ 'http.response.status_code': 399 }, false],
    [{ 'http.response.status_code': 400 }, true],
    [{ 'http.response.status_code': 503 }, true],
    [{ 'http.response.status_code': 0, 'error.message': 'timeout' }, true],
  ])('of a request that ended with %j', (attributes, isError) => {
    const [span] = toSegment(
      { ...request, attributes: { ...request.attributes, ...attributes } },
      resource,
      1,
      'h5',
    ).spans
    expect(span.isError).toBe(isError)
    const failed = 'error.message' in attributes
    expect(tags(span)['http.status_code']).toBe(
      failed ? undefined : String(attributes['http.response.status_code']),
    )
    expect(tags(span)['error.message']).toBe(failed ? 'timeout' : undefined)
  })

  test.each(['', undefined])('of a relative URL is an Exit with the peer that its sw8 names: %j', (peer) => {
    const [span] = toSegment({ ...request, peer }, resource, 1, 'h5').spans
    expect(span).toMatchObject({ spanType: 'Exit', spanLayer: 'Http', operationName: 'pages/order/list' })
    expect(b64(span.peer!)).toBe(headers(sw8(), { peer: '' }).sw8.split('-')[7])
  })

  test('of work of the app is a Local span with its attributes, tied to its parent', () => {
    const own: Span = {
      ...request,
      parentSpanId: 'aaaaaaaaaaaaaaaa',
      name: 'checkout',
      spanKind: 1,
      peer: undefined,
      status: 2,
      start: '1790000000123999999',
      attributes: {
        a: 'x',
        b: 2,
        c: true,
        d: { int: '9007199254740993' },
        e: ['y', 1],
        f: { map: { g: 1 } },
        h: { double: 0 },
      },
    }
    const { spans } = toSegment(own, resource, 10001, 'h5')
    expect(spans[0]).toMatchObject({
      spanId: 0,
      parentSpanId: -1,
      startTime: 1790000000123,
      operationName: 'checkout',
      spanType: 'Local',
      spanLayer: 'Unknown',
      isError: true,
      refs: [
        {
          refType: 'CrossThread',
          traceId: TRACE_ID,
          parentTraceSegmentId: TRACE_ID + 'aaaaaaaaaaaaaaaa',
          parentSpanId: 0,
          parentService: 'shop',
          parentServiceInstance: 'v1',
          parentEndpoint: 'pages/order/list',
        },
      ],
    })
    expect(spans[0].peer).toBeUndefined()
    expect(tags(spans[0])).toEqual({
      a: 'x',
      b: '2',
      c: 'true',
      d: '9007199254740993',
      e: '["y",1]',
      f: '{"g":1}',
      h: '0',
      'miniprogram.platform': 'h5',
    })
  })

  test('is valid JSON whatever the names hold', () => {
    const exporter = skywalkingExporter({ url: 'https://oap/v3/segments', componentId: 1, platform: 'h5' })
    let body: unknown
    void exporter.export({ id: '1', resource, signals: [{ ...request, page: 'a\ud800' }] }, (one) => {
      body = one.body
      return Promise.resolve({ status: 200, header: () => '' })
    })
    const [parsed] = JSON.parse(String(body))
    expect(parsed.spans[0].operationName).toBe('a\ufffd')
  })
})

describe('headers', () => {
  test('sw8 has eight parts', () => {
    const { sw8: header } = headers(sw8())
    const parts = [TRACE_ID, TRACE_ID + SPAN_ID, null, 'shop', 'v1', 'pages/order/list', 'api.shop.com:443']
    expect(header).toBe(['1', ...parts.map((part) => (part === null ? '0' : b64(part)))].join('-'))
  })

  test('sw8 leaves no part empty', () => {
    const bare = { resource: { service: 'shop', attributes: {} }, page: '', peer: '' }
    expect(headers(sw8(), bare).sw8.split('-').slice(4)).toEqual([b64('shop'), b64('-'), b64('-'), b64('-')])
  })

  test('sw8 of a segment id that is another one', () => {
    const other = { segmentId: 'f'.repeat(48), sampled: false }
    expect(headers(sw8(), {}, other).sw8.split('-').slice(0, 3)).toEqual([
      '0',
      b64(TRACE_ID),
      b64('f'.repeat(48)),
    ])
  })

  test('sw8 and segment agree, also where names are cut, and stay below 2 KB', () => {
    const long = { service: '店'.repeat(60), instance: 'v'.repeat(49) + '😀', attributes: {} }
    const page = '页面/'.repeat(70)
    const peer = 'a'.repeat(60) + '.example.com:8443'
    const header = headers(sw8(), { resource: long, page, peer }).sw8
    const segment = toSegment({ ...request, page, peer }, long, 1, 'h5')
    const [span] = segment.spans
    const said = header.split('-').map((part) => Buffer.from(part, 'base64').toString())
    expect(said.slice(4)).toEqual([segment.service, segment.serviceInstance, span.operationName, span.peer])
    expect([segment.service.length, segment.serviceInstance.length, span.operationName.length]).toEqual([
      50, 49, 150,
    ])
    expect(header.length).toBeLessThan(2048)
  })

  test('sw8 stays right when more names come by than are kept', () => {
    const propagator = sw8()
    for (let round = 0; round < 2; round++) {
      for (let i = 0; i < 250; i++) {
        expect(headers(propagator, { page: 'page' + i }).sw8.split('-')[6]).toBe(b64('page' + i))
      }
    }
    expect(headers(propagator, { page: '__proto__' }).sw8.split('-')[6]).toBe(b64('__proto__'))
  })

  test('traceparent and b3', () => {
    expect(headers(w3c())).toEqual({ traceparent: `00-${TRACE_ID}-${SPAN_ID}-01` })
    expect(headers(b3())).toEqual({ b3: `${TRACE_ID}-${SPAN_ID}-1` })
    expect(headers(w3c(), {}, { sampled: false })).toEqual({ traceparent: `00-${TRACE_ID}-${SPAN_ID}-00` })
    expect(headers(b3(), {}, { sampled: false })).toEqual({ b3: `${TRACE_ID}-${SPAN_ID}-0` })
  })
})

describe('exporters', () => {
  function receiver() {
    const sent: Parameters<Send>[0][] = []
    const send: Send = (one) => {
      sent.push(one)
      return Promise.resolve({ status: 200, header: () => '' })
    }
    return { send, sent }
  }

  test('spans and raw segments go out in one list', async () => {
    const { send, sent } = receiver()
    const exporter = skywalkingExporter({
      url: 'https://oap/v3/segments',
      headers: { a: 'b' },
      componentId: 10003,
      platform: 'alipay',
    })
    const raw = { kind: 'segment' as const, segment: { traceId: 't', traceSegmentId: 's', spans: [] } }
    expect([
      exporter.accepts(request),
      exporter.accepts(raw),
      exporter.accepts({ kind: 'keepAlive', layer: 'x' }),
    ]).toEqual([true, true, false])
    expect(await exporter.export({ id: '1', resource, signals: [request, raw] }, send)).toEqual({
      kind: 'success',
    })
    expect(sent[0]).toMatchObject({
      url: 'https://oap/v3/segments',
      header: { a: 'b', 'Content-Type': 'application/json' },
    })
    expect(JSON.parse(sent[0].body as string)).toEqual([
      JSON.parse(JSON.stringify(toSegment(request, resource, 10003, 'alipay'))),
      raw.segment,
    ])
  })

  test('keepAlive tells service, instance and layer', async () => {
    const { send, sent } = receiver()
    const exporter = skywalkingKeepAlive({ url: 'https://oap/v3/management/keepAlive' })
    const signals = [{ kind: 'keepAlive' as const, layer: 'WECHAT_MINI_PROGRAM' }]
    expect(exporter.accepts(signals[0])).toBe(true)
    expect(exporter.accepts(request)).toBe(false)
    await exporter.export({ id: '1', resource: { service: 'shop', attributes: {} }, signals }, send)
    expect(JSON.parse(sent[0].body as string)).toEqual({
      service: 'shop',
      serviceInstance: '-',
      layer: 'WECHAT_MINI_PROGRAM',
    })
  })
})
