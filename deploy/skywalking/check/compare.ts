import type { Target } from '../rules/targets.ts'
import { FLUSH_INTERVAL, runFleet, type Fleet } from './fleet.ts'
import type { LalRule } from './lal.ts'
import { runLal, type Extracted, type Log } from './logs.ts'
import type { Meters, Values } from './meters.ts'
import { receiveLogs, receiveMetrics } from './receive.ts'
import { lalFiles, ours, shipped, type Pipeline } from './rules.ts'
import {
  RANKS,
  bucketAt,
  durations,
  minuteOf,
  requests,
  sum,
  truthOf,
  type Scope,
  type Truth,
} from './truth.ts'

/* One fleet through the rules, and the results beside the truth. */

export interface Row {
  metric: string
  /** How many values were compared. */
  values: number
  /** Of the first that was compared. */
  example: { truth: number; shipped?: number; ours?: number }
  /** The worst share by which a value is off; of percentiles, the share of values in a wrong bucket. */
  off: { shipped?: number; ours: number }
  allowed: number
}

export interface Outcome {
  rows: Row[]
  faults: string[]
  happenings: number
  bodies: number
}

const INFIX: Record<Scope, string> = { service: '', instance: 'instance_', endpoint: 'endpoint_' }
const scopes = ['service', 'instance', 'endpoint'] as const
/** Counts and sums: of a whole run, and of each minute the requests of the app. */
const ALLOWED = 0.01
/** OAP averages the averages of batches, in the shipped form and in ours. */
const OF_AVERAGES = 0.05

export async function compare(fleet: Fleet, target: Target): Promise<Outcome> {
  const pipelines = { ours: ours(target), shipped: target.isShipped ? shipped(target) : undefined }
  const rules = lalFiles().flatMap((file) => file.rules.map(({ dsl }) => dsl))
  const faults: string[] = []
  let bodies = 0
  const happened = await runFleet(fleet, ({ path, body }) => {
    bodies++
    if (path === '/v1/metrics') {
      const batches = receiveMetrics(body)
      for (const pipeline of [pipelines.ours, pipelines.shipped])
        pipeline?.metrics.forEach((meters) => batches.forEach((batch) => meters.take(batch)))
    } else if (path === '/v1/logs')
      for (const log of receiveLogs(body)) faults.push(...takeLog(log, rules, target, pipelines))
  })
  const truth = truthOf('shop', happened)
  const judge = judgeOf(target, fleet, truth, pipelines)
  const rows = scopes.flatMap((scope) => [
    judge.count(scope, 'request_cpm', (of) => requests(of).length),
    judge.count(scope, 'request_success_cpm', (of) => requests(of).filter(({ failed }) => !failed).length),
    ...(scope === 'endpoint'
      ? [judge.count(scope, 'request_failed_cpm', (of) => requests(of).filter(({ failed }) => failed).length)]
      : []),
    judge.count(scope, 'request_duration_sum', (of) => sum(durations(requests(of)))),
    // fewer devices have too few requests a minute for a rank to mean anything
    ...(fleet.devices >= 100 ? [judge.percentiles(scope)] : []),
    ...['js', 'promise', 'ajax'].map((type) =>
      judge.count(scope, 'error_count', (of) => of.filter((each) => each.type === type).length, type),
    ),
    ...(['app_launch', 'first_render'] as const).map((kind) => judge.average(scope, kind)),
  ])
  return {
    rows,
    faults: [...new Set([...faults, ...judge.strangers()])],
    happenings: happened.length,
    bodies,
  }
}

/** Exactly one rule takes an error of the kit, puts it into the right layer, and links a traced one. */
function takeLog(
  log: Log,
  rules: LalRule[],
  { layer }: Target,
  pipelines: { ours: Pipeline; shipped?: Pipeline },
): string[] {
  const taken = rules.map((rule) => runLal(rule, log)).filter((each): each is Extracted => !!each)
  const { tags } = log
  if (!tags['exception.type']) return taken.length ? ['a log that is no error was taken for one'] : []
  if (taken.length !== 1)
    return [`${taken.length} rules take a log with exception.type ${tags['exception.type']}`]
  const [{ fields, samples }] = taken
  for (const batch of samples) {
    pipelines.ours.logs.take(batch)
    // as shipped: each log is one error
    const one = Object.entries(batch).map(([name, list]) => [
      name,
      list!.map((sample) => ({ ...sample, value: 1 })),
    ])
    pipelines.shipped?.logs.take(Object.fromEntries(one))
  }
  const wanted = {
    layer,
    instance: log.source['service.instance.id'] ?? '',
    endpoint: tags['miniprogram.page.path'] ?? '',
    traceId: tags['sw8.trace_id'],
    segmentId: tags['sw8.segment_id'],
    spanId: tags['sw8.span_id'],
  }
  return Object.entries(wanted)
    .filter(([name, value]) => fields[name] !== value)
    .map(([name, value]) => `a log got ${name} ${fields[name]} instead of ${value}`)
}

function judgeOf(
  { prefix }: Target,
  { minutes, devices }: Fleet,
  truth: Truth,
  pipelines: { ours: Pipeline; shipped?: Pipeline },
) {
  // what is sent after the last minute counts too
  const all = Array.from({ length: minutes + 3 }, (_, index) => minuteOf(index))
  // the first and the last are not whole
  const whole = all.slice(1, minutes - 1)

  const metersOf = (pipeline: Pipeline | undefined, metric: string): Meters | undefined =>
    [...(pipeline?.metrics ?? []), ...(pipeline ? [pipeline.logs] : [])].find((meters) => meters.has(metric))

  function read(
    pipeline: Pipeline | undefined,
    metric: string,
    entity: string,
    minute: number,
  ): Values | undefined {
    return metersOf(pipeline, metric)?.read(metric, entity, minute)
  }

  function row(metric: string, allowed: number) {
    const made: Row = { metric, values: 0, example: { truth: NaN }, off: { ours: 0 }, allowed }
    return {
      made,
      add(
        wanted: number,
        got: { ours?: number; shipped?: number },
        off: (value: number | undefined) => number,
      ) {
        if (!made.values++) made.example = { truth: wanted, ...got }
        made.off.ours = Math.max(made.off.ours, off(got.ours))
        if (pipelines.shipped) made.off.shipped = Math.max(made.off.shipped ?? 0, off(got.shipped))
      },
    }
  }
  const share = (wanted: number) => (value: number | undefined) => Math.abs((value ?? 0) - wanted) / wanted

  return {
    /**
     * Everybody: the sum of all minutes. The requests of the app: each whole minute too, if there are so many devices
     * that what is flushed in the next minute is made up for by what came from the one before.
     */
    count(scope: Scope, name: string, of: (happened: ReturnType<Truth['of']>) => number, label = ''): Row {
      const metric = `${prefix}_${INFIX[scope]}${name}`
      const { made, add } = row(label ? `${metric} ${label}` : metric, ALLOWED)
      const got = (pipeline: Pipeline | undefined, entity: string, over: number[]) =>
        metersOf(pipeline, metric) &&
        sum(over.map((minute) => read(pipeline, metric, entity, minute)?.[label] ?? 0))
      for (const entity of truth.entities(scope)) {
        // repeats of an error are counted when their minute is over
        const isEven = scope === 'service' && name === 'request_cpm' && devices >= 1000
        const byMinute = isEven ? whole.map((minute) => [minute]) : []
        for (const over of [...byMinute, all]) {
          const wanted = over === all ? of(truth.of(scope, entity)) : of(truth.of(scope, entity, over[0]))
          if (wanted)
            add(
              wanted,
              { ours: got(pipelines.ours, entity, over), shipped: got(pipelines.shipped, entity, over) },
              share(wanted),
            )
        }
      }
      return made
    },

    percentiles(scope: Scope): Row {
      const metric = `${prefix}_${INFIX[scope]}request_duration_percentile`
      const { made, add } = row(metric, 0)
      let wrong = { ours: 0, shipped: 0 }
      for (const entity of truth.entities(scope))
        for (const minute of whole) {
          // a value belongs to the minute of its flush, which follows within the interval
          const [sorted, earlier] = [0, FLUSH_INTERVAL].map((early) =>
            durations(requests(truth.of(scope, entity, minute, early))).sort((a, b) => a - b),
          )
          if (!sorted.length || !earlier.length) continue
          const got = {
            ours: read(pipelines.ours, metric, entity, minute),
            shipped: read(pipelines.shipped, metric, entity, minute),
          }
          for (const rank of RANKS) {
            const wanted = bucketAt(rank, sorted)
            const right = [wanted, bucketAt(rank, earlier)]
            const values = { ours: got.ours?.[rank], shipped: got.shipped?.[rank] }
            wrong = {
              ours: wrong.ours + Number(!right.includes(values.ours!)),
              shipped: wrong.shipped + Number(!right.includes(values.shipped!)),
            }
            add(wanted, values, () => 0)
            if (rank === 95 && made.values <= RANKS.length) made.example = { truth: wanted, ...values }
          }
        }
      made.off = {
        ours: wrong.ours / made.values,
        ...(pipelines.shipped && { shipped: wrong.shipped / made.values }),
      }
      return made
    },

    average(scope: Scope, kind: 'app_launch' | 'first_render'): Row {
      const metric = `${prefix}_${INFIX[scope]}${kind}_duration`
      const { made, add } = row(metric, OF_AVERAGES)
      for (const entity of truth.entities(scope))
        for (const minute of all.slice(0, minutes)) {
          const of = durations(truth.of(scope, entity, minute).filter((each) => each.kind === kind))
          if (of.length < 30) continue
          const wanted = sum(of) / of.length
          const got = {
            ours: read(pipelines.ours, metric, entity, minute)?.[''],
            shipped: read(pipelines.shipped, metric, entity, minute)?.[''],
          }
          add(wanted, got, share(wanted))
        }
      return made
    },

    /** Entities that nobody has: an app without a version, a page without a path. */
    strangers(): string[] {
      return [...pipelines.ours.metrics, pipelines.ours.logs].flatMap((meters) =>
        meters.metrics().flatMap((metric) =>
          meters
            .entities(metric)
            .filter((entity) => !scopes.some((scope) => truth.entities(scope).includes(entity)))
            .map((entity) => `${metric} has a value for «${entity}»`),
        ),
      )
    },
  }
}
