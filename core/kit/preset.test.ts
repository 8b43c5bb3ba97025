import { describe, expect, test } from 'vitest'
import { composed } from '../../test/fakes/composed.ts'
import type { Framework } from '../framework.ts'
import type { Options } from './user-options.ts'
import { nativePreset, preset } from './preset.ts'

function started(kit: typeof preset, options: Partial<Options>) {
  const observed = { framework: 0 }
  const framework: Framework = {
    name: 'fake',
    observePages: () => () => {},
    observeErrors: () => () => {},
    observeRequests() {
      observed.framework++
      return () => {}
    },
  }
  return { ...composed(options, { kit, framework }), observed }
}

describe.each([
  ['an app with a framework', preset],
  ['a plain app', nativePreset],
])('%s: enable.request is false', (_, kit) => {
  test('without tracing requests are not wrapped at all, and no ajax log is sent', async () => {
    const { clock, monitor, observed, platform } = started(kit, { enable: { request: false } })
    const watched = platform.call({})
    watched?.end({ status: 500 })
    const done = monitor.flush()
    await clock.pass(1000)
    await done
    expect([watched, observed.framework, platform.sent]).toEqual([undefined, 0, []])
  })

  test('with tracing they are, for the headers', () => {
    const { platform } = started(kit, { enable: { request: false, tracing: true } })
    expect(Object.keys(platform.call({})!.header!)).toEqual(['sw8'])
  })
})

test('failures only: the recipe of the documentation sends the ajax log and no duration', async () => {
  const { clock, monitor, platform } = started(nativePreset, {
    beforeSend: (signal) =>
      signal.kind !== 'metric' || signal.name !== 'miniprogram.request.duration' ? signal : false,
  })
  platform.call({})!.end({ status: 500 })
  platform.call({})!.end({ status: 200 })
  const done = monitor.flush()
  await clock.pass(1000)
  await done
  const sent = platform.sent.map(({ body }) => String(body)).join()
  expect([sent.match(/"ajax"/g)?.length, sent.includes('request.duration')]).toEqual([1, false])
})

test('a service that sends traces only is announced under the layer that its operator names', async () => {
  const { clock, monitor, platform } = started(nativePreset, {
    collector: undefined,
    traceCollector: 'https://oap.example',
    enable: { tracing: true },
    keepAlive: { layer: 'BAIDU_MINI_PROGRAM' },
  })
  const done = monitor.flush()
  await clock.pass(1000)
  await done
  const told = platform.sent.filter(({ url }) => url === 'https://oap.example/v3/management/keepAlive')
  expect(told.map(({ body }) => JSON.parse(String(body)) as unknown)).toEqual([
    expect.objectContaining({ layer: 'BAIDU_MINI_PROGRAM' }),
  ])
})
