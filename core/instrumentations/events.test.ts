import { expect, test } from 'vitest'
import { testContext } from '../../test/fakes/context.ts'
import { testMonitor } from '../../test/fakes/monitor.ts'
import { settle } from '../../test/fakes/settle.ts'
import { logsOf } from '../../test/fakes/signals.ts'
import { eventsInstrumentation } from './events.ts'

function start(errors = true) {
  const crumbs: string[] = []
  const t = testContext({
    trail: {
      add: (...crumb) => void crumbs.push(crumb.join(' ')),
      note() {},
      ended() {},
      cross: () => [],
      open() {},
      shut() {},
    },
  })
  return { ...t, crumbs, undo: eventsInstrumentation(errors).install(t.context) }
}

test('memory that runs short is no log, but what errors tell of', () => {
  const { platform, crumbs, reports, emitted } = start()
  platform.fire('memoryWarning', { level: 10 })
  platform.fire('memoryWarning', {})
  platform.fire('memoryWarning', undefined as never)
  expect(crumbs).toEqual(['memory level 10', 'memory low', 'memory low'])
  expect([...reports, ...emitted]).toEqual([])
})

test.each([
  [
    { subpackage: ['sale', 'gifts'], errMsg: 'fail timeout' },
    'sub-package sale, gifts failed to load: fail timeout',
  ],
  [{ subpackage: 'sale' }, 'sub-package sale failed to load'],
  [{ errMsg: 'fail timeout' }, 'sub-package failed to load: fail timeout'],
  [undefined, 'sub-package failed to load'],
])('a sub-package that does not load: %j', (told, message) => {
  const { platform, reports } = start()
  platform.fire('lazyLoadError', told as never)
  expect(reports).toEqual([{ type: 'lazyLoad', door: 'platform.lazyLoadError', message }])
})

test('without errors in the kit sub-packages are not listened to', () => {
  const { platform, reports } = start(false)
  platform.fire('lazyLoadError', { subpackage: ['sale'] })
  expect([reports, platform.listening()]).toEqual([[], 2])
})

test('changes of the network, and how long there was none', async () => {
  const { platform, crumbs, clock } = start()
  platform.fire('networkStatusChange', { isConnected: true, networkType: '4G' })
  platform.fire('networkStatusChange', { isConnected: false, networkType: 'none' })
  await clock.advance(1000)
  platform.fire('networkStatusChange', { isConnected: false, networkType: 'NOTREACHABLE' })
  await clock.advance(250)
  platform.fire('networkStatusChange', { networkType: 'wifi' })
  platform.fire('networkStatusChange', { networkType: '' })
  expect(crumbs).toEqual([
    'network 4g',
    'network none',
    'network none',
    'network wifi after 1250 ms offline',
    'network unknown',
  ])
})

test('errors carry the network that they happened with', async () => {
  const t = testMonitor({ parts: { instrumentations: [eventsInstrumentation(true)] } })
  await settle()
  t.platform.fire('lazyLoadError', { subpackage: ['a'] })
  t.platform.fire('networkStatusChange', { networkType: '3g' })
  t.platform.fire('lazyLoadError', { subpackage: ['b'] })
  const types = logsOf(await t.flushed()).map(({ attributes }) => attributes['network.connection.type'])
  expect(types).toEqual(['wifi', '3g'])
})

test('nothing of a kit without breadcrumbs breaks, and the undo leaves no listener', () => {
  const { context, platform, diag } = testContext()
  const undo = eventsInstrumentation(true).install(context)
  platform.fire('memoryWarning', { level: 5 })
  platform.fire('networkStatusChange', { networkType: 'wifi' })
  undo()
  expect([platform.listening(), diag.errors]).toEqual([0, []])
})
