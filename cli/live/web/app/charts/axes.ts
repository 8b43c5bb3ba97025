import { BarChart, LineChart } from 'echarts/charts'
import { GridComponent, MarkLineComponent, TooltipComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import type { ECharts, EChartsCoreOption } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import type { Snapshot } from '../../../sink/store/snapshot.ts'
import * as format from '../format.ts'
import type { Translate } from '../i18n.ts'

use([BarChart, LineChart, GridComponent, MarkLineComponent, TooltipComponent, SVGRenderer])

/** A variable of the style sheet, as it is in the present colour scheme. */
function color(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim()
}

function font(): string {
  return getComputedStyle(document.body).fontFamily
}

function base(): EChartsCoreOption {
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

function label() {
  return { color: color('muted'), fontSize: 11, hideOverlap: true }
}

function valueAxis(formatter: (value: number) => string) {
  return {
    type: 'value',
    splitNumber: 4,
    axisLabel: { ...label(), formatter },
    splitLine: { lineStyle: { color: color('grid') } },
  }
}

function timeAxis(data: Snapshot) {
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

const lines = ['p50', 'p75', 'p90', 'p95', 'p99'] as const

function duration(data: Snapshot): EChartsCoreOption {
  return {
    ...base(),
    tooltip: {
      ...(base().tooltip as object),
      valueFormatter: (value: unknown) => format.duration(typeof value === 'number' ? value : undefined),
    },
    xAxis: timeAxis(data),
    yAxis: valueAxis(format.duration),
    series: lines.map((name, at) => ({
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

function bucketNames(bounds: number[]): string[] {
  return [...bounds.map((bound) => (bound < 1000 ? String(bound) : `${bound / 1000}s`)), '∞']
}

function distribution(data: Snapshot, t: Translate): EChartsCoreOption {
  const { bounds, buckets } = data.durations.histogram
  const names = bucketNames(bounds)
  return {
    ...base(),
    tooltip: {
      ...(base().tooltip as object),
      axisPointer: { type: 'shadow', shadowStyle: { color: color('grid'), opacity: 0.5 } },
      formatter: (items: { dataIndex: number; value: number }[]) => {
        const { dataIndex: at, value } = items[0]!
        const from = at === 0 ? 0 : bounds[at - 1]!
        const range = at < bounds.length ? `${from}–${bounds[at]} ms` : `> ${from} ms`
        return `${range}<br><b>${Math.round(value)}</b> · ${format.percent(value, data.durations.histogram.count)}`
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

function bucketColor(data: Snapshot, at: number): string {
  const { histogram, percentiles } = data.durations
  const from = at === 0 ? 0 : histogram.bounds[at - 1]!
  if (!percentiles || from < percentiles.p50) return color('p50')
  if (from < percentiles.p75) return color('p75')
  if (from < percentiles.p95) return color('p90')
  return from < percentiles.p99 ? color('p95') : color('p99')
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

const classes = ['2xx', '3xx', '4xx', '5xx', '0'] as const

function status(data: Snapshot, t: Translate): EChartsCoreOption {
  return {
    ...base(),
    tooltip: {
      ...(base().tooltip as object),
      axisPointer: { type: 'shadow', shadowStyle: { color: color('grid'), opacity: 0.5 } },
    },
    xAxis: timeAxis(data),
    yAxis: { ...valueAxis(format.count), minInterval: 1 },
    series: classes
      .filter((name) => data.timeline.bins.some((bin) => bin.status[name]))
      .map((name) => ({
        name: name === '0' ? t('noAnswer') : name,
        type: 'bar',
        stack: 'status',
        barMaxWidth: 14,
        barCategoryGap: '22%',
        itemStyle: { color: color(`s${name[0]}`) },
        data: paired(data, name),
      })),
  }
}

const drawings = { duration, distribution, status }

/** Keeps a chart in each `#chart-<name>` box that is there. */
export function createCharts() {
  const charts = new Map<string, { box: Element; chart: ECharts }>()
  const resize = new ResizeObserver((entries) => {
    for (const { target } of entries)
      for (const { box, chart } of charts.values()) if (box === target) chart.resize()
  })
  return {
    draw(data: Snapshot, t: Translate): void {
      for (const [name, option] of Object.entries(drawings)) {
        const box = document.getElementById(`chart-${name}`)
        let known = charts.get(name)
        if (known && known.box !== box) {
          resize.unobserve(known.box)
          known.chart.dispose()
          charts.delete(name)
          known = undefined
        }
        if (!box) continue
        if (!known) {
          known = { box, chart: init(box, null, { renderer: 'svg' }) }
          charts.set(name, known)
          resize.observe(box)
        }
        known.chart.setOption(option(data, t), { notMerge: false, replaceMerge: ['series'] })
      }
    },
  }
}
