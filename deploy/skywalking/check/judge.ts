import { INFIX, SCOPES, type Scope } from '../rules/scopes.ts'
import type { Target } from '../rules/targets.ts'
import { FLUSH_INTERVAL, type Fleet, type Happening } from './fleet/happening.ts'
import type { MeterValues, Meters } from './model/meters.ts'
import type { Pipeline } from './pipelines.ts'
import { createRow, type Row } from './row.ts'
import { RANKS, bucketsAt, durations, minuteOf, requests, sum, type Truth } from './truth.ts'

/* What the rules made, beside the truth. */

export interface Pipelines {
  ours: Pipeline
  shipped?: Pipeline
}

export interface Run {
  target: Target
  fleet: Fleet
  /** By the minute in which something ended, and by that in which it was sent. */
  truth: { byEnd: Truth; byFlush: Truth }
  pipelines: Pipelines
}

/** Counts and sums: of a whole run, and of each minute the requests of the app. */
const ALLOWED = 0.01
/** OAP averages the averages of batches, in the shipped form and in ours. */
const OF_AVERAGES = 0.05
/** From so many devices on, what is flushed in the next minute is made up for by what came from the one before. */
const LARGE = 1000
/** Fewer values have no average to speak of. */
const FEW = 30

export function judgeAll(run: Run): Row[] {
  return SCOPES.flatMap((scope) => [
    countRow(run, scope, 'request_cpm', (all) => requests(all).length),
    countRow(
      run,
      scope,
      'request_success_cpm',
      (all) => requests(all).filter(({ failed }) => !failed).length,
    ),
    ...(scope === 'endpoint'
      ? [
          countRow(
            run,
            scope,
            'request_failed_cpm',
            (all) => requests(all).filter(({ failed }) => failed).length,
          ),
        ]
      : []),
    countRow(run, scope, 'request_duration_sum', (all) => sum(durations(requests(all)))),
    percentileRow(run, scope),
    ...['js', 'promise', 'ajax'].map((type) =>
      countRow(run, scope, 'error_count', (all) => all.filter((each) => each.type === type).length, type),
    ),
    averageRow(run, scope, 'app_launch'),
    averageRow(run, scope, 'first_render'),
  ])
}

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
 * Everybody: the sum of all minutes. The requests of the app: each whole minute too, of a large fleet.
 * @param label which of the metric's values
 */
function countRow(
  run: Run,
  scope: Scope,
  name: string,
  countOf: (happened: Happening[]) => number,
  label = '',
): Row {
  const metric = nameOf(run, scope, name)
  const truth = run.truth.byEnd
  const { row, add } = rowFor(run, label ? `${metric} ${label}` : metric, ALLOWED)
  const madeOf = (pipeline: Pipeline | undefined, entity: string, minutes: number[]) => {
    const meters = metersOf(pipeline, metric)
    return meters && sum(minutes.map((minute) => meters.read(metric, entity, minute)?.[label] ?? 0))
  }
  const addOver = (minutes: number[], entity: string, happened: Happening[]) => {
    const wanted = countOf(happened)
    if (!wanted) return
    const [ours, shipped] = bothOf(run, (pipeline) => madeOf(pipeline, entity, minutes))
    add({ truth: wanted, ours, shipped })
  }
  // repeats of an error are counted when their minute is over
  const isEven = scope === 'service' && name === 'request_cpm' && isLarge(run)
  for (const entity of truth.entities(scope)) {
    for (const minute of isEven ? wholeMinutes(run) : [])
      addOver([minute], entity, truth.of(scope, entity, minute))
    addOver(allMinutes(run), entity, truth.of(scope, entity))
  }
  return row
}

function percentileRow(run: Run, scope: Scope): Row {
  const metric = nameOf(run, scope, 'request_duration_percentile')
  const { row, add } = rowFor(run, metric, 0, () => 0)
  const wrong = { ours: 0, shipped: 0 }
  for (const entity of run.truth.byEnd.entities(scope))
    for (const minute of wholeMinutes(run)) {
      const sorted = durationsOf(run, scope, entity, minute)
      if (sorted.some((each) => !each.length)) continue
      const [ours, shipped] = bothOf(run, (pipeline) => valuesOf(pipeline, metric, entity, minute))
      for (const rank of RANKS) {
        const right = sorted.flatMap((each) => bucketsAt(rank, each))
        const value = { truth: right[0], ours: ours?.[rank], shipped: shipped?.[rank] }
        if (!isIn(right, value.ours)) wrong.ours++
        if (!isIn(right, value.shipped)) wrong.shipped++
        add(value)
        if (rank === 95 && row.values <= RANKS.length) row.example = value
      }
    }
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
function durationsOf(run: Run, scope: Scope, entity: string, minute: number): number[][] {
  const { byEnd, byFlush } = run.truth
  const happened = isLarge(run)
    ? [0, FLUSH_INTERVAL].map((early) => byEnd.of(scope, entity, minute, early))
    : [byFlush.of(scope, entity, minute)]
  return happened.map((all) => durations(requests(all)).sort((a, b) => a - b))
}

function averageRow(run: Run, scope: Scope, kind: 'app_launch' | 'first_render'): Row {
  const metric = nameOf(run, scope, `${kind}_duration`)
  const truth = run.truth.byEnd
  const { row, add } = rowFor(run, metric, OF_AVERAGES)
  for (const entity of truth.entities(scope))
    for (const minute of allMinutes(run).slice(0, run.fleet.minutes)) {
      const of = durations(truth.of(scope, entity, minute).filter((each) => each.kind === kind))
      if (of.length < FEW) continue
      const [ours, shipped] = bothOf(run, (pipeline) => valuesOf(pipeline, metric, entity, minute)?.[''])
      add({ truth: sum(of) / of.length, ours, shipped })
    }
  return row
}

function nameOf({ target }: Run, scope: Scope, name: string): string {
  return `${target.prefix}_${INFIX[scope]}${name}`
}

function rowFor({ pipelines }: Run, metric: string, allowed: number, off?: () => number) {
  return createRow(metric, allowed, !!pipelines.shipped, off)
}

function isLarge({ fleet }: Run): boolean {
  return fleet.devices >= LARGE
}

/** What is sent after the last minute counts too. */
function allMinutes({ fleet }: Run): number[] {
  return Array.from({ length: fleet.minutes + 3 }, (_, index) => minuteOf(index))
}

/** The first and the last are not whole. */
function wholeMinutes(run: Run): number[] {
  return allMinutes(run).slice(1, run.fleet.minutes - 1)
}

function bothOf<Value>(
  { pipelines: { ours, shipped } }: Run,
  read: (pipeline: Pipeline | undefined) => Value,
): [ours: Value, shipped: Value] {
  return [read(ours), read(shipped)]
}

function valuesOf(
  pipeline: Pipeline | undefined,
  metric: string,
  entity: string,
  minute: number,
): MeterValues | undefined {
  return metersOf(pipeline, metric)?.read(metric, entity, minute)
}

function metersOf(pipeline: Pipeline | undefined, metric: string): Meters | undefined {
  return pipeline && metersIn(pipeline).find((meters) => meters.has(metric))
}

function metersIn({ metrics, logs }: Pipeline): Meters[] {
  return [...metrics, logs]
}

function isIn(right: number[], value: number | undefined): boolean {
  return value !== undefined && right.includes(value)
}
