import { LONG_MAX } from './model/mal.ts'
import type { Outcome } from './compare.ts'
import type { Row } from './row.ts'

/** What this evaluation does not show. */
export const LIMITS = `How far this reaches: the rules are read by parsers of our own and evaluated by our reading of OAP's source
(SampleFamily, Analyzer, the meter functions; LAL's extractor). With --oap, OAP's own MAL computes the same, but that of
10.1.0, the newest on Maven Central: its compiler is another than that of 11. With --live, an OAP 11 does all of it. The
minute of a value is the device's clock at the flush, here always right. Averages of gauges weigh each batch alike, in the
shipped form and in ours. Of a percentile only the bucket is known. The truth of a minute is what ended in it (percentiles:
or up to a flush interval earlier); of fewer than 1,000 devices, and of what a dashboard divides, what was flushed in it.`

const COLUMNS = [
  'metric',
  'step',
  'values',
  'truth',
  'shipped',
  'ours',
  'shipped off',
  'ours off',
  'allowed',
  '',
]

export function print({ rows, happenings, bodies }: Outcome): string {
  const table = [COLUMNS, ...rows.filter(({ values }) => values).map(cells)]
  const widths = COLUMNS.map((_, column) => Math.max(...table.map((row) => row[column].length)))
  const lines = table.map((row) =>
    row
      .map((cell, column) => (column ? cell.padStart(widths[column]) : cell.padEnd(widths[column])))
      .join('  ')
      .trimEnd(),
  )
  return [
    `${happenings} requests, errors and durations; ${bodies} requests of the kit. Truth, shipped and ours: one example;`,
    'off: the worst of all values of that metric. Of percentiles (example: P95) the share in a wrong bucket.',
    '',
    ...lines,
  ].join('\n')
}

function cells({ metric, step, values, example, off, allowed }: Row): string[] {
  const percent = (share: number | undefined) => (share === undefined ? '–' : `${(share * 100).toFixed(1)} %`)
  const number = (value: number | undefined) => {
    if (value === undefined) return '–'
    if (metric.endsWith('mm_x_success')) return value.toFixed(1)
    return value >= LONG_MAX ? 'above all' : String(Math.round(value))
  }
  const isPercentile = metric.endsWith('_percentile')
  return [
    metric,
    step,
    String(values),
    number(example.truth),
    number(example.shipped),
    number(example.ours),
    percent(off.shipped),
    percent(off.ours),
    isPercentile ? percent(allowed) : `${allowed * 100} %`,
    off.ours > allowed ? '✗' : '✓',
  ]
}
