import type { EChartsCoreOption } from 'echarts/core'
import type { Snapshot } from '../../../sink/store/snapshot.ts'
import * as format from '../format.ts'
import type { Translate } from '../i18n.ts'
import { base, color, label, valueAxis } from './axes.ts'

/** A bar a bucket of the histogram. */
export function distributionChart(data: Snapshot, t: Translate): EChartsCoreOption {
  const { bounds, buckets } = data.durations.histogram
  const names = bucketNames(bounds)
  return {
    ...base(),
    tooltip: {
      ...(base().tooltip as object),
      axisPointer: { type: 'shadow', shadowStyle: { color: color('grid'), opacity: 0.5 } },
      formatter: (items: { dataIndex: number; value: number }[]) => {
        const { dataIndex: at, value } = items[0]!
        return `${bucketRange(bounds, at)}<br><b>${Math.round(value)}</b> · ${format.percent(value, data.durations.histogram.count)}`
      },
    },
    xAxis: {
      type: 'category',
      data: names,
      axisLine: { lineStyle: { color: color('line') } },
      axisTick: { show: false },
      axisLabel: { ...label(), interval: 'auto' },
    },
    yAxis: valueAxis(format.count),
    series: [
      {
        name: t('distribution'),
        type: 'bar',
        barCategoryGap: '18%',
        itemStyle: { borderRadius: [4, 4, 0, 0] },
        data: buckets.map((value, at) => ({
          value,
          // From quick to slow, in the colours of the percentiles that lie there.
          itemStyle: { color: bucketColor(data, at) },
        })),
      },
    ],
  }
}

/** `100–200 ms`, `> 5000 ms`. */
export function bucketRange(bounds: number[], at: number): string {
  const from = at === 0 ? 0 : bounds[at - 1]!
  return at < bounds.length ? `${from}–${bounds[at]} ms` : `> ${from} ms`
}

function bucketNames(bounds: number[]): string[] {
  return [...bounds.map((bound) => (bound < 1000 ? String(bound) : `${bound / 1000}s`)), '∞']
}

function bucketColor(data: Snapshot, at: number): string {
  const { histogram, percentiles } = data.durations
  const from = at === 0 ? 0 : histogram.bounds[at - 1]!
  if (!percentiles || from < percentiles.p50) return color('p50')
  if (from < percentiles.p75) return color('p75')
  if (from < percentiles.p95) return color('p90')
  return from < percentiles.p99 ? color('p95') : color('p99')
}
