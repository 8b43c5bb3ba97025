/** Hooks that take their time, and hooks that make work for themselves. */
import { describe, expect, test, vi } from 'vitest'
import { balanceOf } from '../../test/fakes/balance.ts'
import type { FakeClock } from '../../test/fakes/clock.ts'
import { composed } from '../../test/fakes/composed.ts'
import { fakePlatform, type FakePlatform } from '../../test/fakes/platform.ts'
import type { Options } from './user-options.ts'

const MINUTE = 60000

async function started(hooks: (platform: FakePlatform) => Partial<Options>) {
  const platform = fakePlatform()
  const t = composed(hooks(platform), { platform })
  await t.clock.pass(300)
  return { ...t, tokens: () => platform.sent.map(({ header }) => header.Authorization) }
}

describe('headers() that fetches a token', () => {
  /** A token for each call, after so many ms, by a request of the app's. */
  function fetched(ms: number, calls: number[]) {
    return (platform: FakePlatform): Partial<Options> => ({
      headers: async () => {
        const token = calls.push(calls.length)
        const watch = platform.call({ url: 'https://api.example.com/token' })
        await new Promise<void>((resolve) => void time!.after(ms, resolve))
        watch?.end({ status: 200 })
        return { Authorization: `token ${token}` }
      },
    })
  }
  let time: FakeClock | undefined
  async function opened(ms: number) {
    const calls: number[] = []
    const t = await started(fetched(ms, calls))
    time = t.clock
    return { ...t, calls }
  }

  test('is waited for, once for all receivers, and held for five minutes', async () => {
    const { calls, clock, monitor, platform, tokens } = await opened(800)
    monitor.log('a')
    monitor.gauge('b', 1)
    await clock.pass(5000)
    expect(tokens()).toEqual(['token 1', 'token 1'])
    for (let i = 0; i < 4; i++) {
      await clock.pass(MINUTE)
      monitor.log('c')
    }
    await clock.pass(5000)
    expect(calls).toHaveLength(1)
    await clock.pass(MINUTE)
    monitor.log('d')
    await clock.pass(6000)
    expect([calls.length, tokens().slice(-1)]).toEqual([2, ['token 2']])
    expect(platform.sent.map(({ body }) => String(body)).join()).toContain('"d"')
  })

  test.each([401, 403, 407])(
    '%d: another is fetched for the next try, and nothing is lost',
    async (status) => {
      const { calls, clock, monitor, platform, tokens } = await opened(10)
      platform.script.push({ status })
      monitor.log('a')
      await clock.pass(MINUTE)
      expect([calls.length, tokens()]).toEqual([2, ['token 1', 'token 2']])
      expect(monitor.diagnostics().delivered.log).toBe(1)
    },
  )

  test('that never comes is given up after `timeout`, asked for again, and holds up no flush()', async () => {
    const { calls, clock, monitor, platform } = await opened(1e9)
    monitor.log('a')
    const flushed = vi.fn()
    void monitor.flush().then(flushed)
    await clock.pass(31000)
    expect(flushed).toHaveBeenCalled()
    await clock.pass(10 * MINUTE)
    expect(calls.length).toBeGreaterThan(2)
    expect(calls.length).toBeLessThan(20)
    expect(platform.sent).toEqual([])
    expect(monitor.diagnostics().pending.log).toBe(1)
  })

  test('an app that is left is asked for nothing: what is held is used, or the signals stay', async () => {
    const { calls, clock, monitor, platform } = await opened(10)
    monitor.log('a')
    await clock.pass(5000)
    await clock.pass(10 * MINUTE)
    monitor.log('b')
    platform.fire('hide')
    await clock.pass(3000)
    expect([calls.length, monitor.diagnostics().delivered.log]).toEqual([1, 2])
    platform.script.push({ status: 401 })
    platform.fire('show')
    monitor.log('c')
    platform.fire('hide')
    await clock.pass(MINUTE)
    const { delivered, errors } = monitor.diagnostics()
    expect([calls.length, delivered.log, errors]).toEqual([1, 2, []])
    platform.fire('show')
    await clock.pass(5 * MINUTE)
    expect([calls.length, monitor.diagnostics().delivered.log]).toEqual([2, 3])
  })

  test('an idle app does not go on fetching because it has fetched', async () => {
    const { calls, clock, monitor, platform } = await opened(10)
    monitor.log('a')
    await clock.pass(60 * MINUTE)
    expect([calls.length, platform.sent.length]).toEqual([1, 1])
  })

  test('that could not be fetched before the app was left is not asked for then', async () => {
    let calls = 0
    const { clock, monitor, platform } = await started(() => ({
      headers: () => {
        calls++
        return Promise.reject(new Error('offline'))
      },
    }))
    monitor.log('a')
    await clock.pass(4500)
    const before = calls
    platform.fire('hide')
    await clock.pass(20 * MINUTE)
    expect([before, calls, monitor.diagnostics().pending.log]).toEqual([1, 1, 1])
  })

  test('a promise that is rejected costs time and nothing else', async () => {
    let calls = 0
    const { clock, monitor, tokens } = await started(() => ({
      headers: () =>
        calls++ ? Promise.resolve({ Authorization: 'late' }) : Promise.reject(new Error('offline')),
    }))
    monitor.log('a')
    await clock.pass(MINUTE)
    expect(tokens()).toEqual(['late'])
  })
})

describe('a hook that makes work for itself', () => {
  const NAMES = ['beforeSend', 'redactUrl', 'headers'] as const
  let n = 0
  const hooks = (each: () => void): Required<Pick<Options, (typeof NAMES)[number]>> => ({
    beforeSend: (signal) => {
      each()
      return signal
    },
    redactUrl: (url) => {
      each()
      return url
    },
    headers: () => {
      each()
      return {}
    },
  })

  test.each(NAMES)('%s that makes a request each time: an idle app stays idle', async (name) => {
    const { clock, monitor, platform } = await started((platform) => ({
      [name]: hooks(() => platform.call({ url: `https://api.example.com/${n++}` })?.end({ status: 500 }))[
        name
      ],
    }))
    platform.call({ url: 'https://api.example.com/goods' })!.end({ status: 500 })
    await clock.pass(60 * MINUTE)
    // the error log and the durations
    expect(platform.sent).toHaveLength(2)
    expect(balanceOf(monitor).in).toBe(balanceOf(monitor).out)
  })

  test.each(NAMES)(
    '%s that logs and reports, whatever the texts: counted, and no more of it',
    async (name) => {
      const { clock, monitor, platform } = await started(() => ({
        [name]: hooks(() => {
          monitor?.log(`from the hook ${n++}`)
          monitor?.captureError(new Error(`from the hook ${n++}`))
        })[name],
      }))
      platform.call({ url: 'https://api.example.com/goods' })!.end({ status: 500 })
      await clock.pass(60 * MINUTE)
      const sent = platform.sent.map(({ body }) => String(body)).join()
      expect(sent).not.toContain('from the hook')
      expect(monitor.diagnostics().dropped.log?.before_send).toBeGreaterThan(0)
      expect(platform.sent.length).toBeLessThan(6)
    },
  )

  test.each(['beforeSend', 'redactUrl'] as const)('%s that gives promises is told of, once', async (name) => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
    const { clock, monitor, platform } = await started(() => ({
      [name]: (() => Promise.reject(new Error(`no. ${n++}`))) as never,
    }))
    platform.call({ url: 'https://api.example.com/goods' })!.end({ status: 500 })
    await clock.pass(5 * MINUTE)
    expect(monitor.diagnostics().warnings).toEqual([
      `${name} gives a promise, but has to answer at once: signals are dropped`,
    ])
    warn.mockRestore()
  })
})
