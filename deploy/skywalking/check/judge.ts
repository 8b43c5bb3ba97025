import { chartsOf } from '../rules/charts.ts'
import { gaugesIn } from '../rules/metrics.ts'
import { SCOPES, type Scope } from '../rules/scopes.ts'
import { FLUSH_INTERVAL, type Gauge, type Happening } from './fleet/happening.ts'
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
import {
  COUNTS,
  COUNTS_OF_UPDATES,
  OF_REQUESTS,
  OF_UPDATES,
  RATIOS,
  RATIOS_OF_UPDATES,
  type Ranked,
  type Ratio,
} from './judged.ts'
import { RANKS, averageOf, bucketsAt, durations, requests, sortedDurations, sum } from './truth.ts'

/* What the rules made, beside the truth. */

/** Counts and sums: of a whole run, and of each minute the requests of the app. */
const ALLOWED = 0.01
/** OAP averages the averages of batches, in the shipped form and in ours. */
const OF_AVERAGES = 0.05
/** Of fewer values the average is not what people mean by it: it is reckoned as OAP does. */
const FEW = 100

export function judgeAll(run: Run): Row[] {
  const { hasUpdates } = run.target
  const counts = [...COUNTS, ...(hasUpdates ? COUNTS_OF_UPDATES : [])]
  const ratios = [...RATIOS, ...(hasUpdates ? RATIOS_OF_UPDATES : [])]
  return SCOPES.flatMap((scope) => [
    countRow(run, scope, 'request_cpm', (all) => requests(all).length),
    ...STEP_NAMES.flatMap((step) => [
      ...counts
        .filter(({ of = SCOPES }) => of.includes(scope))
        .map(({ name, count, label }) => countRow(run, scope, name, count, { label, step })),
      percentileRow(run, scope, step, OF_REQUESTS),
      ...(hasUpdates ? [percentileRow(run, scope, step, OF_UPDATES)] : []),
      ...ratioRows(run, scope, step, ratios),
    ]),
    ...gaugesIn(scope, run.target).map((gauge) => averageRow(run, scope, gauge as Gauge)),
  ])
}

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
function ratioRows(run: Run, scope: Scope, step: Step, ratios: Ratio[]): Row[] {
  const charts = chartsOf(scope, run.target)
  return ratios.map(({ id, of }) => {
    const [expression] = charts.find((chart) => chart.id === id)!.expressions
    const { row, add } = createRow({
      metric: `${nameOf(run, scope, '')}${id}`,
      step,
      allowed: ALLOWED,
      hasShipped: false,
    })
    for (const entity of run.truth.byFlush.entities(scope))
      for (const start of startsOf(run, step)) {
        const truth = of(happenedIn(run.truth.byFlush, scope, entity, start, step))
        // a page of which all fail has no rate, nor has a time in which nothing is
        if (!truth) continue
        const valueOf = (metric: string) => valuesOf(run.pipelines.ours, metric, entity, start, step)?.['']
        add({ truth, ours: computed(expression, valueOf) })
      }
    return row
  })
}

function percentileRow(run: Run, scope: Scope, step: Step, { name, of, bounds }: Ranked): Row {
  const metric = nameOf(run, scope, name)
  const { row, add } = rowFor(run, metric, { allowed: 0, step, off: () => 0 })
  const wrong = { ours: 0, shipped: 0 }
  for (const entity of run.truth.byEnd.entities(scope))
    for (const start of step === 'minute' ? wholeMinutes(run) : startsOf(run, step)) {
      const sorted = happeningsOf(run, scope, entity, start, step).map((all) => sortedDurations(of(all)))
      if (sorted.some((each) => !each.length)) continue
      const [ours, shipped] = bothOf(run, (pipeline) => valuesOf(pipeline, metric, entity, start, step))
      for (const rank of RANKS) {
        const right = sorted.flatMap((each) => bucketsAt(rank, each, bounds))
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
 * Of a large fleet twice: a value belongs to the minute of its flush, which follows within the interval, and a
 * large fleet must not show it.
 */
function happeningsOf(run: Run, scope: Scope, entity: string, start: number, step: Step): Happening[][] {
  const { byEnd, byFlush } = run.truth
  return step === 'minute' && isLarge(run)
    ? [0, FLUSH_INTERVAL].map((early) => byEnd.of(scope, entity, start, early))
    : [happenedIn(byFlush, scope, entity, start, step)]
}

function averageRow(run: Run, scope: Scope, kind: Gauge): Row {
  const metric = nameOf(run, scope, `${kind}_duration`)
  const truth = run.truth.byEnd
  const { row, add } = rowFor(run, metric, { allowed: OF_AVERAGES })
  for (const entity of truth.entities(scope))
    for (const minute of allMinutes(run).slice(0, run.fleet.minutes)) {
      const happened = truth.of(scope, entity, minute)
      const of = durations(happened.filter((each) => each.kind === kind))
      if (!of.length) continue
      const [ours, shipped] = bothOf(run, (pipeline) => valuesOf(pipeline, metric, entity, minute)?.[''])
      add({ truth: of.length < FEW ? averageOf(kind, happened)! : sum(of) / of.length, ours, shipped })
    }
  return row
}

function rowFor({ pipelines }: Run, metric: string, how: Partial<RowOptions> & { allowed: number }) {
  return createRow({ step: 'minute', ...how, metric, hasShipped: !!pipelines.shipped })
}

function isIn(right: number[], value: number | undefined): boolean {
  return value !== undefined && right.includes(value)
}
