import { execFile } from 'node:child_process'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, vi } from 'vitest'
import { fakeAdmin, type FakeAdmin } from './admin/fake.ts'

/* For tests: the command as its user runs it, against an admin host that answers as OAP's does. */

export const WECHAT = 'otel-rules/miniprogram/wechat-mini-program'
/** The form in which OAP has its own. */
export const SHIPPED = {
  [WECHAT]: `# of OAP
expSuffix:
metricPrefix: meter_wechat_mp
filter: "{ tags -> tags.miniprogram_platform == 'wechat' }"

metricsRules:
  - name: app_launch_duration
    exp: miniprogram_app_launch_duration.avg(['service_name']).service(['service_name'], Layer.WECHAT_MINI_PROGRAM)
  - name: request_cpm
    exp: miniprogram_request_duration_count.sum(['service_name']).service(['service_name'], Layer.WECHAT_MINI_PROGRAM)
  - name: request_duration_percentile
    exp: miniprogram_request_duration.sum(['service_name', 'le']).histogram("le", TimeUnit.MILLISECONDS).histogram_percentile([50,75,90,95,99]).service(['service_name'], Layer.WECHAT_MINI_PROGRAM)
`,
  'log-mal-rules/miniprogram-wechat': `metricPrefix: meter_wechat_mp
filter: "{ tags -> tags.miniprogram_platform == 'wechat' }"
metricsRules:
  - name: error_count
    exp: miniprogram_error_count.sum(['service_name', 'exception_type']).downsampling(SUM).service(['service_name'], Layer.WECHAT_MINI_PROGRAM)
`,
  'lal/miniprogram':
    'rules:\n  - name: miniprogram-errors\n    layer: auto\n    dsl: |\n      filter {\n        abort {}\n      }\n',
}

/** What tests look at of a stored dashboard. */
interface StoredDashboard {
  id: string
  name: string
  content: {
    alias: string
    components?: Record<string, boolean>
    'layer-header': Columns
    header: Columns
    metrics: Columns
    dashboards: Record<string, { id: string; title: string; span?: number }[]>
  }
}

interface Columns {
  columns: { metric: string; label: string }[]
}

/** `catalog/name` → content, of this repository's files. */
export function filesIn(folder: string): Record<string, string> {
  const root = join(import.meta.dirname, '..', folder)
  return Object.fromEntries(
    readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.yaml'))
      .map((path) => [path.replace('.yaml', ''), readFileSync(join(root, path), 'utf8')]),
  )
}

export function run(...args: string[]): Promise<{ code: number; out: string; error: string }> {
  const file = join(import.meta.dirname, '../apply.mjs')
  return new Promise((done) =>
    execFile(process.execPath, [file, ...args], (error, out, err) =>
      done({ code: error ? Number(error.code) : 0, out, error: err }),
    ),
  )
}

/** An admin host for each test that starts one; it is closed behind it. */
export function useAdmin() {
  // each test starts Node several times
  vi.setConfig({ testTimeout: 60_000 })
  let admin: FakeAdmin | undefined
  afterEach(() => admin?.close())

  function started(): FakeAdmin {
    if (!admin) throw new Error('start() comes first')
    return admin
  }

  return {
    get admin() {
      return started()
    },

    async start(bundled: Record<string, string> = SHIPPED): Promise<FakeAdmin> {
      return (admin = await fakeAdmin(bundled))
    },

    apply: (...args: string[]) => run('--admin', started().url, ...args),

    contentOf: (key: string) => started().rules.get(key)?.runtime?.content,

    templateOf(name: string): StoredDashboard {
      const all = started().templates.map(({ id, configuration }): StoredDashboard => ({
        id,
        ...JSON.parse(configuration),
      }))
      const found = all.filter((dashboard) => dashboard.name === name)
      expect(found).toHaveLength(1)
      return found[0]!
    },
  }
}
