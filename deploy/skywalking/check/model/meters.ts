import { parseExpression } from '../../mal/expression.ts'
import { readFilter } from '../../mal/filter.ts'
import { shapeOf, type Shape } from '../../mal/shape.ts'
import { evaluate, LONG_MAX, type Batch, type Sample } from './mal.ts'

/* OAP's meter system: values of many batches become one value a minute and entity, by the function of the metric. */

export const MINUTE = 60_000

/** Minutes of the values that OAP keeps: of each minute, hour and day. */
export const STEPS = { minute: 1, hour: 60, day: 1440 } as const

export type Step = keyof typeof STEPS

/** By name of the label's value, or '' of a metric without labels; of percentiles by rank. */
export type MeterValues = Record<string, number>

export interface MetricDefinition {
  metric: string
  expression: string
}

export interface Meters {
  /** One batch of one resource and minute. */
  take(batch: Batch): void
  /**
   * `entity`: `service`, or `service|instance or page`; `minute`: that with which the step begins. Undefined: nothing
   * stored.
   */
  read(metric: string, entity: string, minute: number, step?: Step): MeterValues | undefined
  entities(metric: string): string[]
  has(metric: string): boolean
  metrics(): string[]
  all(): { metric: string; entity: string; minute: number; values: MeterValues }[]
}

interface Cell {
  sums: Record<string, number>
  counts: Record<string, number>
}

/** A file of rules as OAP runs it; `filter` is the file's. */
export function createMeters(filter: string, definitions: MetricDefinition[]): Meters {
  const passes = readFilter(filter)
  const metrics = definitions.map(({ metric, expression: text }) => {
    const expression = parseExpression(text)
    return { metric, expression, shape: shapeOf(expression), cells: new Map<string, Cell>() }
  })

  function held(name: string) {
    const found = metrics.find(({ metric }) => metric === name)
    if (!found) throw new Error(`no such metric: ${name}`)
    return found
  }

  return {
    take(batch) {
      const passed: Batch = {}
      for (const [name, all = []] of Object.entries(batch)) {
        const samples = all.filter(({ labels }) => passes(labels))
        if (samples.length) passed[name] = samples
      }
      for (const { expression, shape, cells } of metrics) {
        if (!shape.samples.some((name) => passed[name])) continue
        for (const { entity, samples } of evaluate(expression, passed)) {
          const key = [entity.service, entity.name].filter((part) => part !== undefined).join('|')
          accept(cells, `${key}\n${Math.floor(samples[0].time / MINUTE)}`, samples, shape)
        }
      }
    },
    read(metric, entity, minute, step = 'minute') {
      const { cells, shape } = held(metric)
      const of = Array.from({ length: STEPS[step] }, (_, index) => cells.get(`${entity}\n${minute + index}`))
      const cell = together(of.filter((each) => each !== undefined))
      return cell && calculate(cell, shape, STEPS[step])
    },
    has: (name) => metrics.some(({ metric }) => metric === name),
    metrics: () => metrics.map(({ metric }) => metric),
    all: () =>
      metrics.flatMap(({ metric, cells, shape }) =>
        [...cells].map(([key, cell]) => {
          const [entity, minute] = key.split('\n')
          return { metric, entity, minute: Number(minute), values: calculate(cell, shape, 1) }
        }),
      ),
    entities: (metric) => [...new Set([...held(metric).cells.keys()].map((key) => key.split('\n')[0]))],
  }
}

function accept(cells: Map<string, Cell>, key: string, samples: Sample[], shape: Shape): void {
  const cell = cells.get(key) ?? { sums: {}, counts: {} }
  cells.set(key, cell)
  const isSingle = !/Labeled|Histogram/.test(shape.function)
  // of a metric without labels OAP takes the first sample and no other
  for (const sample of isSingle ? samples.slice(0, 1) : samples) {
    const label = shape.percentiles.length
      ? sample.labels.le
      : shape.labels.map((name) => sample.labels[name] ?? '').join(',')
    cell.sums[label] = (cell.sums[label] ?? 0) + whole(sample.value)
    cell.counts[label] = (cell.counts[label] ?? 0) + 1
  }
}

/** OAP stores whole numbers; what is above 0 never becomes 0. */
function whole(value: number): number {
  if (!(value > 0)) return 0
  return value < 1 ? 1 : Math.round(value)
}

/** Of an hour or a day OAP computes from the parts of its minutes, not from their values. */
function together(cells: Cell[]): Cell | undefined {
  if (cells.length < 2) return cells[0]
  const added = (part: 'sums' | 'counts') => {
    const all: Record<string, number> = {}
    for (const cell of cells)
      for (const label in cell[part]) all[label] = (all[label] ?? 0) + cell[part][label]
    return all
  }
  return { sums: added('sums'), counts: added('counts') }
}

function calculate({ sums, counts }: Cell, shape: Shape, minutes: number): MeterValues {
  const average = (label: string) => {
    const value = Math.trunc(sums[label] / counts[label])
    return value === 0 && sums[label] > 0 ? 1 : value
  }
  const valueOf = (label: string) => {
    if (shape.function.startsWith('avg')) return average(label)
    return shape.function.startsWith('sumPerMin') ? Math.trunc(sums[label] / minutes) : sums[label]
  }
  const values = Object.fromEntries(Object.keys(sums).map((label) => [label, valueOf(label)]))
  return shape.percentiles.length ? percentiles(values, shape.percentiles) : values
}

/** The bound of the bucket in which the rank falls; the share is computed in single precision, as in OAP. */
function percentiles(buckets: MeterValues, ranks: number[]): MeterValues {
  const bounds = Object.keys(buckets).sort((a, b) => Number(a) - Number(b))
  const total = bounds.reduce((sum, bound) => sum + buckets[bound], 0)
  const roofs = ranks.map((rank) => Math.round(Math.fround(Math.fround(total * rank) / 100)))
  const found: MeterValues = {}
  let count = 0
  let next = 0
  for (const bound of bounds) {
    count += buckets[bound]
    while (next < ranks.length && count >= roofs[next])
      found[ranks[next++]] = Math.min(LONG_MAX, Number(bound))
  }
  return found
}
