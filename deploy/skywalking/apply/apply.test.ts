/** What the command brings to a running OAP. */
import { describe, expect, test } from 'vitest'
import recorded from './admin/recorded.json' with { type: 'json' }
import { createAdmin } from './admin/index.ts'
import { WECHAT, filesIn, useAdmin } from './harness.ts'
import { mustRun } from './running.ts'

const oap = useAdmin()

const LOST = ['meter_wechat_mp_request_cpm', 'meter_wechat_mp_request_duration_percentile']

describe('without --yes', () => {
  test('says what would change and what would be lost, and changes nothing', async () => {
    await oap.start()
    const { code, out } = await oap.apply()
    expect(code).toBe(0)
    expect(out).toContain(`${WECHAT}: takes the place of OAP's own`)
    expect(out).toContain(
      '! would lose what is stored, if anything is: meter_wechat_mp_request_cpm (avg of the service → sumPerMin of the service)',
    )
    expect(out).toContain('(avgHistogramPercentile of the service → sumHistogramPercentile of the service)')
    expect(out).not.toContain(
      'would lose what is stored, if anything is: meter_wechat_mp_app_launch_duration',
    )
    expect(out).not.toContain('would lose what is stored, if anything is: meter_wechat_mp_error_count')
    expect(out).toContain('+ new metrics: meter_wechat_mp_instance_error_count')
    expect(out).toContain('otel-rules/miniprogram/jd-mini-program: new')
    expect(out).toContain('dashboard horizon.layer.JD_MINI_PROGRAM: new')
    expect(out).toContain('Nothing has been changed; --yes does it.')
    expect(oap.admin.writes).toEqual([])
  })
})

test('the metrics that lose data are those that OAP itself would name', async () => {
  const instance = 'otel-rules/miniprogram/alipay-mini-program-instance'
  const by = "['service_name', 'service_instance_id']"
  const entity = "instance(['service_name'], ['service_instance_id'], Layer.ALIPAY_MINI_PROGRAM)"
  // as OAP ships it
  const rules = {
    app_launch_duration: `miniprogram_app_launch_duration.avg(${by}).${entity}`,
    first_render_duration: `miniprogram_first_render_duration.avg(${by}).${entity}`,
    request_cpm: `miniprogram_request_duration_count.sum(${by}).${entity}`,
    request_duration_percentile: `miniprogram_request_duration.sum(['service_name', 'service_instance_id', 'le']).histogram("le", TimeUnit.MILLISECONDS).histogram_percentile([50,75,90,95,99]).${entity}`,
  }
  const lines = Object.entries(rules).map(([name, exp]) => `  - name: ${name}\n    exp: ${exp}\n`)
  await oap.start({ [instance]: `metricPrefix: meter_alipay_mp_instance\nmetricsRules:\n${lines.join('')}` })
  const { out } = await oap.apply('--platforms', 'alipay', '--rules-only')
  const named = [...out.matchAll(/would lose what is stored, if anything is: (\w+)/g)].map(
    ([, metric]) => metric,
  )
  const [, affected] = /affecting \[(.*?)\]/.exec(recorded.answers.storageChange.body.message)!
  expect(named).toEqual(affected!.split(', '))
})

test('to rules of an earlier release, what is new comes beside what is stored: nothing is lost', async () => {
  const isNew = (name: string) => /^- name: (endpoint_)?(route_|set_data_|dropped_)/.test(name)
  const earlier = Object.entries(filesIn('config')).map(([path, text]) => [
    path.replace(/^config\//, ''),
    text.replace(/^ +- name: \w+\n +exp: .*\n/gm, (rule) => (isNew(rule.trimStart()) ? '' : rule)),
  ])
  await oap.start(Object.fromEntries(earlier) as Record<string, string>)
  const { out } = await oap.apply('--platforms', 'qq', '--rules-only')
  expect(out).toMatch(/\+ new metrics: meter_qq_mp_route_duration, meter_qq_mp_set_data_count, /)
  expect(out).toMatch(/\+ new metrics: meter_qq_mp_instance_route_duration, .*_dropped_count$/m)
  expect(out).not.toContain('!')
})

test('a rule that OAP could not apply is told', async () => {
  await oap.start()
  const [row] = recorded.answers.list.body.rules
  const rules = [{ ...row, catalog: 'lal', name: 'miniprogram', lastApplyError: 'line 7' }]
  oap.admin.override = (_, path) =>
    path.endsWith('/list') ? { status: 200, body: JSON.stringify({ rules }) } : undefined
  expect((await oap.apply('--platforms', 'wechat')).out).toContain('could not apply it the last time: line 7')
})

test('in the first seconds after the start, when OAP’s list has its files too, it is waited for', async () => {
  await oap.start()
  await oap.apply('--yes', '--rules-only', '--platforms', 'wechat')
  let asked = 0
  const { listAtStart } = recorded.answers
  oap.admin.override = (_, path) =>
    path.endsWith('/list') && !asked++ ? { status: 200, body: JSON.stringify(listAtStart.body) } : undefined
  expect((await oap.apply('--rules-only', '--platforms', 'wechat')).out).toContain('Nothing to do.')
  expect(asked).toBe(2)
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
    expect(first.out).toContain('29 of 29 rules run.')
    expect(second.out).toContain('Nothing to do.')
    expect(oap.admin.writes).toEqual([])
  })

  test('names each metric in the dry run only', async () => {
    await oap.start()
    const { out } = await oap.apply('--yes', '--platforms', 'wechat')
    expect(out).toMatch(/^ {4}\+ new metrics: \d+$/m)
    expect(out).toMatch(/^ {4}! lose what is stored, if anything is: 2 metrics$/m)
    expect(out).not.toContain('meter_wechat_mp_')
  })

  test('declares layers, and none in the place of a rule of OAP', async () => {
    await oap.start()
    await oap.apply('--yes')
    expect(oap.contentOf('otel-rules/miniprogram/bytedance-mini-program')).toMatch(/ordinal: 112102\n/)
    expect(oap.contentOf('lal/mini-monitor')).toMatch(/ordinal: 112108\n/)
    expect(oap.contentOf(WECHAT)).not.toContain('layerDefinitions')
  })

  test('has nothing to do where the files lie in config/, and declares no layers there', async () => {
    await oap.start(filesIn('config'))
    const { out } = await oap.apply('--rules-only')
    expect(out).toContain('Nothing to do.')
    const jd = 'otel-rules/miniprogram/jd-mini-program'
    const { bundled } = oap.admin.rules.get(jd)!
    oap.admin.rules.set(jd, { bundled: bundled!.replace('request_count', 'request_number') })
    expect(await oap.apply('--yes', '--platforms', 'jd')).toMatchObject({ code: 0, error: '' })
    expect(oap.contentOf(jd)).not.toContain('layerDefinitions')
  })

  test('has nothing to do where the files are laid in after it', async () => {
    await oap.start()
    await oap.apply('--yes', '--rules-only')
    for (const [key, bundled] of Object.entries(filesIn('config')))
      oap.admin.rules.set(key, { ...oap.admin.rules.get(key), bundled })
    expect((await oap.apply('--rules-only')).out).toContain('Nothing to do.')
    expect(await oap.apply('--revert', '--yes', '--rules-only')).toMatchObject({ code: 0, error: '' })
    expect(
      [...oap.admin.rules.values()].filter(({ runtime, bundled }) => runtime && runtime.content !== bundled),
    ).toEqual([])
  })

  test('goes on where it was stopped, and tells how far it got', async () => {
    await oap.start()
    let pushes = 0
    oap.admin.override = (_, path) =>
      path.endsWith('addOrUpdate') && ++pushes === 4 ? { status: 500, body: 'out of memory' } : undefined
    const first = await oap.apply('--yes', '--rules-only')
    expect(first.code).toBe(1)
    expect(first.error).toContain(
      '3 of 29 rules were changed before it. The same command goes on from there.',
    )
    oap.admin.writes.length = 0
    expect(await oap.apply('--yes', '--rules-only')).toMatchObject({ code: 0, error: '' })
    expect(oap.admin.writes).toHaveLength(29 - 3)
  })

  test('loads again what OAP keeps and does not run', async () => {
    await oap.start()
    await oap.apply('--yes', '--rules-only')
    oap.admin.dead.add('lal/miniprogram')
    oap.admin.writes.length = 0
    expect((await oap.apply('--rules-only')).out).toContain(
      'lal/miniprogram: is on OAP, which does not run it',
    )
    const { out } = await oap.apply('--yes', '--rules-only')
    expect(out).toContain('29 of 29 rules run.')
    expect(oap.admin.writes).toHaveLength(1)
  })

  test('asks OAP in the end what runs, whatever it has answered', async () => {
    await oap.start()
    await oap.apply('--yes', '--rules-only', '--platforms', 'wechat')
    const pauses: number[] = []
    const host = createAdmin({ base: oap.admin.url, pause: async (ms) => void pauses.push(ms) })
    const pushed = [...oap.admin.rules].map(([key, { runtime }]) => {
      const [catalog, ...name] = key.split('/')
      return { catalog, name: name.join('/'), content: runtime?.content ?? '', platforms: [], layers: [] }
    })
    oap.admin.dead.add(WECHAT)
    await expect(
      mustRun(
        host,
        pushed.filter(({ content }) => content),
      ),
    ).rejects.toThrow(`does not run 1 of 4 rules: ${WECHAT}.`)
    expect(pauses.length).toBeGreaterThan(5)
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
      /- name: request_cpm\n {4}exp: "miniprogram_request_duration_count\.sum\(\['service_name'\]\)\.service/,
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
