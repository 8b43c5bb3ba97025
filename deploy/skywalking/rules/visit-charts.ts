import { text, type Text } from '../../../docs/data/text.ts'
import type { Chart, Metric } from './charts.ts'
import { countsIn } from './metrics.ts'
import type { Scope } from './scopes.ts'
import type { Target } from './targets.ts'

/* How often people come, and for how long: what rates are made of. */

export function visitCharts(scope: Scope, target: Target, metric: Metric): Omit<Chart, 'span'>[] {
  return [...countsIn(scope, target).map((name) => countChart(name, metric)), stayChart(metric)]
}

/** By the name of the count. */
const TITLES: Record<string, Text> = {
  app_starts: text('App Starts', '启动次数'),
  sessions: text('Sessions', '会话数'),
  page_views: text('Page Views', '页面浏览量'),
}

function countChart(name: string, metric: Metric): Omit<Chart, 'span'> {
  return { id: `mm_x_${name}`, title: TITLES[name], expressions: [metric(`${name}_count`)] }
}

function stayChart(metric: Metric): Omit<Chart, 'span'> {
  return {
    id: 'mm_x_stay',
    title: text('Average Stay', '平均停留时长'),
    tip: text(
      'Of views that ended: time in front, without the time in the background.',
      '只统计已结束的浏览；为页面处于前台的时长，不含后台时间。',
    ),
    unit: 'ms',
    expressions: [`${metric('page_stay_duration_sum')}/${metric('page_stay_count')}`],
  }
}
