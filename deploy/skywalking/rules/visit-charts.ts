import { text, type Text } from '../../../docs/data/text.ts'
import type { Chart, Metric } from './charts.ts'
import { countsIn } from './metrics.ts'
import type { Scope } from './scopes.ts'
import type { Target } from './targets.ts'

/* How often people come, and for how long: what rates are made of; and what keeps them waiting. */

export function visitCharts(scope: Scope, target: Target, metric: Metric): Omit<Chart, 'span'>[] {
  return [
    ...countsIn(scope, target).map((name) => countChart(name, metric)),
    stayChart(metric),
    ...lagCharts(metric),
  ]
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

function lagCharts(metric: Metric): Omit<Chart, 'span'>[] {
  return [
    {
      id: 'mm_x_lags',
      title: text('Code That Blocks', '代码阻塞次数'),
      tip: text('50 ms or more, with the option lag.', '只计 50 ms 及以上，须开启选项 lag。'),
      expressions: [metric('lag_count')],
    },
    {
      id: 'mm_x_lag_duration',
      title: text('Average Block', '平均阻塞时长'),
      unit: 'ms',
      expressions: [`${metric('lag_duration_sum')}/${metric('lag_count')}`],
    },
  ]
}
