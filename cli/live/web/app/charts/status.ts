import type { EChartsCoreOption } from 'echarts/core'
import type { Snapshot } from '../../../sink/store/snapshot.ts'
import * as format from '../format.ts'
import type { Translate } from '../i18n.ts'
import { base, color, timeAxis, valueAxis } from './axes.ts'

/** `0`: no answer. */
export const STATUS_CLASSES = ['2xx', '3xx', '4xx', '5xx', '0'] as const

/** Requests by class of status, stacked, over time. */
export function statusChart(data: Snapshot, t: Translate): EChartsCoreOption {
  return {
    ...base(),
    tooltip: {
      ...(base().tooltip as object),
      axisPointer: { type: 'shadow', shadowStyle: { color: color('grid'), opacity: 0.5 } },
    },
    xAxis: timeAxis(data),
    yAxis: { ...valueAxis(format.count), minInterval: 1 },
    series: STATUS_CLASSES.filter((name) => data.timeline.bins.some((bin) => bin.status[name])).map(
      (name) => ({
        name: name === '0' ? t('noAnswer') : name,
        type: 'bar',
        stack: 'status',
        barMaxWidth: 14,
        barCategoryGap: '22%',
        itemStyle: { color: color(`s${name[0]}`) },
        data: paired(data, name),
      }),
    ),
  }
}

/** Two bins a bar, counted from a fixed place, or the bars would flicker between two shapes. */
function paired(data: Snapshot, name: string): [number, number][] {
  const { bins, step } = data.timeline
  const pairs = new Map<number, number>()
  for (const bin of bins.slice(0, -1)) {
    const time = Math.floor(bin.time / (2 * step)) * 2 * step
    pairs.set(time, (pairs.get(time) ?? 0) + (bin.status[name] ?? 0))
  }
  return [...pairs]
}
