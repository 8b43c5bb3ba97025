/** What `npm run check:skywalking -- --live` says of an OAP. */
import { afterEach, describe, expect, test } from 'vitest'
import { useAdmin } from '../../apply/harness.ts'
import { fakeOap, type FakeOap } from './fake.ts'
import { checkLive } from './index.ts'
import { createOutput } from './output.ts'

const host = useAdmin()
let oap: FakeOap | undefined
afterEach(() => oap?.close())

// where OAP is, just before midnight and after it: hours and days are two
const MIDNIGHT = Date.UTC(2026, 10, 30, 16, 4, 30)

async function check(
  prepare: (fake: FakeOap) => void = () => {},
  platforms = ['jd'],
  { admin, now = MIDNIGHT }: { admin?: string; now?: number } = {},
) {
  oap = await fakeOap(platforms)
  prepare(oap)
  const lines: string[] = []
  const pauses: number[] = []
  const progress: string[] = []
  const isRight = await checkLive({
    live: oap.url,
    admin,
    platforms,
    devices: 3,
    minutes: 4,
    seed: 7,
    say: (text) => lines.push(text),
    progress: (text) => progress.push(text),
    now: () => now,
    pause: async (ms) => void pauses.push(ms),
  })
  return { isRight, out: lines.join('\n'), pauses, progress }
}

describe('a fleet that is sent to an OAP', { timeout: 60_000 }, () => {
  test('is found again: truth beside what OAP says, by platform, version and page, at each step', async () => {
    const { isRight, out, pauses } = await check()
    expect(isRight).toBe(true)
    expect(out).toContain('jd: mini-monitor-check-jd-7')
    expect(out).toContain('Each cell is truth / what OAP says.')
    expect(out).toMatch(
      / step +request_count +request_cpm +success rate % +average ms +P50 ms +P95 ms +error_count +app_launch ms +first_render ms +route ms +setData +setData P95 ms +setData bytes +setData keys +dropped/,
    )
    // in the time of OAP
    for (const step of ['minute (?:23:5|00:0)\\d', 'hour 23:00', 'day 2026-11-30']) {
      expect(out).toMatch(new RegExp(`^2\\.\\d\\.\\d +${step} +(\\d+) / \\1 .*✓$`, 'm'))
      expect(out).toMatch(new RegExp(`^pages/home/home +${step} .*✓$`, 'm'))
    }
    expect(out).toContain('OAP tells the truth.')
    expect(out).not.toContain('✗')
    expect(pauses).toEqual([])
  })

  test('is waited for', async () => {
    const { isRight, pauses, progress } = await check((fake) => (fake.slow = 30))
    expect(isRight).toBe(true)
    expect(pauses.length).toBeGreaterThan(0)
    expect(progress).toHaveLength(pauses.length)
    expect(progress[0]).toBe('Waited 0 s of at most 300: of 1 platforms 0 are as they should be.')
  })

  test('is not sent where the rules do not run: they are named, and what brings them', async () => {
    const { url } = await host.start()
    const { isRight, out } = await check(undefined, ['jd'], { admin: url })
    expect(isRight).toBe(false)
    expect(out).toContain('0 of 4 rules run.')
    for (const name of [
      'otel-rules/miniprogram/jd-mini-program',
      'log-mal-rules/miniprogram-jd',
      'lal/mini-monitor',
    ])
      expect(out).toContain(`✗ ${name} `)
    expect(out).toContain(`node deploy/skywalking/apply.mjs --admin ${url} --platforms jd`)
    expect(oap!.taken).toEqual([])
    await host.apply('--yes', '--rules-only')
    expect((await check(undefined, ['jd'], { admin: url })).out).toContain('4 of 4 rules run.')
    expect(oap!.taken).not.toEqual([])
  })

  test('is counted as the table has it', async () => {
    const { out } = await check(undefined, undefined, { now: Date.UTC(2026, 10, 30, 12, 30) })
    const [, requests, errors] = /^jd: 3 devices made (\d+) requests and (\d+) errors/m.exec(out)!
    expect(out).toMatch(new RegExp(`^mini-monitor-check-jd-7 +day .* ${errors} / ${errors} .*✓$`, 'm'))
    const ofHours = [...out.matchAll(/^mini-monitor-check-jd-7 +day \S+ +(\d+) /gm)]
    expect(ofHours.map(([, count]) => count)).toEqual([requests])
  })

  test('logs are counted by layer and level', async () => {
    const { out } = await check()
    const logs =
      /^logs: (\d+) \/ \1 in JD_MINI_PROGRAM \(ERROR (\d+) \/ \2, INFO (\d+) \/ \3\), none elsewhere ✓$/m
    const [, all, errors, others] = logs.exec(out)!.map(Number)
    expect(all).toBe(errors! + others!)
    expect(all).toBeGreaterThan(0)
    await oap!.close()
    const elsewhere = await check((fake) => (fake.elsewhere = ['MESH']))
    expect(elsewhere.isRight).toBe(false)
    expect(elsewhere.out).toMatch(/^logs: .*, and some in MESH ✗$/m)
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
    expect(out).toMatch(/^mini-monitor-check-jd-7 +day \S+ +\d+ \/ 0 ✗.* ✗ 2 of 2 days are off$/m)
    expect(out).toMatch(/^mini-monitor-check-wechat-7 +day .*✓$/m)
    expect(out).toContain('✗ OAP tells something else. With --admin it is told whether the rules run.')
  })

  test('a row is of one minute: the one that is off, and how many there are', async () => {
    const { out } = await check((fake) => {
      fake.spoil = (metric, step, value, start) =>
        // 23:59 and 00:00
        step === 'minute' && metric === 'meter_jd_mp_request_cpm' && start % 1440 >= 959 ? value * 2 : value
    })
    const [row] = /^mini-monitor-check-jd-7 +minute .*$/m.exec(out)!
    const [, requests, cpm] = /minute \d\d:\d\d +(\d+) \/ \1 +(\d+) \/ \d+ ✗/.exec(row)!
    expect(cpm).toBe(requests)
    expect(row).toMatch(/✗ \d of \d minutes are off$/)
  })

  test('an OAP that is too old, or none, is told in one line', async () => {
    await expect(check((fake) => (fake.version = '10.4.0'))).rejects.toThrow(
      /is an OAP 10\.4\.0: it takes OAP 11\.$/,
    )
    await oap!.close()
    const { url } = oap!
    const options = { live: url, platforms: [], devices: 1, minutes: 4, seed: 1 }
    await expect(
      checkLive({ ...options, say: () => {}, progress: () => {}, now: () => 0, pause: async () => {} }),
    ).rejects.toThrow(/cannot be reached \(\w+\): --live wants the port/)
  })
})

describe('what is on the screen meanwhile', () => {
  function screen(isTTY: boolean) {
    let written = ''
    let time = 0
    const output = createOutput({ isTTY, write: (text) => (written += text) }, () => time)
    output.say('Sent.')
    for (; time < 150_000; time += 15_000) output.progress(`Waited ${time / 1000} s`)
    output.say('Done.')
    return written
  }

  test('on a terminal one line, which goes', () => {
    const lines = screen(true).split('\n')
    expect(lines).toHaveLength(3)
    expect(lines[1]).toContain('\r\x1b[KWaited 135 s')
    expect(lines[1]).toMatch(/\r\x1b\[KDone\.$/)
  })

  test('in a log a line each minute', () => {
    expect(screen(false)).toBe('Sent.\nWaited 0 s\nWaited 60 s\nWaited 120 s\nDone.\n')
  })
})
