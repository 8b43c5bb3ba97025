import { expect, test } from 'vitest'
import { durations, POINT, resourceOf, send, startStore } from './fixtures.ts'

test('puts segments and OTLP spans of one trace together, parents first', async () => {
  const { sink, store } = await startStore()
  const id = '0af7651916cd43dd8448eb211c80319c'
  const span = (spanId: string, parentSpanId: string, start: string, end: string) => ({
    traceId: id,
    spanId,
    parentSpanId,
    name: spanId,
    startTimeUnixNano: start,
    endTimeUnixNano: end,
  })
  const spans = [
    span('b7ad6b7169203332', 'b7ad6b7169203331', '3000000', '4000000'),
    span('b7ad6b7169203331', '', '2000000', '9000000'),
  ]
  send(sink, '/v1/traces', {
    resourceSpans: [{ resource: resourceOf('shop', 'h5'), scopeSpans: [{ spans }] }],
  })
  send(sink, '/v3/segments', [
    {
      traceId: id,
      traceSegmentId: 's',
      service: 'shop',
      serviceInstance: '-',
      spans: [
        {
          spanId: 0,
          parentSpanId: -1,
          startTime: 5,
          endTime: 12,
          operationName: 'page',
          isError: true,
          tags: [{ key: 'miniprogram.platform', value: 'wechat' }],
        },
      ],
    },
  ])
  const [trace] = store.snapshot().traces
  expect(trace).toMatchObject({ id, start: 2, end: 12, error: true })
  expect(trace!.spans.map((each) => each.name)).toEqual(['b7ad6b7169203331', 'b7ad6b7169203332', 'page'])
  expect(store.trace(id)).toEqual(trace)
  expect(store.snapshot({ platform: 'alipay' }).traces).toEqual([])
  expect(store.snapshot({ platform: 'wechat' }).traces).toHaveLength(1)
})

test('a sender that only traced joins its service once the framework is known', async () => {
  const { sink, store } = await startStore()
  const tags = [{ key: 'miniprogram.platform', value: 'wechat' }]
  const spans = [{ spanId: 0, parentSpanId: -1, startTime: 5, endTime: 12, operationName: 'page', tags }]
  send(sink, '/v3/segments', [
    { traceId: 't', traceSegmentId: 's', service: 'shop', serviceInstance: '-', spans },
  ])
  expect(store.snapshot().services.map((row) => row.framework)).toEqual([''])
  send(sink, '/v1/metrics', durations('shop', 'wechat', POINT, [1, 0, 0]))
  expect(store.snapshot().services.map((row) => row.framework)).toEqual(['native'])
})
