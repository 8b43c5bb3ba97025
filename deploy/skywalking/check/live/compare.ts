import { SCOPES, type Scope } from '../../rules/scopes.ts'
import type { Target } from '../../rules/targets.ts'
import { storedAt, type Happening } from '../fleet/happening.ts'
import { MINUTE, STEPS, type Step } from '../model/meters.ts'
import { requests, sum, truthOf } from '../truth.ts'
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

/** One value that is asked for. */
export interface Cell {
  name: string
  /** NaN: there is nothing to compare. */
  truth: number
  told?: number
  isRight: boolean
}

/** One minute, hour or day of an entity: of all of them that which is furthest off, or has the most requests. */
export interface LiveRow {
  entity: string
  step: Step
  /** Minutes since 1970, of its beginning. */
  start: number
  cells: Cell[]
  /** How many were compared, and how many of them are off. */
  buckets: number
  off: number
}

export function isRight({ off }: LiveRow): boolean {
  return !off
}

export async function compareLive(oap: LiveOap, fleet: Fleet): Promise<LiveRow[]> {
  const truth = truthOf(fleet.service, fleet.happened, storedAt)
  const rows: LiveRow[] = []
  for (const scope of SCOPES) {
    const measures = measuresOf(scope, fleet.target).map((measure) => ({
      ...measure,
      expression: measure.expression.replace(/\bmeter_\w+/g, (metric) => fleet.renamed[metric] ?? metric),
    }))
    for (const entity of truth.entities(scope))
      for (const step of Object.keys(STEPS) as Step[]) {
        const asked = measures.filter(({ isOfMinutes }) => !isOfMinutes || step === 'minute')
        const expressions = asked.map(({ expression }) => expression)
        const series = await oap.values(entityOf(scope, entity), expressions, fleet.when, step)
        const happened = truth.of(scope, entity)
        const all = bucketsOf(happened, step, fleet.when).map((bucket) => ({
          start: bucket.start,
          cells: asked.map((measure) => cellOf(measure, bucket, happened, series[measure.expression])),
        }))
        rows.push({ entity: entity.replace(/^.*\|/, ''), step, ...shown(all) })
      }
  }
  return rows
}

interface OfBucket {
  start: number
  happened: Happening[]
}

/** What has happened in each minute, hour or day in which anything has; of the most requests first. */
function bucketsOf(happened: Happening[], step: Step, when: When): OfBucket[] {
  const buckets = new Map<number, Happening[]>()
  for (const happening of happened) {
    const start = startIn(Math.floor(storedAt(happening) / MINUTE), step, when)
    const list = buckets.get(start)
    if (list) list.push(happening)
    else buckets.set(start, [happening])
  }
  return [...buckets]
    .map(([start, happened]) => ({ start, happened }))
    .sort((a, b) => requests(b.happened).length - requests(a.happened).length)
}

function cellOf(
  { name, right, allowed, isWhole }: Measure,
  bucket: OfBucket,
  all: Happening[],
  told: Bucket[],
): Cell {
  const expected = right(isWhole ? all : bucket.happened)
  if (!expected.length) return { name, truth: NaN, isRight: true }
  const value = isWhole ? wholeOf(told) : told.find(({ start }) => start === bucket.start)?.value
  // what has not happened, OAP does not tell of
  const share = (truth: number) => (truth === (value ?? 0) ? 0 : Math.abs((value ?? 0) - truth) / truth)
  const [truth] = [...expected].sort((a, b) => share(a) - share(b))
  return { name, truth, told: value, isRight: share(truth) <= allowed }
}

function wholeOf(told: Bucket[]): number | undefined {
  return told.length ? sum(told.map(({ value }) => value)) : undefined
}

/** Of buckets in their order: the one in which most is off, or the first. */
function shown(all: Pick<LiveRow, 'start' | 'cells'>[]): Omit<LiveRow, 'entity' | 'step'> {
  const offIn = ({ cells }: (typeof all)[number]) => cells.filter((cell) => !cell.isRight).length
  const [first] = [...all].sort((a, b) => offIn(b) - offIn(a))
  return { ...first, buckets: all.length, off: all.filter(offIn).length }
}

function entityOf(scope: Scope, entity: string): Entity {
  const [serviceName, own] = entity.split('|')
  if (scope === 'service') return { scope: 'Service', serviceName, normal: true }
  if (scope === 'instance')
    return { scope: 'ServiceInstance', serviceName, normal: true, serviceInstanceName: own }
  return { scope: 'Endpoint', serviceName, normal: true, endpointName: own }
}
