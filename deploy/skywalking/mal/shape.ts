import type { MalArgument, MalCall, MalExpression } from './expression.ts'

/** What decides how OAP stores a metric; when it changes, stored data is lost. */
export interface Shape {
  /** service, instance, endpoint … */
  scope: string
  /** As OAP calls it: `sumPerMin`, `avgLabeled`, `sumHistogramPercentile` … */
  function: string
  /** That make several values of one metric, besides those that make its entity. */
  labels: string[]
  percentiles: number[]
  /** The families that it is made of. */
  samples: string[]
}

/**
 * Calls are read from the inside out, and the last that names an entity or a down-sampling wins, as in OAP.
 */
export function shapeOf(expression: MalExpression): Shape {
  const calls = callsOf(expression)
  const called = (...names: string[]) => calls.filter(({ name }) => names.includes(name))
  const entities = called(...ENTITIES)
  const aggregations = called(...AGGREGATIONS)
  const ofEntity = entities.flatMap(({ args }) => lists(args).flat())
  const aggregated = aggregations.flatMap(({ args }) => lists(args)[0] ?? [])
  const labels = [...new Set(aggregated)].filter((label) => !ofEntity.includes(label))
  const ranks = called('histogram_percentile').at(-1)?.args[0]
  const percentiles = ranks?.type === 'numbers' ? ranks.values : []
  const kind = kindOf({ isHistogram: called('histogram').length > 0, percentiles, labels })
  return {
    scope: entities.at(-1)?.name ?? '',
    function: camelCase(samplingOf(called('downsampling'))) + kind,
    labels,
    percentiles,
    samples: samplesOf(expression),
  }
}

const ENTITIES = ['service', 'instance', 'endpoint', 'process', 'serviceRelation', 'processRelation']
const AGGREGATIONS = ['sum', 'avg', 'max', 'min', 'count']

function callsOf(expression: MalExpression): MalCall[] {
  switch (expression.type) {
    case 'number':
      return []
    case 'metric':
      return expression.calls
    case 'paren':
      return [...callsOf(expression.inner), ...expression.calls]
    case 'negative':
      return callsOf(expression.operand)
    case 'binary':
      return [...callsOf(expression.left), ...callsOf(expression.right)]
  }
}

function lists(args: MalArgument[]): string[][] {
  return args.flatMap((arg) => (arg.type === 'strings' ? [arg.values] : []))
}

function kindOf({
  isHistogram,
  percentiles,
  labels,
}: Pick<Shape, 'percentiles' | 'labels'> & { isHistogram: boolean }) {
  if (isHistogram) return percentiles.length ? 'HistogramPercentile' : 'Histogram'
  return labels.length ? 'Labeled' : ''
}

function samplingOf(calls: MalCall[]): string {
  const named = calls.flatMap(({ args: [how] }) =>
    how?.type === 'word' || how?.type === 'enum' ? [how.value] : [],
  )
  return named.at(-1) ?? 'AVG'
}

/** `SUM_PER_MIN` → `sumPerMin` */
function camelCase(text: string) {
  return text.toLowerCase().replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
}

function samplesOf(expression: MalExpression): string[] {
  switch (expression.type) {
    case 'number':
      return []
    case 'metric':
      return [expression.name]
    case 'paren':
      return samplesOf(expression.inner)
    case 'negative':
      return samplesOf(expression.operand)
    case 'binary':
      return [...new Set([...samplesOf(expression.left), ...samplesOf(expression.right)])]
  }
}
