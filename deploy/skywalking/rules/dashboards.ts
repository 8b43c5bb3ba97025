import type { Target } from './targets.ts'

/* Horizon UI: a template for each layer, English, and an overlay with the same shape for Chinese. */

type Text = readonly [en: string, zh: string]
type Scope = 'service' | 'instance' | 'endpoint'

interface Chart {
  /** `mm_`, and `mm_x_` for what is put into a shipped dashboard: see apply/templates.mjs. */
  id: string
  title: Text
  tip?: Text
  unit?: string
  expressions: string[]
  expressionLabels?: string[]
  span: number
}

const GAUGES: Record<string, Text> = {
  app_launch: ['App Launch', '小程序启动耗时'],
  first_render: ['First Render', '页面首次渲染耗时'],
  route: ['Route Change', '页面切换耗时'],
  script: ['Script Evaluation', '脚本执行耗时'],
  package_load: ['Package Load', '代码包加载耗时'],
}

const INFIX: Record<Scope, string> = { service: '', instance: 'instance_', endpoint: 'endpoint_' }

function charts(scope: Scope, { prefix, gauges }: Target): Chart[] {
  const metric = (name: string) => `${prefix}_${INFIX[scope]}${name}`
  const shown = scope === 'endpoint' ? gauges.slice(0, 2) : gauges
  const cpm = metric('request_cpm')
  const percentile = metric('request_duration_percentile')
  const ranks = `'50,75,90,95,99'`
  return [
    ...shown.map((name) => ({
      id: `mm_${name}`,
      title: GAUGES[name],
      unit: 'ms',
      expressions: [metric(`${name}_duration`)],
      span: shown.length > 3 ? 4 : 6,
    })),
    {
      id: 'mm_cpm',
      title: ['Requests per Minute', '每分钟请求数'],
      unit: 'rpm',
      expressions: [cpm],
      span: 4,
    },
    {
      id: 'mm_x_success',
      title: ['Request Success Rate', '请求成功率'],
      tip: [
        'Answered with a status below 400. Shown where there are requests.',
        '得到应答且状态码小于 400 的请求占比，没有请求的时段不显示。',
      ],
      unit: '%',
      expressions: [`${metric('request_success_cpm')}*100/${cpm}`],
      span: 4,
    },
    {
      id: 'mm_x_average',
      title: ['Average Request Duration', '请求平均耗时'],
      unit: 'ms',
      expressions: [`${metric('request_duration_sum')}/${cpm}`],
      span: 4,
    },
    {
      id: 'mm_percentile',
      title: ['Request Duration Percentile', '请求耗时分位'],
      tip: ['The upper bound of the bucket.', '取值为所在区间的上界。'],
      unit: 'ms',
      expressions: [`relabels(${percentile}{p=${ranks}},p=${ranks},percentile=${ranks})`],
      span: 6,
    },
    {
      id: 'mm_x_error_types',
      title: ['Errors by Type', '各类型错误数'],
      tip: [
        'js, promise, pageNotFound, ajax. Repeats within a minute are counted when it is over.',
        '类型为 js、promise、pageNotFound、ajax。一分钟内的重复错误在该分钟结束时计入。',
      ],
      expressions: [metric('error_count')],
      span: 6,
    },
    ...(scope === 'endpoint'
      ? [
          {
            id: 'mm_x_failed',
            title: ['Failed Requests per Minute', '每分钟失败请求数'] as const,
            unit: 'rpm',
            expressions: [metric('request_failed_cpm')],
            span: 4,
          },
        ]
      : []),
  ] satisfies Chart[]
}

interface Column {
  metric: string
  label: Text
  unit?: string
  mqe: string
  aggregation: 'sum' | 'avg'
}

function columns({ prefix }: Target): Column[] {
  return [
    {
      metric: 'mm_cpm',
      label: ['Requests', '请求数'],
      unit: 'rpm',
      mqe: `${prefix}_request_cpm`,
      aggregation: 'sum',
    },
    {
      metric: 'mm_x_success',
      label: ['Success', '成功率'],
      unit: '%',
      mqe: `${prefix}_request_success_cpm*100/${prefix}_request_cpm`,
      aggregation: 'avg',
    },
    {
      metric: 'mm_p95',
      label: ['P95', 'P95'],
      unit: 'ms',
      mqe: `${prefix}_request_duration_percentile{p='95'}`,
      aggregation: 'avg',
    },
    {
      metric: 'mm_launch',
      label: ['Launch', '启动'],
      unit: 'ms',
      mqe: `${prefix}_app_launch_duration`,
      aggregation: 'avg',
    },
    {
      metric: 'mm_errors',
      label: ['Errors', '错误数'],
      mqe: `aggregate_labels(${prefix}_error_count,sum)`,
      aggregation: 'sum',
    },
  ]
}

const scopes = ['service', 'instance', 'endpoint'] as const

function forScopes<T>(of: (scope: Scope) => T) {
  return Object.fromEntries(scopes.map((scope) => [scope, of(scope)]))
}

/** The envelope in which OAP stores a template. */
export function dashboard(target: Target): object {
  return {
    name: `horizon.layer.${target.layer}`,
    kind: 'layer',
    version: 1,
    content: {
      key: target.layer,
      alias: target.en,
      group: 'Mobile',
      color: 'var(--sw-cyan)',
      aliases: { services: 'Mini-programs', instances: 'Versions', endpoints: 'Pages' },
      components: {
        service: true,
        instances: true,
        endpoints: true,
        topology: false,
        traces: true,
        logs: true,
      },
      'layer-header': {
        orderBy: 'mm_cpm',
        columns: columns(target).map((column) => ({ ...column, label: column.label[0] })),
      },
      dashboards: forScopes((scope) =>
        charts(scope, target).map(({ title, tip, ...chart }) => ({
          ...chart,
          title: title[0],
          ...(tip && { tip: tip[0] }),
          type: 'line',
          rowSpan: 2,
        })),
      ),
    },
  }
}

export function translation(target: Target): object {
  return {
    name: `horizon.layer.${target.layer}.i18n.zh-CN`,
    kind: 'layer',
    version: 1,
    locale: 'zh-CN',
    content: {
      alias: target.zh,
      group: '移动',
      aliases: { services: '小程序', instances: '版本', endpoints: '页面' },
      'layer-header': { columns: columns(target).map(({ label }) => ({ label: label[1] })) },
      dashboards: forScopes((scope) =>
        charts(scope, target).map(({ id, title, tip }) => ({
          id,
          title: title[1],
          ...(tip && { tip: tip[1] }),
        })),
      ),
    },
  }
}
