/** What one request may cost, and all of them together. */
import { EventEmitter } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { createBodyReader } from './body.ts'
import { JSON_TYPE, log, logs, PROTOBUF_TYPE, segment, startSink, text } from './fixtures.ts'
import { createReceiver } from './receiver.ts'
import type { Sink } from './sink.ts'
import { createStore } from './store/store.ts'

const MIB = 1024 * 1024

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** Bytes in buffers and in objects, once what nobody holds is gone: buffers go a turn after it. */
async function held(): Promise<number> {
  for (let turn = 0; turn < 3; turn++) {
    collect()
    await new Promise((resolve) => setImmediate(resolve))
  }
  const { arrayBuffers, heapUsed } = process.memoryUsage()
  return arrayBuffers + heapUsed
}

function send(sink: Sink, path: string, body: unknown, headers: Record<string, string> = JSON_TYPE) {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body))
  return sink.receive({ method: 'POST', path, headers, body: bytes })
}

/** ms of the processor, other processes left out. */
function cost(run: () => void): number {
  const { user, system } = process.cpuUsage()
  run()
  const after = process.cpuUsage()
  return (after.user - user + after.system - system) / 1000
}

test('sixty refused bodies of 15 MB are not held', async () => {
  const sink = await startSink()
  const before = await held()
  for (let at = 0; at < 60; at++) expect(send(sink, '/v1/logs', Buffer.alloc(15 * MIB)).status).toBe(413)
  expect(((await held()) - before) / MIB).toBeLessThan(20)
})

test('what is kept of a text does not hold all that it was cut from', async () => {
  const sink = await startSink({ keepBytes: 0 })
  createStore({ sink })
  const before = await held()
  for (let at = 0; at < 60; at++) {
    const error = log(`${at}`, { attributes: [text('exception.type', 'js'), text('page', 'p'.repeat(MIB))] })
    send(sink, '/v1/logs', logs({ ...error, body: { stringValue: `${at} ${'b'.repeat(MIB / 2)}` } }))
  }
  expect(((await held()) - before) / MIB).toBeLessThan(20)
})

const PACKED = { ...JSON_TYPE, 'content-encoding': 'gzip' }

test.each<[what: string, path: string, body: string | Buffer, headers: Record<string, string>]>([
  ['nine kilobytes of gzip', '/v1/logs', gzipSync(`{"resourceLogs":[${'{},'.repeat(5_000_000)}{}]}`), PACKED],
  [
    'a hundred thousand empty objects',
    '/v1/logs',
    `{"resourceLogs":[${'{},'.repeat(100_000)}{}]}`,
    JSON_TYPE,
  ],
  ['a hundred thousand empty messages', '/v1/logs', Buffer.alloc(200_000, '\n\0'), PROTOBUF_TYPE],
  ['a hundred thousand buckets', '/v1/metrics', bucketsOf(100_000), PROTOBUF_TYPE],
  ['two thousand logs', '/v1/logs', JSON.stringify(logs(...Array<object>(2000).fill({}))), JSON_TYPE],
  ['two thousand segments', '/v3/segments', JSON.stringify(Array(2000).fill(segment())), JSON_TYPE],
])('%s are too much, which is said at once', async (_, path, body, headers) => {
  const sink = await startSink()
  const bytes = Buffer.from(body)
  expect(cost(() => expect(send(sink, path, bytes, headers).status).toBe(413))).toBeLessThan(500)
})

/** A histogram of so many buckets of 8 bytes. */
function bucketsOf(count: number): Buffer {
  const field = (tag: number, content: Buffer) =>
    Buffer.concat([Buffer.from([tag]), varint(content.length), content])
  const point = field(0x32, Buffer.alloc(8 * count, 1))
  const metric = field(0x4a, field(0x0a, point))
  return field(0x0a, field(0x12, field(0x12, metric)))
}

function varint(value: number): Buffer {
  const bytes: number[] = []
  for (; value > 127; value >>>= 7) bytes.push((value & 127) | 128)
  return Buffer.from([...bytes, value])
}

test('a name of a third of a megabyte is not looked at again with each of a thousand points', async () => {
  const sink = await startSink()
  createStore({ sink })
  const long = 'n'.repeat(MIB / 3)
  const resource = { attributes: [text('service.name', long)] }
  const gauge = { dataPoints: Array<object>(1000).fill({ asInt: 1 }) }
  const scopeMetrics = [{ scope: { name: long }, metrics: [{ name: long, unit: long, gauge }] }]
  const body = Buffer.from(JSON.stringify({ resourceMetrics: [{ resource, scopeMetrics }] }))
  expect(cost(() => expect(send(sink, '/v1/metrics', body).status).toBe(200))).toBeLessThan(500)
})

test('histograms whose bounds are all different are added up at once', async () => {
  const sink = await startSink()
  const store = createStore({ sink })
  const histogramOf = (from: number) => ({
    count: 1,
    explicitBounds: Array.from({ length: 60 }, (_, at) => from + at * 1000),
    bucketCounts: Array<number>(61).fill(1),
  })
  const add = (from: number) => {
    const dataPoints = Array.from({ length: 200 }, (_, at) => histogramOf(from + at / 1000))
    const histogram = { aggregationTemporality: 1, dataPoints }
    const metrics = [{ name: 'miniprogram.request.duration', histogram }]
    return send(sink, '/v1/metrics', { resourceMetrics: [{ scopeMetrics: [{ metrics }] }] }).status
  }
  const spent = cost(() => {
    for (let at = 0; at < 20; at++) expect(add(at)).toBe(200)
    store.snapshot()
  })
  expect(spent).toBeLessThan(4000)
  expect(store.snapshot().durations.histogram.bounds.length).toBeLessThan(100)
})

test('records that come again and again are counted, and not each time kept', async () => {
  const sink = await startSink({ keep: 10 })
  const body = Buffer.from(JSON.stringify(logs(...Array<object>(1000).fill(log('same')))))
  for (let at = 0; at < 10; at++) send(sink, '/v1/logs', body)
  expect(sink.repeats).toMatchObject([{ key: 'same', count: 10_000 }])
  expect(sink.repeats[0]!.requests.length).toBeLessThan(200)
})

test('what is kept has a size, the oldest goes, the newest stays', async () => {
  const sink = await startSink({ keepBytes: 10 * MIB })
  for (let at = 0; at < 40; at++)
    send(sink, '/v1/logs', logs(log(`${at}`, { body: { stringValue: 'x'.repeat(MIB) } })))
  const { logs: kept } = sink.received
  expect(kept.length).toBeLessThanOrEqual(10)
  expect(kept.at(-1)!.attributes['log.record.uid']).toBe('39')
  expect(sink.requests.length).toBeLessThanOrEqual(10)
})

/** A request whose body comes as it is told. */
function arriving(read: ReturnType<typeof createBodyReader>) {
  const message = new EventEmitter()
  return { message, body: read(message as IncomingMessage) }
}

test('bodies that come at one time have so much room and no more; what went away gives its own back', async () => {
  const read = createBodyReader(10_000, 20_000)
  const [gone, whole, late] = [arriving(read), arriving(read), arriving(read)]
  for (const { message } of [gone, whole]) message.emit('data', Buffer.alloc(9_000))
  late.message.emit('data', Buffer.alloc(9_000))
  late.message.emit('end')
  expect(await late.body).toMatchObject({ crowded: true, length: 9_000, body: { length: 0 } })
  gone.message.emit('aborted')
  await expect(gone.body).rejects.toThrow()
  whole.message.emit('end')
  expect(await whole.body).toMatchObject({ crowded: false, body: { length: 9_000 } })
  const next = arriving(read)
  next.message.emit('data', Buffer.alloc(9_000))
  next.message.emit('end')
  expect(await next.body).toMatchObject({ crowded: false, body: { length: 9_000 } })
})

test('a body in pieces of one byte takes no more than one in one piece', async () => {
  const { message, body } = arriving(createBodyReader(MIB, MIB * 4))
  const before = await held()
  const piece = Buffer.alloc(64 * 1024, 'x')
  for (let at = 0; at < 500_000; at++) message.emit('data', piece.subarray(0, 1))
  expect(((await held()) - before) / MIB).toBeLessThan(10)
  message.emit('end')
  expect((await body).length).toBe(500_000)
})

test('what was overlooked is answered with 500, with the reason, and counted', () => {
  const failures: string[] = []
  const { receive } = createReceiver(
    {},
    {
      onData: () => {
        throw new Error('no such thing')
      },
      onViolation() {},
      onRequest() {},
      onFailure: (message) => failures.push(message),
    },
  )
  const body = Buffer.from(JSON.stringify(logs(log('a'))))
  const answer = receive({ method: 'POST', path: '/v1/logs', headers: JSON_TYPE, body })
  expect([answer.status, Buffer.from(answer.body).toString()]).toEqual([
    500,
    expect.stringContaining('no such thing'),
  ])
  expect(failures).toEqual(['the sink failed: no such thing'])
})

test('a listener that throws takes nothing from the others, and is counted', async () => {
  const sink = await startSink()
  const told: number[] = []
  sink.on('data', () => {
    throw new Error('no such thing')
  })
  sink.on('data', ({ logs: each }) => told.push(each.length))
  expect(send(sink, '/v1/logs', logs(log('a'))).status).toBe(200)
  expect([told, sink.failures]).toEqual([[1], ['the sink failed: no such thing']])
})
