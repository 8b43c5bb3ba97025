import { chartsOf } from '../rules/charts.ts'
import { SCOPES, type Scope } from '../rules/scopes.ts'
import { FLUSH_INTERVAL, type Happening } from './fleet/happening.ts'
import { STEPS, type Step } from './model/meters.ts'
import { computed } from './model/mqe.ts'
import type { Pipeline } from './pipelines.ts'
import {
  allMinutes,
  bothOf,
  happenedIn,
  isLarge,
  metersIn,
  metersOf,
  nameOf,
  startsOf,
  valuesOf,
  wholeMinutes,
  type Run,
} from './reading.ts'
import { createRow, type Row, type RowOptions } from './row.ts'
import { RANKS, bucketsAt, durations, requests, sum } from './truth.ts'

/* What the rules made, beside the truth. */

/** Counts and sums: of a whole run, and of each minute the requests of the app. */
const ALLOWED = 0.01
/** OAP averages the averages of batches, in the shipped form and in ours. */
const OF_AVERAGES = 0.05
/** Fewer values have no average to speak of. */
const FEW = 30

export function judgeAll(run: Run): Row[] {
  return SCOPES.flatMap((scope) => [
    countRow(run, scope, 'request_cpm', (all) => requests(all).length),
    ...STEP_NAMES.flatMap((step) => [
      ...COUNTS.filter(({ of }) => !of || of === scope).map(({ name, count, label }) =>
        countRow(run, scope, name, count, { label, step }),
      ),
      percentileRow(run, scope, step),
      ...ratioRows(run, scope, step),
    ]),
    averageRow(run, scope, 'app_launch'),
    averageRow(run, scope, 'first_render'),
  ])
}

interface Count {
  name: string
  count: (happened: Happening[]) => number
  label?: string
  /** Only of these entities. */
  of?: Scope
}

/** What is added up, at every step. */
const COUNTS: Count[] = [
  { name: 'request_count', count: (all) => requests(all).length },
  { name: 'request_success_count', count: (all) => requests(all).filter(({ failed }) => !failed).length },
  {
    name: 'request_failed_count',
    of: 'endpoint',
    count: (all) => requests(all).filter(({ failed }) => failed).length,
  },
  { name: 'request_duration_sum', count: (all) => sum(durations(requests(all))) },
  ...['js', 'promise', 'ajax'].map((type) => ({
    name: 'error_count',
    label: type,
    count: (all: Happening[]) => all.filter((each) => each.type === type).length,
  })),
]

const STEP_NAMES = Object.keys(STEPS) as Step[]

/** Entities that nobody has, as sentences: an app without a version, a page without a path. */
export function strangers({ truth, pipelines }: Run): string[] {
  const known = new Set(SCOPES.flatMap((scope) => truth.byEnd.entities(scope)))
  return metersIn(pipelines.ours).flatMap((meters) =>
    meters.metrics().flatMap((metric) =>
      meters
        .entities(metric)
        .filter((entity) => !known.has(entity))
        .map((entity) => `${metric} has a value for «${entity}»`),
    ),
  )
}

/**
 * Everybody: the sum over the whole run. The requests of the app: each whole minute too, of a large fleet.
 * @param label which of the metric's values
 */
function countRow(
  run: Run,
  scope: Scope,
  name: string,
  countOf: (happened: Happening[]) => number,
  { label = '', step = 'minute' }: { label?: string; step?: Step } = {},
): Row {
  const metric = nameOf(run, scope, name)
  const truth = run.truth.byEnd
  const { row, add } = rowFor(run, label ? `${metric} ${label}` : metric, { allowed: ALLOWED, step })
  const madeOf = (pipeline: Pipeline | undefined, entity: string, starts: number[]) => {
    const meters = metersOf(pipeline, metric)
    return meters && sum(starts.map((start) => meters.read(metric, entity, start, step)?.[label] ?? 0))
  }
  const addOver = (starts: number[], entity: string, happened: Happening[]) => {
    const wanted = countOf(happened)
    if (!wanted) return
    const [ours, shipped] = bothOf(run, (pipeline) => madeOf(pipeline, entity, starts))
    add({ truth: wanted, ours, shipped })
  }
  // repeats of an error are counted when their minute is over
  const isEven = scope === 'service' && name === 'request_cpm' && isLarge(run)
  for (const entity of truth.entities(scope)) {
    for (const minute of isEven ? wholeMinutes(run) : [])
      addOver([minute], entity, truth.of(scope, entity, minute))
    addOver(startsOf(run, step), entity, truth.of(scope, entity))
  }
  return row
}

/** What a dashboard divides, by its own expressions. */
function ratioRows(run: Run, scope: Scope, step: Step): Row[] {
  const charts = chartsOf(scope, run.target)
  return RATIOS.map(({ id, of }) => {
    const [expression] = charts.find((chart) => chart.id === id)!.expressions
    const { row, add } = createRow({
      metric: `${nameOf(run, scope, '')}${id}`,
      step,
      allowed: ALLOWED,
      hasShipped: false,
    })
    for (const entity of run.truth.byFlush.entities(scope))
      for (const start of startsOf(run, step)) {
        const happened = requests(happenedIn(run.truth.byFlush, scope, entity, start, step))
        const truth = of(happened)
        // a page of which all fail has no rate
        if (!truth) continue
        const valueOf = (metric: string) => valuesOf(run.pipelines.ours, metric, entity, start, step)?.['']
        add({ truth, ours: computed(expression, valueOf) })
      }
    return row
  })
}

const RATIOS = [
  {
    id: 'mm_x_success',
    of: (all: Happening[]) => (100 * all.filter(({ failed }) => !failed).length) / all.length,
  },
  { id: 'mm_x_average', of: (all: Happening[]) => sum(durations(all)) / all.length },
]

function percentileRow(run: Run, scope: Scope, step: Step): Row {
  const metric = nameOf(run, scope, 'request_duration_percentile')
  const { row, add } = rowFor(run, metric, { allowed: 0, step, off: () => 0 })
  const wrong = { ours: 0, shipped: 0 }
  for (const entity of run.truth.byEnd.entities(scope))
    for (const start of step === 'minute' ? wholeMinutes(run) : startsOf(run, step)) {
      const sorted = durationsOf(run, scope, entity, start, step)
      if (sorted.some((each) => !each.length)) continue
      const [ours, shipped] = bothOf(run, (pipeline) => valuesOf(pipeline, metric, entity, start, step))
      for (const rank of RANKS) {
        const right = sorted.flatMap((each) => bucketsAt(rank, each))
        const value = { truth: right[0], ours: ours?.[rank], shipped: shipped?.[rank] }
        if (!isIn(right, value.ours)) wrong.ours++
        if (!isIn(right, value.shipped)) wrong.shipped++
        add(value)
        if (rank === 95 && row.values <= RANKS.length) row.example = value
      }
    }
  if (!row.values) return row
  row.off = {
    ours: wrong.ours / row.values,
    ...(run.pipelines.shipped && { shipped: wrong.shipped / row.values }),
  }
  return row
}

/**
 * In order; of a large fleet twice: a value belongs to the minute of its flush, which follows within the interval, and a
 * large fleet must not show it.
 */
function durationsOf(run: Run, scope: Scope, entity: string, start: number, step: Step): number[][] {
  const { byEnd, byFlush } = run.truth
  const happened =
    step === 'minute' && isLarge(run)
      ? [0, FLUSH_INTERVAL].map((early) => byEnd.of(scope, entity, start, early))
      : [happenedIn(byFlush, scope, entity, start, step)]
  return happened.map((all) => durations(requests(all)).sort((a, b) => a - b))
}

function averageRow(run: Run, scope: Scope, kind: 'app_launch' | 'first_render'): Row {
  const metric = nameOf(run, scope, `${kind}_duration`)
  const truth = run.truth.byEnd
  const { row, add } = rowFor(run, metric, { allowed: OF_AVERAGES })
  for (const entity of truth.entities(scope))
    for (const minute of allMinutes(run).slice(0, run.fleet.minutes)) {
      const of = durations(truth.of(scope, entity, minute).filter((each) => each.kind === kind))
      if (of.length < FEW) continue
      const [ours, shipped] = bothOf(run, (pipeline) => valuesOf(pipeline, metric, entity, minute)?.[''])
      add({ truth: sum(of) / of.length, ours, shipped })
    }
  return row
}

function rowFor({ pipelines }: Run, metric: string, how: Partial<RowOptions> & { allowed: number }) {
  return createRow({ step: 'minute', ...how, metric, hasShipped: !!pipelines.shipped })
}

function isIn(right: number[], value: number | undefined): boolean {
  return value !== undefined && right.includes(value)
}
