import { expect, test } from 'vitest'
import { logs, send, startStore } from './fixtures.ts'

test('shows payloads decoded, whatever they are', async () => {
  const { sink, store } = await startStore()
  send(sink, '/v1/logs', logs({ body: 'hello', attributes: {} }))
  send(sink, '/v1/logs', 'nonsense')
  const { inspector } = store.snapshot()
  expect(inspector.map(({ id, status, records }) => [id, status, records])).toEqual([
    [2, 400, 0],
    [1, 200, 1],
  ])
  expect(store.payload(1)!.decoded).toContain('"stringValue": "hello"')
  expect(store.payload(1)!.hex).toContain('7b 22 72 65 73 6f')
  expect(store.payload(2)!.decoded).toBe('"nonsense"')
  expect(store.payload(3)).toBe(undefined)
})
