import { SCOPES, type Scope } from '../../rules/scopes.ts'
import type { Target } from '../../rules/targets.ts'
import type { Happening } from '../fleet/happening.ts'
import { STEPS, type Step } from '../model/meters.ts'
import { sum, truthOf } from '../truth.ts'
import { measuresOf, type Measure } from './measures.ts'
import { startIn, type Bucket, type Entity, type LiveOap, type When } from './oap.ts'

/* What happened to one fleet, beside what a real OAP tells of it. */

export interface Fleet {
  target: Target
  service: string
  happened: Happening[]
  when: When
  /** Metrics that have another name there. */
  renamed: Record<string, string>
}

/** One value that is asked for: of all buckets that which is furthest off. */
export interface Cell {
  name: string
  truth: number
  told?: number
  isRight: boolean
}

export interface LiveRow {
  entity: string
  step: Step
  cells: Cell[]
}

export async function compareLive(oap: LiveOap, fleet: Fleet): Promise<LiveRow[]> {
  // a value belongs to the minute of its flush
  const truth = truthOf(fleet.service, fleet.happened, ({ flushed, at }) => flushed ?? at)
  const rows: LiveRow[] = []
  for (const scope of SCOPES) {
    const measures = measuresOf(scope, fleet.target).map((measure) => ({
      ...measure,
      expression: measure.expression.replace(/\bmeter_\w+/g, (metric) => fleet.renamed[metric] ?? metric),
    }))
    for (const entity of truth.entities(scope)) {
      const happened = truth.of(scope, entity)
      for (const step of Object.keys(STEPS) as Step[]) {
        const asked = measures.filter(({ isOfMinutes }) => !isOfMinutes || step === 'minute')
        const series = await oap.values(
          entityOf(scope, entity),
          asked.map(({ expression }) => expression),
          fleet.when,
          step,
        )
        const bucketOf = ({ flushed, at }: Happening) =>
          startIn(Math.floor((flushed ?? at) / 60_000), step, fleet.when)
        const cells = asked.map((measure) => cellOf(measure, happened, bucketOf, series[measure.expression]))
        rows.push({ entity: entity.replace(/^.*\|/, ''), step, cells })
      }
    }
  }
  return rows
}

function cellOf(
  { name, right, allowed, isWhole }: Measure,
  happened: Happening[],
  bucketOf: (happening: Happening) => number,
  told: Bucket[],
): Cell {
  if (isWhole) {
    const value = told.length ? sum(told.map((bucket) => bucket.value)) : undefined
    return worst(name, [{ right: right(happened), value }], allowed)
  }
  const starts = [...new Set(happened.map(bucketOf))]
  const buckets = starts.map((start) => ({
    right: right(happened.filter((happening) => bucketOf(happening) === start)),
    value: told.find((bucket) => bucket.start === start)?.value,
  }))
  return worst(name, buckets, allowed)
}

/** Of those that are right, the one that stands for most. */
function worst(name: string, buckets: { right: number[]; value?: number }[], allowed: number): Cell {
  const share = (each: number, value: number) => (each === value ? 0 : Math.abs(value - each) / each)
  const offBy = ({ right, value }: (typeof buckets)[number]) =>
    value === undefined ? Infinity : Math.min(...right.map((each) => share(each, value)))
  const compared = buckets.filter(({ right }) => right.length)
  const [first] = compared.sort((a, b) => offBy(b) - offBy(a) || b.right[0] - a.right[0])
  if (!first) return { name, truth: NaN, isRight: true }
  const [truth] = [...first.right].sort((a, b) => share(a, first.value ?? 0) - share(b, first.value ?? 0))
  return { name, truth, told: first.value, isRight: offBy(first) <= allowed }
}

function entityOf(scope: Scope, entity: string): Entity {
  const [serviceName, own] = entity.split('|')
  if (scope === 'service') return { scope: 'Service', serviceName, normal: true }
  if (scope === 'instance')
    return { scope: 'ServiceInstance', serviceName, normal: true, serviceInstanceName: own }
  return { scope: 'Endpoint', serviceName, normal: true, endpointName: own }
}
