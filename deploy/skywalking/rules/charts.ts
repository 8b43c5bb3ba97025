import { DROP_REASONS } from '../../../docs/data/signals/index.ts'
import { text, type Text } from '../../../docs/data/text.ts'
import { gaugesIn } from './metrics.ts'
import { inRows } from './rows.ts'
import { INFIX, type Scope } from './scopes.ts'
import { hasShipped, type Target } from './targets.ts'
import { visitCharts } from './visit-charts.ts'

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

export function chartsOf(scope: Scope, target: Target): Chart[] {
  const { prefix, hasUpdates, errorTypes } = target
  const metric = (name: string) => `${prefix}_${INFIX[scope]}${name}`
  const lines = [
    ...gaugesIn(scope, target).map((name) =>
      gaugeChart(name, metric, target.isShipped && !hasShipped(name, scope, target)),
    ),
    ...(target.hasShifts ? [shiftChart(metric)] : []),
    ...requestCharts(metric),
  ]
  const many = [
    percentileChart(metric),
    errorChart(metric, errorTypes),
    scope === 'endpoint' ? failureChart(metric) : lossChart(metric),
  ]
  return [
    ...inRows(lines),
    ...inRows(many),
    ...inRows(visitCharts(scope, target, metric)),
    ...(hasUpdates ? inRows(updateCharts(metric)) : []),
  ]
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
export type Metric = (name: string) => string

const GAUGES: Record<string, Text> = {
  app_launch: text('App Launch', '小程序启动耗时'),
  first_render: text('First Render', '页面首次渲染耗时'),
  route: text('Route Change', '路由耗时'),
  fcp: text('First Contentful Paint', '首次内容绘制（FCP）'),
  lcp: text('Largest Contentful Paint', '最大内容绘制（LCP）'),
  inp: text('Interaction to Next Paint', '交互到下一次绘制（INP）'),
  script: text('Script Evaluation', '脚本执行耗时'),
  package_load: text('Package Load', '代码包加载耗时'),
}

const TIPS: Record<string, Text | undefined> = {
  route: text(
    'From the call of navigateTo or its kin, or the start of the router; plain apps tell of it on WeChat and ByteDance alone.',
    '从 navigateTo 等导航调用或路由开始切换算起；原生小程序仅在微信和抖音上有此数据。',
  ),
}

function gaugeChart(name: string, metric: Metric, isAddition: boolean): Omit<Chart, 'span'> {
  return {
    id: isAddition ? `mm_x_${name}` : `mm_${name}`,
    title: GAUGES[name],
    tip: TIPS[name],
    unit: 'ms',
    expressions: [metric(`${name}_duration`)],
  }
}

function shiftChart(metric: Metric): Omit<Chart, 'span'> {
  return {
    id: 'mm_x_cls',
    title: text('Cumulative Layout Shift', '累积布局偏移（CLS）'),
    tip: text('Up to 0.1 is good, more than 0.25 is bad.', '0.1 以内为好，超过 0.25 为差。'),
    expressions: [`${metric('cls_score')}/1000`],
  }
}

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

const RANKS = `'50,75,90,95,99'`

function ranked(percentile: string): string {
  return `relabels(${percentile}{p=${RANKS}},p=${RANKS},percentile=${RANKS})`
}

function percentileChart(metric: Metric): Omit<Chart, 'span'> {
  return {
    id: 'mm_percentile',
    title: text('Request Duration Percentile', '请求耗时分位'),
    tip: text('The upper bound of the bucket.', '取值为所在区间的上界。'),
    unit: 'ms',
    expressions: [ranked(metric('request_duration_percentile'))],
  }
}

function errorChart(metric: Metric, types: string[]): Omit<Chart, 'span'> {
  return {
    id: 'mm_x_error_types',
    title: text('Errors by Type', '各类型错误数'),
    tip: text(
      `${types.join(', ')}. Repeats within a minute are counted when it is over.`,
      `类型为 ${types.join('、')}。一分钟内的重复错误在该分钟结束时计入。`,
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

/** Of the app and of versions: the kit does not say on which page. */
function lossChart(metric: Metric): Omit<Chart, 'span'> {
  const wanted = DROP_REASONS.filter(({ lost }) => !lost).map(({ reason }) => reason)
  return {
    id: 'mm_x_dropped',
    title: text('Signals Lost or Merged', '丢弃或合并的信号数'),
    tip: text(
      `By reason. Not lost, but merged or not wanted: ${wanted.join(', ')}.`,
      `按原因分组。其中 ${wanted.join('、')} 属于合并或主动舍弃，不是丢失。`,
    ),
    expressions: [metric('dropped_count')],
  }
}

/** Where an app tells of setData; a row of their own. */
function updateCharts(metric: Metric): Omit<Chart, 'span'>[] {
  const count = metric('set_data_count')
  const average = (of: string) => [`${metric(of)}/${count}`]
  return [
    {
      id: 'mm_x_updates',
      title: text('setData Calls', 'setData 次数'),
      tip: text('With the option updates.', '须开启选项 updates。'),
      expressions: [count],
    },
    {
      id: 'mm_x_update_duration',
      title: text('setData Duration Percentile', 'setData 耗时分位'),
      tip: text('The upper bound of the bucket.', '取值为所在区间的上界。'),
      unit: 'ms',
      expressions: [ranked(metric('set_data_duration_percentile'))],
    },
    {
      id: 'mm_x_update_size',
      title: text('Average setData Size', 'setData 平均数据量'),
      unit: 'bytes',
      expressions: average('set_data_size_sum'),
    },
    {
      id: 'mm_x_update_keys',
      title: text('Average Keys per setData', 'setData 平均键数'),
      expressions: average('set_data_keys_sum'),
    },
  ]
}
