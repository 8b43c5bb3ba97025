import { text, type Text } from '../../../docs/data/text.ts'
import { INFIX, type Scope } from './scopes.ts'
import type { Target } from './targets.ts'

/* What a dashboard shows: charts of the app, of a version and of a page, and the columns of the list of apps. */

export interface Chart {
  /** `mm_`, and `mm_x_` for what is put into a shipped dashboard: see apply/dashboards/merge.ts. */
  id: string
  title: Text
  tip?: Text
  unit?: string
  expressions: string[]
  expressionLabels?: string[]
  /** Of twelve columns; the charts of a row fill it. */
  span: number
}

export function chartsOf(scope: Scope, { prefix, gauges }: Target): Chart[] {
  const metric = (name: string) => `${prefix}_${INFIX[scope]}${name}`
  const lines = [
    ...gaugeCharts(scope === 'endpoint' ? gauges.slice(0, 2) : gauges, metric),
    ...requestCharts(metric),
  ]
  const many = [
    percentileChart(metric),
    errorChart(metric),
    ...(scope === 'endpoint' ? [failureChart(metric)] : []),
  ]
  return [...inRows(lines), ...inRows(many)]
}

const COLUMNS = 12
const MOST_IN_A_ROW = 4

/** As few rows as can be, each filled; longer ones first. */
function inRows(charts: Omit<Chart, 'span'>[]): Chart[] {
  const rows = Math.ceil(charts.length / MOST_IN_A_ROW)
  const most = Math.ceil(charts.length / rows)
  const full = charts.length - rows * (most - 1)
  return charts.map((chart, index) => ({
    ...chart,
    span: COLUMNS / (index < full * most ? most : most - 1),
  }))
}

export interface Column {
  metric: string
  label: Text
  unit?: string
  mqe: string
  aggregation: 'sum' | 'avg'
}

/**
 * One number each for the time that is shown. Horizon UI averages what is a series: of counts and of shares that is
 * another number, so these add up first.
 */
export function columnsOf({ prefix }: Target): Column[] {
  return [
    {
      metric: 'mm_requests',
      label: text('Requests', '请求数'),
      mqe: `sum(${prefix}_request_count)`,
      aggregation: 'sum',
    },
    {
      metric: 'mm_x_success',
      label: text('Success', '成功率'),
      unit: '%',
      mqe: `sum(${prefix}_request_success_count)*100/sum(${prefix}_request_count)`,
      aggregation: 'avg',
    },
    {
      metric: 'mm_p95',
      label: text('P95', 'P95'),
      unit: 'ms',
      mqe: `${prefix}_request_duration_percentile{p='95'}`,
      aggregation: 'avg',
    },
    {
      metric: 'mm_launch',
      label: text('Launch', '启动'),
      unit: 'ms',
      mqe: `${prefix}_app_launch_duration`,
      aggregation: 'avg',
    },
    {
      metric: 'mm_errors',
      label: text('Errors', '错误数'),
      mqe: `sum(aggregate_labels(${prefix}_error_count,sum))`,
      aggregation: 'sum',
    },
  ]
}

/** Name of a metric of the scope. */
type Metric = (name: string) => string

const GAUGES: Record<string, Text> = {
  app_launch: text('App Launch', '小程序启动耗时'),
  first_render: text('First Render', '页面首次渲染耗时'),
  route: text('Route Change', '页面切换耗时'),
  script: text('Script Evaluation', '脚本执行耗时'),
  package_load: text('Package Load', '代码包加载耗时'),
}

function gaugeCharts(gauges: string[], metric: Metric): Omit<Chart, 'span'>[] {
  return gauges.map((name) => ({
    id: `mm_${name}`,
    title: GAUGES[name],
    unit: 'ms',
    expressions: [metric(`${name}_duration`)],
  }))
}

const RANKS = `'50,75,90,95,99'`

function requestCharts(metric: Metric): Omit<Chart, 'span'>[] {
  const count = metric('request_count')
  return [
    {
      id: 'mm_cpm',
      title: text('Requests per Minute', '每分钟请求数'),
      tip: text(
        'Of an hour or a day a whole number, rounded down: fewer than one a minute are 0.',
        '按小时、按天查看时向下取整：平均每分钟不足一次则为 0。',
      ),
      unit: 'rpm',
      expressions: [metric('request_cpm')],
    },
    {
      id: 'mm_x_success',
      title: text('Request Success Rate', '请求成功率'),
      tip: text(
        'Answered with a status below 400. Shown where there are requests.',
        '得到应答且状态码小于 400 的请求占比，没有请求的时段不显示。',
      ),
      unit: '%',
      expressions: [`${metric('request_success_count')}*100/${count}`],
    },
    {
      id: 'mm_x_average',
      title: text('Average Request Duration', '请求平均耗时'),
      unit: 'ms',
      expressions: [`${metric('request_duration_sum')}/${count}`],
    },
  ]
}

function percentileChart(metric: Metric): Omit<Chart, 'span'> {
  const percentile = metric('request_duration_percentile')
  return {
    id: 'mm_percentile',
    title: text('Request Duration Percentile', '请求耗时分位'),
    tip: text('The upper bound of the bucket.', '取值为所在区间的上界。'),
    unit: 'ms',
    expressions: [`relabels(${percentile}{p=${RANKS}},p=${RANKS},percentile=${RANKS})`],
  }
}

function errorChart(metric: Metric): Omit<Chart, 'span'> {
  return {
    id: 'mm_x_error_types',
    title: text('Errors by Type', '各类型错误数'),
    tip: text(
      'js, promise, pageNotFound, ajax. Repeats within a minute are counted when it is over.',
      '类型为 js、promise、pageNotFound、ajax。一分钟内的重复错误在该分钟结束时计入。',
    ),
    expressions: [metric('error_count')],
  }
}

/** A page of which all requests fail has no success rate. */
function failureChart(metric: Metric): Omit<Chart, 'span'> {
  return {
    id: 'mm_x_failed',
    title: text('Failed Requests', '失败请求数'),
    expressions: [metric('request_failed_count')],
  }
}
