import { expect, test } from 'vitest'
import { fakePlatform } from '../../test/fakes/platform.ts'
import { testMonitor } from '../../test/fakes/monitor.ts'
import { logsOf } from '../../test/fakes/signals.ts'
import { noop } from '../internal/guard.ts'
import type { FailedResource } from '../platform.ts'
import { resourcesInstrumentation } from './resources.ts'

function start(options = {}) {
  let tell: (failed: FailedResource) => void = noop
  const platform = fakePlatform({
    observeResources(listener) {
      tell = listener
      return () => (tell = noop)
    },
  })
  const t = testMonitor({ options, platform, parts: { instrumentations: [resourcesInstrumentation()] } })
  return { ...t, miss: (element: string, url: string) => tell({ element, url }) }
}

test('a script that did not load is a log of its own, without the query', async () => {
  const t = start()
  t.miss('script', 'https://u:p@cdn.example.com:8443/app.js?token=1')
  const [log] = logsOf(await t.flushed())
  expect([
    log.body,
    log.severityText,
    log.attributes['exception.type'],
    log.attributes['server.address'],
  ]).toEqual([
    'script https://cdn.example.com:8443/app.js failed to load',
    'ERROR',
    'resource',
    'cdn.example.com',
  ])
})

test('an image that is missing in each row of a list is one log; the rest is merged and counted', async () => {
  const t = start()
  for (let i = 0; i < 100; i++) t.miss('img', 'https://cdn.example.com/a.png')
  expect(logsOf(await t.flushed())).toHaveLength(1)
  expect(t.monitor.diagnostics().dropped).toEqual({ log: { deduplicated: 99 } })
})

test('an address that `redactUrl` refuses is not sent, and counted', async () => {
  const t = start({
    redactUrl() {
      throw new Error('no')
    },
  })
  t.miss('img', 'https://cdn.example.com/a.png')
  expect(logsOf(await t.flushed())).toEqual([])
  expect(t.monitor.diagnostics().dropped).toEqual({ log: { before_send: 1 } })
})

test('nothing after shutdown; a platform that tells of none is no trouble', async () => {
  const t = start()
  await t.monitor.shutdown()
  t.miss('img', 'https://cdn.example.com/a.png')
  expect(logsOf(t.exporter.signals)).toEqual([])
  const bare = testMonitor({ parts: { instrumentations: [resourcesInstrumentation()] } })
  expect(bare.monitor.diagnostics().dropped).toEqual({})
})
