/** What `npm run check:skywalking -- --live` says of an OAP. */
import { afterEach, describe, expect, test } from 'vitest'
import { fakeOap, type FakeOap } from './fake.ts'
import { checkLive } from './index.ts'

let oap: FakeOap | undefined
afterEach(() => oap?.close())

async function check(prepare: (fake: FakeOap) => void = () => {}, platforms = ['jd']) {
  oap = await fakeOap(platforms)
  prepare(oap)
  const lines: string[] = []
  const pauses: number[] = []
  const isRight = await checkLive({
    live: oap.url,
    platforms,
    devices: 2,
    minutes: 4,
    seed: 7,
    say: (text) => lines.push(text),
    // just before midnight where OAP is: hours and days are two
    now: () => Date.UTC(2026, 10, 30, 16, 4, 30),
    pause: async (ms) => void pauses.push(ms),
  })
  return { isRight, out: lines.join('\n'), pauses }
}

describe('a fleet that is sent to an OAP', { timeout: 60_000 }, () => {
  test('is found again: truth beside what OAP says, by platform, version and page, at each step', async () => {
    const { isRight, out, pauses } = await check()
    expect(isRight).toBe(true)
    expect(out).toContain('jd: mini-monitor-check-jd-7')
    for (const step of ['minute', 'hour', 'day']) {
      expect(out).toMatch(new RegExp(`^2\\.3\\.0 +${step} +(\\d+) / \\1 .*✓$`, 'm'))
      expect(out).toMatch(new RegExp(`^pages/home/home +${step} .*✓$`, 'm'))
    }
    expect(out).not.toContain('✗')
    expect(pauses).toEqual([])
  })

  test('is waited for', async () => {
    const { isRight, pauses } = await check((fake) => (fake.slow = 30))
    expect(isRight).toBe(true)
    expect(pauses.length).toBeGreaterThan(0)
  })

  test('a value that is off is told, and how it is', async () => {
    const { isRight, out } = await check(
      (fake) => {
        fake.spoil = (metric, step, value) =>
          metric === 'meter_jd_mp_request_count' && step === 'day' ? Math.floor(value / 1440) : value
      },
      ['wechat', 'jd'],
    )
    expect(isRight).toBe(false)
    expect(out).toMatch(/^mini-monitor-check-jd-7 +day +\d+ \/ 0 ✗.* ✗$/m)
    expect(out).toMatch(/^mini-monitor-check-wechat-7 +day .*✓$/m)
  })

  test('an OAP that is too old, or none, is told in one line', async () => {
    await expect(check((fake) => (fake.version = '10.4.0'))).rejects.toThrow(
      /is an OAP 10\.4\.0: it takes OAP 11\.$/,
    )
    await oap!.close()
    const { url } = oap!
    const options = { live: url, platforms: [], devices: 1, minutes: 4, seed: 1 }
    await expect(
      checkLive({ ...options, say: () => {}, now: () => 0, pause: async () => {} }),
    ).rejects.toThrow(/cannot be reached \(\w+\): --live wants the port/)
  })
})
