/** The command as its user runs it, against an admin host that answers as OAP's does. */
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { createAdmin } from './admin/index.ts'
import { fakeAdmin, type FakeAdmin } from './admin/fake.ts'

// each test starts Node several times
vi.setConfig({ testTimeout: 60_000 })

const WECHAT = 'otel-rules/miniprogram/wechat-mini-program'
/** The form in which OAP has its own. */
const SHIPPED = {
  [WECHAT]: `# of OAP
expSuffix: service(['service_name'], Layer.WECHAT_MINI_PROGRAM)
metricPrefix: meter_wechat_mp
filter: "{ tags -> tags.miniprogram_platform == 'wechat' }"

metricsRules:
  - name: app_launch_duration
    exp: miniprogram_app_launch_duration.avg(['service_name'])
  - name: request_cpm
    exp: miniprogram_request_duration_count.sum(['service_name'])
  - name: request_duration_percentile
    exp: miniprogram_request_duration.sum(['service_name', 'le']).histogram("le", TimeUnit.MILLISECONDS).histogram_percentile([50,75,90,95,99])
`,
  'log-mal-rules/miniprogram-wechat': `metricPrefix: meter_wechat_mp
filter: "{ tags -> tags.miniprogram_platform == 'wechat' }"
metricsRules:
  - name: error_count
    exp: miniprogram_error_count.sum(['service_name', 'exception_type']).downsampling(SUM).service(['service_name'], Layer.WECHAT_MINI_PROGRAM)
`,
  'lal/miniprogram':
    'rules:\n  - name: miniprogram-errors\n    layer: auto\n    dsl: |\n      filter {\n      }\n',
}

const LOST = ['meter_wechat_mp_request_cpm', 'meter_wechat_mp_request_duration_percentile']

let admin: FakeAdmin
afterEach(() => admin?.close())

async function start(bundled: Record<string, string> = SHIPPED) {
  return (admin = await fakeAdmin(bundled))
}

function run(...args: string[]): Promise<{ code: number; out: string; error: string }> {
  const file = join(import.meta.dirname, '../apply.mjs')
  return new Promise((done) =>
    execFile(process.execPath, [file, ...args], (error, out, err) =>
      done({ code: error ? Number(error.code) : 0, out, error: err }),
    ),
  )
}

function apply(...args: string[]) {
  return run('--admin', admin.url, ...args)
}

function contentOf(key: string) {
  return admin.rules.get(key)?.runtime?.content
}

function templateOf(name: string) {
  const found = admin.templates.filter(({ configuration }) => JSON.parse(configuration).name === name)
  expect(found).toHaveLength(1)
  return { ...found[0], ...JSON.parse(found[0].configuration) }
}

describe('without --yes', () => {
  test('says what would change and what would be lost, and changes nothing', async () => {
    await start()
    const { code, out } = await apply()
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
    expect(admin.writes).toEqual([])
  })
})

test('a rule that OAP could not apply is told', async () => {
  await start()
  const rules = [
    { catalog: 'lal', name: 'miniprogram', status: 'BUNDLED', bundled: true, lastApplyError: 'line 7' },
  ]
  admin.override = (_, path) =>
    path.endsWith('/list') ? { status: 200, body: JSON.stringify({ rules }) } : undefined
  expect((await apply('--platforms', 'wechat')).out).toContain('could not apply it the last time: line 7')
})

describe('with --yes', () => {
  test('pushes every rule and dashboard, and a second time nothing', async () => {
    await start()
    const first = await apply('--yes')
    expect(first).toMatchObject({ code: 0, error: '' })
    expect(admin.dropped).toEqual(LOST)
    expect(admin.rules.size).toBe(18 + 9 + 2)
    expect(admin.templates).toHaveLength(18)
    admin.writes.length = 0
    const second = await apply('--yes')
    expect(second.out).toContain('Nothing to do.')
    expect(admin.writes).toEqual([])
  })

  test('declares layers with ordinals of pushed rules, and none in the place of a rule of OAP', async () => {
    await start()
    await apply('--yes')
    expect(contentOf('otel-rules/miniprogram/bytedance-mini-program')).toMatch(/ordinal: 112102\n/)
    expect(contentOf('lal/mini-monitor')).toMatch(/ordinal: 112108\n/)
    expect(contentOf(WECHAT)).not.toContain('layerDefinitions')
  })

  test('declares none that files in config/ have declared already', async () => {
    const jd = 'otel-rules/miniprogram/jd-mini-program'
    await start({
      [jd]: "layerDefinitions:\n  - name: JD_MINI_PROGRAM\n    ordinal: 12105\n    normal: true\nmetricPrefix: meter_jd_mp\nmetricsRules:\n  - name: request_cpm\n    exp: a.sum(['service_name']).service(['service_name'], Layer.JD_MINI_PROGRAM)\n",
    })
    expect(await apply('--yes', '--platforms', 'jd')).toMatchObject({ code: 0, error: '' })
    expect(contentOf(jd)).not.toContain('layerDefinitions')
    expect(contentOf('lal/mini-monitor')).not.toContain('layerDefinitions')
  })

  test('receives before it sends: MAL for logs comes before LAL', async () => {
    await start()
    await apply('--yes', '--platforms', 'wechat')
    const rules = admin.writes.filter((write) => write.includes('addOrUpdate'))
    expect(rules.map((write) => /catalog=([\w-]+)/.exec(write)![1])).toEqual([
      'otel-rules',
      'otel-rules',
      'log-mal-rules',
      'lal',
    ])
  })

  test('--platforms and --rules-only leave the rest alone', async () => {
    await start({})
    await apply('--yes', '--platforms', 'baidu,h5', '--rules-only')
    expect([...admin.rules.keys()].sort()).toEqual([
      'lal/mini-monitor',
      'log-mal-rules/miniprogram-baidu',
      'log-mal-rules/miniprogram-h5',
      'otel-rules/miniprogram/baidu-mini-program',
      'otel-rules/miniprogram/baidu-mini-program-instance',
      'otel-rules/miniprogram/h5-mini-program',
      'otel-rules/miniprogram/h5-mini-program-instance',
    ])
    expect(admin.templates).toEqual([])
  })

  test('--header goes with every request', async () => {
    await start({})
    await apply('--platforms', 'qq', '--header', 'Authorization: Bearer t')
    expect(admin.headers.length).toBeGreaterThan(1)
    expect(new Set(admin.headers.map(({ authorization }) => authorization))).toEqual(new Set(['Bearer t']))
  })
})

describe('--new-names', () => {
  test('keeps what is stored: old metrics stay, ours come beside them, dashboards read ours', async () => {
    await start()
    expect(await apply('--yes', '--new-names')).toMatchObject({ code: 0, error: '' })
    expect(admin.dropped).toEqual([])
    expect(contentOf(WECHAT)).toMatch(/- name: request_cpm_fleet\n {4}exp: .*SUM_PER_MIN/)
    expect(contentOf(WECHAT)).toMatch(
      /- name: request_cpm\n {4}exp: "\(miniprogram_request_duration_count\.sum\(\['service_name'\]\)\)\.service/,
    )
    const { content } = templateOf('horizon.layer.WECHAT_MINI_PROGRAM')
    expect(JSON.stringify(content)).toContain('meter_wechat_mp_request_cpm_fleet')
    expect(JSON.stringify(content)).not.toMatch(/meter_wechat_mp_request_cpm\b/)
  })

  test('is kept to by later runs, and is undone by --revert', async () => {
    await start()
    await apply('--yes', '--new-names')
    expect((await apply()).out).toContain('Nothing to do.')
    expect(await apply('--revert', '--yes')).toMatchObject({ code: 0, error: '' })
    expect(contentOf(WECHAT)).toBeUndefined()
  })
})

describe('dashboards of OAP', () => {
  const name = 'horizon.layer.WECHAT_MINI_PROGRAM'
  const theirs = {
    key: 'WECHAT_MINI_PROGRAM',
    alias: 'WeChat',
    'layer-header': {
      orderBy: 'cpm',
      columns: [{ metric: 'cpm', label: 'RPM', mqe: 'meter_wechat_mp_request_cpm' }],
    },
    dashboards: {
      service: [
        { id: 'request_cpm', title: 'Load', type: 'line', expressions: ['meter_wechat_mp_request_cpm'] },
      ],
    },
  }
  const chinese = {
    alias: '微信',
    'layer-header': { columns: [{ label: '请求' }] },
    dashboards: { service: [{ id: 'request_cpm', title: '负载' }] },
  }
  const stored = (id: string, content: object, locale?: string) => ({
    id,
    disabled: false,
    configuration: JSON.stringify({
      name: locale ? `${name}.i18n.${locale}` : name,
      kind: 'layer',
      version: 1,
      ...(locale && { locale }),
      content,
    }),
  })

  test('get what they lack, and keep what they have', async () => {
    await start()
    admin.templates.push(stored('u-1', theirs), stored('u-2', chinese, 'zh-CN'))
    expect(await apply('--yes', '--platforms', 'wechat')).toMatchObject({ code: 0, error: '' })
    const { id, content } = templateOf(name)
    expect(id).toBe('u-1')
    expect(content.alias).toBe('WeChat')
    expect(content.dashboards.service.map((chart: { id: string }) => chart.id)).toEqual([
      'request_cpm',
      'mm_x_success',
      'mm_x_average',
      'mm_x_error_types',
    ])
    expect(content['layer-header'].columns.map((column: { metric: string }) => column.metric)).toEqual([
      'cpm',
      'mm_x_success',
    ])
    const zh = templateOf(`${name}.i18n.zh-CN`).content
    expect(zh['layer-header'].columns).toEqual([{ label: '请求' }, { label: '成功率' }])
    expect(zh.dashboards.service.map((chart: { title: string }) => chart.title)).toEqual([
      '负载',
      '请求成功率',
      '请求平均耗时',
      '各类型错误数',
    ])
  })

  test('are as they were after --revert', async () => {
    await start()
    admin.templates.push(stored('u-1', theirs), stored('u-2', chinese, 'zh-CN'))
    await apply('--yes', '--platforms', 'wechat')
    await apply('--revert', '--yes', '--platforms', 'wechat')
    const { content } = templateOf(name)
    expect(content.dashboards.service).toEqual(theirs.dashboards.service)
    expect(content['layer-header']).toEqual(theirs['layer-header'])
    expect(templateOf(`${name}.i18n.zh-CN`).content['layer-header']).toEqual(chinese['layer-header'])
  })
})

describe('--revert', () => {
  test('says first what it would do', async () => {
    await start()
    await apply('--yes')
    admin.writes.length = 0
    const { out } = await apply('--revert')
    expect(out).toContain(`${WECHAT}: back to what OAP ships`)
    expect(out).toContain(
      '! loses what is stored: meter_wechat_mp_request_cpm (sumPerMin of the service → avg of the service)',
    )
    expect(out).toContain('! loses what is stored: meter_wechat_mp_request_success_cpm (no longer there)')
    expect(out).toContain('otel-rules/miniprogram/jd-mini-program: out')
    expect(out).toContain('dashboard horizon.layer.JD_MINI_PROGRAM: switched off')
    expect(admin.writes).toEqual([])
  })

  test('goes back to what OAP ships, takes ours out, and applies again after it', async () => {
    await start()
    await apply('--yes')
    expect(await apply('--revert', '--yes')).toMatchObject({ code: 0, error: '' })
    expect([...admin.rules]).toEqual(Object.entries(SHIPPED).map(([key, bundled]) => [key, { bundled }]))
    expect(admin.templates.every(({ disabled }) => disabled)).toBe(true)
    expect((await apply('--revert')).out).toContain('Nothing of ours is there.')
    await apply('--yes')
    expect(admin.templates.filter(({ disabled }) => disabled)).toEqual([])
    expect(admin.templates).toHaveLength(18)
  })
})

describe('what goes wrong is told', () => {
  const answers: [string, () => ReturnType<NonNullable<FakeAdmin['override']>>, string][] = [
    ['no such module', () => ({ status: 404, body: '' }), 'SW_RECEIVER_RUNTIME_RULE=default'],
    ['a web page', () => ({ status: 200, body: '<!doctype html><title>login</title>' }), 'a web page'],
    ['a redirect', () => ({ status: 302, body: '', headers: { Location: '/login' } }), 'redirects to /login'],
    [
      '503',
      () => ({ status: 503, body: '{"applyStatus":"storage_unavailable","message":"no storage"}' }),
      'no storage\n  OAP’s storage does not answer',
    ],
    ['plain text', () => ({ status: 500, body: 'out of memory' }), 'out of memory'],
  ]
  test.each(answers)('the list answers with %s', async (_, answer, expected) => {
    await start()
    admin.override = answer
    const { code, error } = await apply('--yes')
    expect(code).toBe(1)
    expect(error).toContain(expected)
    expect(admin.writes).toEqual([])
  })

  test('nobody listens', async () => {
    const { url, close } = await fakeAdmin()
    await close()
    const { code, error } = await run('--admin', url)
    expect(code).toBe(1)
    expect(error).toContain('cannot be reached (ECONNREFUSED)')
  })

  const refusals = {
    compile_failed: 'could not compile the rule',
    storage_change_requires_explicit_approval: '--new-names keeps it',
    layer_override_forbidden: 'owns its layers',
    layer_name_conflict: 'keep to one way',
    update_in_progress: 'try again in a few seconds',
  }
  test.each(Object.entries(refusals))(
    '%s: with the hint, and nothing after it is pushed',
    async (applyStatus, hint) => {
      await start()
      admin.override = (method, path) =>
        method === 'POST' && path.endsWith('addOrUpdate')
          ? {
              status: applyStatus === 'compile_failed' ? 400 : 409,
              body: JSON.stringify({ applyStatus, message: 'line 3' }),
            }
          : undefined
      const { code, error } = await apply('--yes')
      expect(code).toBe(1)
      expect(error).toContain(applyStatus)
      expect(error).toContain('line 3')
      expect(error).toContain(hint)
      expect(admin.writes).toHaveLength(1)
    },
  )

  test.each([
    [['--yes'], '--admin needs the URL'],
    [['--admin', 'oap:17128'], '--admin needs the URL'],
    [['--admin', 'http://oap', '--platforms', 'weixin'], 'weixin is none of'],
    [['--admin', 'http://oap', '--header', 'nonsense'], 'is not of the form'],
    [['--force'], '--force'],
  ])('%j is no way to call it', async (args, expected) => {
    const { code, error } = await run(...args)
    expect(code).toBe(2)
    expect(error).toContain(expected)
  })
})

describe('a change of storage', () => {
  const put = async (...phases: object[]) => {
    await start({})
    admin.phases.push(...phases)
    const pauses: number[] = []
    const host = createAdmin({ base: admin.url, pause: async (ms) => void pauses.push(ms) })
    const done = host.put('lal', 'x', 'rules: []')
    await done.catch(() => {})
    return { done, pauses }
  }

  test('is waited for', async () => {
    const { done, pauses } = await put({ phase: 'FENCING' }, { phase: 'ROLLING_OUT' }, { phase: 'APPLIED' })
    await expect(done).resolves.toMatchObject({ applyStatus: 'structural_applied' })
    expect(pauses).toHaveLength(2)
  })

  test.each([
    [{ phase: 'FAILED', failureReason: 'no quorum' }, 'no quorum'],
    [{ phase: 'DEGRADED', fenceLaggards: ['data-2'] }, 'data-2'],
  ])('that ends in %j is told', async (phase, expected) => {
    const { done } = await put(phase)
    await expect(done).rejects.toThrow(expected)
  })

  test('is not waited for without end', async () => {
    const { done } = await put(...Array.from({ length: 200 }, () => ({ phase: 'FENCING' })))
    await expect(done).rejects.toThrow('not in force after 120 s')
  })
})
