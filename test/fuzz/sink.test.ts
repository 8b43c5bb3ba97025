/** The sink, which any page that is open beside it can send to. */
import { request } from 'node:http'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { createSink, createStore } from '../../cli/live/sink/index.ts'
import type { Sink, Store } from '../../cli/live/sink/index.ts'
import { count, SEED } from './figures.ts'
import { hostileRequest } from './requests.ts'
import type { Hostile } from './requests.ts'

/** ms: of all of it, and of one request. */
const BUDGET = Number(process.env.FUZZ_SECONDS ?? 60) * 1000
const LONGEST = 50
const MEGABYTE = 1024 * 1024
const PRISTINE = Object.getOwnPropertyNames(Object.prototype).sort()

vi.setConfig({ testTimeout: BUDGET * 3 })
setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

async function heldMegabytes(): Promise<number> {
  for (let turn = 0; turn < 3; turn++) {
    collect()
    await new Promise((resolve) => setImmediate(resolve))
  }
  const { arrayBuffers, heapUsed } = process.memoryUsage()
  return (arrayBuffers + heapUsed) / MEGABYTE
}

/** ms of the processor; the least of some times, so that neither a collection of garbage nor a neighbour counts. */
function costOf(run: () => void): number {
  let least = Infinity
  for (let left = 6; left > 0 && least > LONGEST; left--) {
    const before = process.cpuUsage()
    run()
    const { user, system } = process.cpuUsage(before)
    least = Math.min(least, (user + system) / 1000)
  }
  return least
}

/** Over HTTP, where the controls are, too. */
function sendOver(url: string, { method, path, headers, body }: Hostile): Promise<number> {
  return new Promise((resolve, reject) => {
    // from Node 24 on it is not written by itself where the method has no body as a rule
    const length = { 'content-length': body.length, ...headers }
    const asking = request(url + path, { method, headers: length, agent: false }, (answer) => {
      answer.resume()
      answer.on('end', () => resolve(answer.statusCode!))
    })
    asking.on('error', reject)
    asking.end(body)
  })
}

const NO_TEXTS = ['arrived', 'time', 'times', 'attributes']

function textsOf({ occurrences, splits }: NonNullable<ReturnType<Store['error']>>): unknown[] {
  return [
    ...occurrences.flatMap((each) => [
      ...Object.entries(each).flatMap(([name, value]) => (NO_TEXTS.includes(name) ? [] : [value as unknown])),
      ...Object.values(each.attributes),
    ]),
    ...Object.values(splits).flatMap((counts) => counts.map(({ name }) => name)),
  ]
}

/** What is shown as text is text. */
function expectTexts(store: Store): void {
  const { services, errors, traces, metrics, logs, inspector, pages } = store.snapshot()
  const texts: unknown[] = [
    ...services.flatMap(({ service, platform, framework, versions }) => [
      ...[service, platform, framework],
      ...versions,
    ]),
    ...errors.flatMap(({ id, type, message, status }) => [
      type,
      message,
      status,
      ...textsOf(store.error(id)!),
    ]),
    ...traces.flatMap(({ spans }) =>
      spans.flatMap(({ name, peer, kind, layer, platform, tags }) => [
        ...[name, peer, kind, layer, platform],
        ...tags.flatMap(({ key, value }) => [key, value]),
      ]),
    ),
    ...metrics.flatMap(({ name, unit, last }) => [name, unit, last]),
    ...logs.flatMap(({ severity, body }) => [severity, body]),
    ...inspector.flatMap(({ path, method, encoding, compression }) => [path, method, encoding, compression]),
    ...pages.map(({ page }) => page),
  ]
  expect(texts.filter((each) => typeof each !== 'string')).toEqual([])
}

function receive(sink: Sink, hostile: Hostile): void {
  const { status, body } = sink.receive(hostile)
  expect([status, status < 400 || body.length > 0]).toEqual([expect.toSatisfy((each) => each >= 200), true])
}

test('ten thousand hostile requests: alive, none holds it, memory is back', async () => {
  const sink = await createSink({ ports: [0] })
  const store = createStore({ sink })
  const before = await heldMegabytes()
  let done = 0
  await fc.assert(
    fc.asyncProperty(hostileRequest, async (hostile) => {
      done += count('requests') && 1
      const isControl = /^\/(control|devices)/.test(hostile.path)
      if (isControl || done % 50 === 0) {
        const status = await sendOver(sink.urls[0]!, { ...hostile, path: encodeURI(hostile.path) })
        expect(status).toBeGreaterThanOrEqual(200)
        sink.clear('faults')
      } else expect(costOf(() => receive(sink, hostile))).toBeLessThan(LONGEST)
      if (done % 100 === 0) {
        expectTexts(store)
        expect(costOf(() => JSON.stringify(store.snapshot()))).toBeLessThan(LONGEST)
      }
    }),
    { numRuns: 10_000, seed: SEED, interruptAfterTimeLimit: BUDGET, markInterruptAsFailure: false },
  )
  console.log(`fuzzing, seed ${SEED}: ${done} hostile requests to the sink`)
  expect(sink.failures).toEqual([])
  expect(Object.getOwnPropertyNames(Object.prototype).sort()).toEqual(PRISTINE)
  const good = Buffer.from('{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"severityText":"GOOD"}]}]}]}')
  const headers = { 'content-type': 'application/json' }
  expect(await sendOver(sink.urls[0]!, { method: 'POST', path: '/v1/logs', headers, body: good })).toBe(200)
  expect(sink.received.logs.at(-1)!.severityText).toBe('GOOD')
  // It keeps at most 32 MB of what came; as objects they are some times as large.
  const kept = (await heldMegabytes()) - before
  sink.clear()
  const cleared = (await heldMegabytes()) - before
  console.log(`kept ${kept.toFixed(0)} MB, cleared ${cleared.toFixed(0)} MB`)
  expect([kept < 250, cleared < 30]).toEqual([true, true])
  store.close()
  await sink.close()
})
