import { expect, test } from 'vitest'
import { fakeClock } from '../../../test/fakes/clock.ts'
import { testMonitor } from '../../../test/fakes/monitor.ts'
import { fakePlatform } from '../../../test/fakes/platform.ts'
import { logsOf } from '../../../test/fakes/signals.ts'
import { tabs as inTabs } from './tabs.ts'

/** Two tabs of one site: one storage, one clock, each with a platform of its own. */
function tabs(lock: boolean) {
  const clock = fakeClock()
  let held: Promise<unknown> = Promise.resolve()
  const storage = fakePlatform()
  const open = (seed: number) => {
    const locks = {
      request<T>(_name: string, task: () => Promise<T>) {
        const mine = held.then(task)
        held = mine
        return mine
      },
    }
    const shared = { storage: storage.storage, locks: lock ? locks : undefined }
    const platform = fakePlatform({ storage: storage.storage, tenancy: (options) => inTabs(shared, options) })
    return testMonitor({ clock, platform, seed })
  }
  return { clock, open, stored: storage.stored }
}

type Tab = ReturnType<ReturnType<typeof tabs>['open']>

function offline(tab: Tab) {
  return tab.exporter.script.push({ kind: 'retryable', reason: 'offline', after: 3600000 })
}

function bodies(...all: Tab[]) {
  return all.flatMap((tab) => logsOf(tab.exporter.signals).map((log) => log.body)).sort()
}

function shards(stored: Map<string, string>) {
  return [...stored.keys()].filter((key) => /:log:/.test(key))
}

test.each([true, false])('a tab leaves alone what a living one has stored (locks: %s)', async (lock) => {
  const { clock, open, stored } = tabs(lock)
  const first = open(1)
  offline(first)
  await clock.pass(300)
  first.monitor.captureError(new Error('of the first'))
  await clock.pass(2000)
  expect(shards(stored)).toHaveLength(1)

  const second = open(2)
  await clock.pass(5000)
  await second.flushed()
  expect(bodies(second)).toEqual([])
  expect(shards(stored)).toHaveLength(1)
})

test.each([true, false])(
  'what a closed tab has left is sent by one of two others, once (locks: %s)',
  async (lock) => {
    const { clock, open, stored } = tabs(lock)
    const first = open(1)
    offline(first)
    await clock.pass(300)
    first.monitor.captureError(new Error('left behind'))
    await clock.pass(2000)
    first.platform.fire('hide')
    await clock.pass(13000)

    const [second, third] = [open(2), open(3)]
    await clock.pass(10000)
    expect(bodies(second, third).filter((body) => body === 'left behind')).toHaveLength(1)
    expect(shards(stored)).toEqual([])
  },
)

test('a tab that died without a word is given up after three minutes', async () => {
  const { clock: dying, open, stored } = tabs(true)
  const first = open(1)
  offline(first)
  await dying.pass(300)
  first.monitor.captureError(new Error('of a dead tab'))
  await dying.pass(2000)

  // from here on no timer of the first runs
  const clock = fakeClock({ start: dying.now() })
  const { storage } = first.platform
  const platform = fakePlatform({ storage, tenancy: (options) => inTabs({ storage }, options) })
  const second = testMonitor({ clock, platform, seed: 2 })
  await clock.pass(170000)
  expect(bodies(second)).toEqual([])
  // the next one need not be opened first
  await clock.pass(20000)
  expect(bodies(second)).toEqual(['of a dead tab'])
  expect(shards(stored)).toEqual([])
})

test('a tab that comes back after another has taken over sends nothing twice', async () => {
  const { clock, open, stored } = tabs(true)
  const first = open(1)
  offline(first)
  await clock.pass(300)
  first.monitor.captureError(new Error('mine'))
  await clock.pass(2000)
  first.platform.fire('hide')
  await clock.pass(20000)
  const second = open(2)
  await clock.pass(5000)
  expect(bodies(second)).toEqual(['mine'])
  first.platform.fire('show')
  await clock.pass(10000)
  expect(bodies(first, second)).toEqual(['mine'])
  expect(shards(stored)).toEqual([])
})
