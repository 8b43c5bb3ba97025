import { expect, test } from 'vitest'
import { composed } from '../../test/fakes/composed.ts'
import { fakePlatform } from '../../test/fakes/platform.ts'
import { testContext } from '../../test/fakes/context.ts'
import { sessionInstrumentation } from './session.ts'

function start(again = false) {
  const t = testContext()
  const undo = sessionInstrumentation(again).install(t.context)
  return {
    ...t,
    undo,
    /** What is counted, by type. */
    counts: () =>
      Object.fromEntries(
        t.meter
          .drain()
          .flatMap((m) => m.points.map((p) => [p.attributes['miniprogram.start.type'] ?? m.name, p.value])),
      ),
  }
}

test('a start is cold once, and hot when the app comes back', () => {
  const t = start()
  t.platform.fire('show')
  for (let i = 0; i < 2; i++) {
    t.platform.fire('hide')
    t.platform.fire('hide')
    t.platform.fire('show')
    t.platform.fire('show')
  }
  expect(t.counts()).toEqual({ cold: 1, hot: 2 })
})

test('another monitor in the same run counts no second cold one', () => {
  const t = start(true)
  t.platform.fire('hide')
  t.platform.fire('show')
  expect(t.counts()).toEqual({ hot: 1 })
})

test('a session counts when it begins, and nothing after the end', () => {
  const t = start()
  t.context.onSession!()
  expect(t.counts()).toEqual({ cold: 1, 'miniprogram.sessions': 1 })
  t.undo()
  expect([t.context.onSession, t.platform.listening()]).toEqual([undefined, 0])
})

test('a restart within half an hour is a start, and no session; later it is both', async () => {
  const platform = fakePlatform()
  const run = async (wait: number) => {
    const t = composed({ enable: { session: true } }, { platform })
    t.clock.step(wait)
    await t.clock.pass(6000)
    const text = platform.sent.splice(0).map(({ body }) => String(body)).join() // prettier-ignore
    await Promise.all([t.monitor.shutdown(), t.clock.pass(1000)])
    return ['app.starts', 'sessions'].filter((name) => text.includes(`miniprogram.${name}"`))
  }
  expect(await run(0)).toEqual(['app.starts', 'sessions'])
  expect(await run(60000)).toEqual(['app.starts'])
  expect(await run(40 * 60000)).toEqual(['app.starts', 'sessions'])
})
