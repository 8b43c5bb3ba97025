import type { EChartsCoreOption } from 'echarts/core'
import type { Snapshot } from '../../../sink/store/snapshot.ts'
import * as format from '../format.ts'

/** A variable of the style sheet, as it is in the present colour scheme. */
export function color(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim()
}

function font(): string {
  return getComputedStyle(document.body).fontFamily
}

export function base(): EChartsCoreOption {
  return {
    animation: false,
    textStyle: { fontFamily: font() },
    grid: {
      left: 4,
      right: 10,
      top: 14,
      bottom: 2,
      outerBoundsMode: 'same',
      outerBoundsContain: 'axisLabel',
    },
    tooltip: {
      trigger: 'axis',
      backgroundColor: color('raised'),
      borderColor: color('line'),
      textStyle: { color: color('text'), fontSize: 12, fontFamily: font() },
      padding: [8, 12],
      extraCssText: 'border-radius:10px;box-shadow:0 8px 28px rgb(0 0 0/.16)',
      confine: true,
    },
  }
}

export function label() {
  return { color: color('muted'), fontSize: 11, hideOverlap: true }
}

export function valueAxis(formatter: (value: number) => string) {
  return {
    type: 'value',
    splitNumber: 4,
    axisLabel: { ...label(), formatter },
    splitLine: { lineStyle: { color: color('grid') } },
  }
}

export function timeAxis(data: Snapshot) {
  const { bins, step } = data.timeline
  const last = bins.at(-1)!.time
  // Not ten minutes of nothing while there is only one of something.
  const first = Math.max(bins[0]!.time, Math.min(data.startedAt - step, last - 24 * step))
  return {
    type: 'time',
    min: first,
    max: last,
    splitNumber: 5,
    axisLine: { lineStyle: { color: color('line') } },
    axisTick: { show: false },
    axisLabel: {
      ...label(),
      formatter: (value: number) => format.time(value).slice(0, value % 60_000 === 0 ? 5 : 8),
    },
    axisPointer: { lineStyle: { color: color('muted'), type: 'dashed' } },
  }
}
