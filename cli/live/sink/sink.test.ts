import { expect, test } from 'vitest'
import { createSink } from './sink.ts'
import { histogram, JSON_TYPE, log, logs, metrics, post, segment, startSink } from './fixtures.ts'

test('tells repeats by uid, segment id and metric times', async () => {
  const sink = await startSink()
  for (let round = 0; round < 2; round++) {
    await post(sink, '/v1/logs', logs(log('same'), log(`own-${round}`)))
    await post(sink, '/v1/metrics', metrics(histogram()))
    await post(sink, '/v3/segments', [segment()])
  }
  expect(sink.repeats.map(({ kind, count, requests }) => [kind, count, requests])).toEqual([
    ['log', 2, [1, 4]],
    ['metric', 2, [2, 5]],
    ['segment', 2, [3, 6]],
  ])
  expect(sink.repeats[0]!.key).toBe('same')
})

test('waits for what is asked, or says what came instead', async () => {
  const sink = await startSink()
  const waiting = sink.waitFor((each) => each.received.logs[1])
  await post(sink, '/v1/logs', logs(log('a'), log('b')))
  expect((await waiting).attributes['log.record.uid']).toBe('b')
  await expect(sink.waitFor(() => false, { timeoutMs: 1, what: 'the moon' })).rejects.toThrow(
    /the moon did not come within 1 ms.*"logs":2/,
  )
})

test('keeps only the newest where it is told to', async () => {
  const sink = await startSink({ keep: 10 })
  await post(sink, '/v1/logs', logs(...Array.from({ length: 40 }, (_, at) => log(`u${at}`))))
  expect(sink.received.logs.map((each) => each.attributes['log.record.uid']).at(0)).toBe('u30')
})

test('names a port that is in use, and leaves none open', async () => {
  const first = await startSink()
  const free = await createSink({ ports: [0] })
  const [used, spare] = [first, free].map((sink) => Number(new URL(sink.urls[0]!).port))
  await free.close()
  await expect(createSink({ ports: [spare!, used!] })).rejects.toThrow(`Port ${used} on 127.0.0.1 is in use`)
  expect((await startSink({ ports: [spare!] })).urls).toHaveLength(1)
})

test('two ports serve the same', async () => {
  const sink = await startSink({ ports: [0, 0] })
  for (const url of sink.urls)
    await fetch(`${url}/v1/logs`, { method: 'POST', headers: JSON_TYPE, body: '{}' })
  expect(sink.requests).toHaveLength(2)
})
