import type { Target } from '../rules/targets.ts'
import { FLUSH_INTERVAL, type Fleet } from './fleet.ts'
import type { Meters, Values } from './model/meters.ts'
import type { Pipeline } from './config.ts'
import { RANKS, bucketsAt, durations, minuteOf, requests, sum, type Scope, type Truth } from './truth.ts'

/* What the rules made, beside the truth. */

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

const INFIX: Record<Scope, string> = { service: '', instance: 'instance_', endpoint: 'endpoint_' }
export const scopes = ['service', 'instance', 'endpoint'] as const
/** Counts and sums: of a whole run, and of each minute the requests of the app. */
const ALLOWED = 0.01
/** OAP averages the averages of batches, in the shipped form and in ours. */
const OF_AVERAGES = 0.05

export function judgeOf(
  { prefix }: Target,
  { minutes, devices }: Fleet,
  { byEnd: truth, byFlush }: { byEnd: Truth; byFlush: Truth },
  pipelines: { ours: Pipeline; shipped?: Pipeline },
) {
  const isLarge = devices >= 1000
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
        const isEven = scope === 'service' && name === 'request_cpm' && isLarge
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
          // a value belongs to the minute of its flush, which follows within the interval; a large fleet must not show it
          const minutes = isLarge
            ? [0, FLUSH_INTERVAL].map((early) => truth.of(scope, entity, minute, early))
            : [byFlush.of(scope, entity, minute)]
          const sorted = minutes.map((of) => durations(requests(of)).sort((a, b) => a - b))
          if (sorted.some((each) => !each.length)) continue
          const got = {
            ours: read(pipelines.ours, metric, entity, minute),
            shipped: read(pipelines.shipped, metric, entity, minute),
          }
          for (const rank of RANKS) {
            const right = sorted.flatMap((each) => bucketsAt(rank, each))
            const [wanted] = right
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
