/** What the command brings to a running OAP. */
import { describe, expect, test } from 'vitest'
import { WECHAT, useAdmin } from './harness.ts'

const oap = useAdmin()

const LOST = ['meter_wechat_mp_request_cpm', 'meter_wechat_mp_request_duration_percentile']

describe('without --yes', () => {
  test('says what would change and what would be lost, and changes nothing', async () => {
    await oap.start()
    const { code, out } = await oap.apply()
    expect(code).toBe(0)
    expect(out).toContain(`${WECHAT}: takes the place of OAP's own`)
    expect(out).toContain(
      '! loses what is stored: meter_wechat_mp_request_cpm (avg of the service → sumPerMin of the service)',
    )
    expect(out).toContain('(avgHistogramPercentile of the service → sumHistogramPercentile of the service)')
    expect(out).not.toContain('loses what is stored: meter_wechat_mp_app_launch_duration')
    expect(out).not.toContain('loses what is stored: meter_wechat_mp_error_count')
    expect(out).toContain('+ new metrics: meter_wechat_mp_instance_error_count')
    expect(out).toContain('otel-rules/miniprogram/jd-mini-program: new')
    expect(out).toContain('dashboard horizon.layer.JD_MINI_PROGRAM: new')
    expect(out).toContain('Nothing has been changed; --yes does it.')
    expect(oap.admin.writes).toEqual([])
  })
})

test('a rule that OAP could not apply is told', async () => {
  await oap.start()
  const rules = [
    { catalog: 'lal', name: 'miniprogram', status: 'BUNDLED', bundled: true, lastApplyError: 'line 7' },
  ]
  oap.admin.override = (_, path) =>
    path.endsWith('/list') ? { status: 200, body: JSON.stringify({ rules }) } : undefined
  expect((await oap.apply('--platforms', 'wechat')).out).toContain('could not apply it the last time: line 7')
})

describe('with --yes', () => {
  test('pushes every rule and dashboard, and a second time nothing', async () => {
    await oap.start()
    const first = await oap.apply('--yes')
    expect(first).toMatchObject({ code: 0, error: '' })
    expect(oap.admin.dropped).toEqual(LOST)
    expect(oap.admin.rules.size).toBe(18 + 9 + 2)
    expect(oap.admin.templates).toHaveLength(18)
    oap.admin.writes.length = 0
    const second = await oap.apply('--yes')
    expect(second.out).toContain('Nothing to do.')
    expect(oap.admin.writes).toEqual([])
  })

  test('declares layers with ordinals of pushed rules, and none in the place of a rule of OAP', async () => {
    await oap.start()
    await oap.apply('--yes')
    expect(oap.contentOf('otel-rules/miniprogram/bytedance-mini-program')).toMatch(/ordinal: 112102\n/)
    expect(oap.contentOf('lal/mini-monitor')).toMatch(/ordinal: 112108\n/)
    expect(oap.contentOf(WECHAT)).not.toContain('layerDefinitions')
  })

  test('declares none that files in config/ have declared already', async () => {
    const jd = 'otel-rules/miniprogram/jd-mini-program'
    await oap.start({
      [jd]: "layerDefinitions:\n  - name: JD_MINI_PROGRAM\n    ordinal: 12105\n    normal: true\nmetricPrefix: meter_jd_mp\nmetricsRules:\n  - name: request_cpm\n    exp: a.sum(['service_name']).service(['service_name'], Layer.JD_MINI_PROGRAM)\n",
    })
    expect(await oap.apply('--yes', '--platforms', 'jd')).toMatchObject({ code: 0, error: '' })
    expect(oap.contentOf(jd)).not.toContain('layerDefinitions')
    expect(oap.contentOf('lal/mini-monitor')).not.toContain('layerDefinitions')
  })

  test('receives before it sends: MAL for logs comes before LAL', async () => {
    await oap.start()
    await oap.apply('--yes', '--platforms', 'wechat')
    const rules = oap.admin.writes.filter((write) => write.includes('addOrUpdate'))
    expect(rules.map((write) => /catalog=([\w-]+)/.exec(write)![1])).toEqual([
      'otel-rules',
      'otel-rules',
      'log-mal-rules',
      'lal',
    ])
  })

  test('--platforms and --rules-only leave the rest alone', async () => {
    await oap.start({})
    await oap.apply('--yes', '--platforms', 'baidu,h5', '--rules-only')
    expect([...oap.admin.rules.keys()].sort()).toEqual([
      'lal/mini-monitor',
      'log-mal-rules/miniprogram-baidu',
      'log-mal-rules/miniprogram-h5',
      'otel-rules/miniprogram/baidu-mini-program',
      'otel-rules/miniprogram/baidu-mini-program-instance',
      'otel-rules/miniprogram/h5-mini-program',
      'otel-rules/miniprogram/h5-mini-program-instance',
    ])
    expect(oap.admin.templates).toEqual([])
  })

  test('--header goes with every request', async () => {
    await oap.start({})
    await oap.apply('--platforms', 'qq', '--header', 'Authorization: Bearer t')
    expect(oap.admin.headers.length).toBeGreaterThan(1)
    expect(new Set(oap.admin.headers.map(({ authorization }) => authorization))).toEqual(
      new Set(['Bearer t']),
    )
  })
})

describe('--new-names', () => {
  test('keeps what is stored: old metrics stay, ours come beside them, dashboards read ours', async () => {
    await oap.start()
    expect(await oap.apply('--yes', '--new-names')).toMatchObject({ code: 0, error: '' })
    expect(oap.admin.dropped).toEqual([])
    expect(oap.contentOf(WECHAT)).toMatch(/- name: request_cpm_fleet\n {4}exp: .*SUM_PER_MIN/)
    expect(oap.contentOf(WECHAT)).toMatch(
      /- name: request_cpm\n {4}exp: "\(miniprogram_request_duration_count\.sum\(\['service_name'\]\)\)\.service/,
    )
    const { content } = oap.templateOf('horizon.layer.WECHAT_MINI_PROGRAM')
    expect(JSON.stringify(content)).toContain('meter_wechat_mp_request_cpm_fleet')
    expect(JSON.stringify(content)).not.toMatch(/meter_wechat_mp_request_cpm\b/)
  })

  test('is kept to by later runs, and is undone by --revert', async () => {
    await oap.start()
    await oap.apply('--yes', '--new-names')
    expect((await oap.apply()).out).toContain('Nothing to do.')
    expect(await oap.apply('--revert', '--yes')).toMatchObject({ code: 0, error: '' })
    expect(oap.contentOf(WECHAT)).toBeUndefined()
  })
})
