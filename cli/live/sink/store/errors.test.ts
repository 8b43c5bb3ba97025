import { expect, test } from 'vitest'
import { logs, send, startStore } from './fixtures.ts'

test('groups errors whose message differs in numbers only, with the newest as the sample', async () => {
  const { sink, store } = await startStore()
  const ajax = { 'exception.type': 'ajax', 'miniprogram.page.path': 'p' }
  send(
    sink,
    '/v1/logs',
    logs(
      { body: 'GET https://h/a/1 failed: 500', attributes: ajax },
      {
        body: 'GET https://h/a/22 failed: 500',
        attributes: { ...ajax, 'sw8.trace_id': 't', 'exception.stacktrace': 's' },
      },
      { body: 'x is not a function', attributes: { 'exception.type': 'js', 'exception.count': '5' } },
      { body: 'hello', attributes: {} },
    ),
  )
  const { errors, totals, logs: others } = store.snapshot()
  expect(errors).toMatchObject([
    { type: 'js', count: 5 },
    {
      type: 'ajax',
      message: 'GET https://h/a/22 failed: 500',
      count: 2,
      stack: 's',
      traceId: 't',
      pages: [{ page: 'p', count: 2 }],
      attributes: { 'miniprogram.platform': 'wechat' },
    },
  ])
  expect(errors[1]!.spark.at(-1)).toBe(2)
  expect(totals.errors).toBe(7)
  expect(others).toMatchObject([{ body: 'hello', severity: 'ERROR' }])
})
