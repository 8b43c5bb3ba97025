import type { EChartsCoreOption } from 'echarts/core'
import type { Snapshot } from '../../../sink/store/snapshot.ts'
import * as format from '../format.ts'
import { base, color, timeAxis, valueAxis } from './axes.ts'

export const PERCENTILES = ['p50', 'p75', 'p90', 'p95', 'p99'] as const

/** A line a percentile, over time. */
export function durationChart(data: Snapshot): EChartsCoreOption {
  return {
    ...base(),
    tooltip: {
      ...(base().tooltip as object),
      valueFormatter: (value: unknown) => format.duration(typeof value === 'number' ? value : undefined),
    },
    xAxis: timeAxis(data),
    yAxis: valueAxis(format.duration),
    series: PERCENTILES.map((name, at) => ({
      name: name.toUpperCase(),
      type: 'line',
      showSymbol: false,
      smooth: 0.25,
      connectNulls: true,
      lineStyle: { width: name === 'p50' || name === 'p95' ? 2.2 : 1.3, color: color(name) },
      itemStyle: { color: color(name) },
      areaStyle: at === 0 ? { color: color(name), opacity: 0.1 } : undefined,
      // The present bin is not full yet.
      data: data.timeline.bins.slice(0, -1).map((bin) => [bin.time, bin.percentiles?.[name] ?? null]),
    })),
  }
}
