import type { MalArgument, MalCall, MalExpression } from '../../mal/expression.ts'

/*
 * MAL, evaluated as OAP does (SampleFamily, Analyzer): only what our rules and the shipped ones use. What is not known
 * here throws, so that a rule can't pass unevaluated.
 */

export type Labels = Record<string, string>

export interface Sample {
  labels: Labels
  /** ms; the minute that a value belongs to. */
  time: number
  value: number
}

export interface Entity {
  scope: string
  service: string
  /** Instance or endpoint. */
  name?: string
  layer: string
}

/** `entities`: what the last service(), instance() or endpoint() made of the samples. */
interface SampleFamily {
  samples: Sample[]
  entities?: OfEntity[]
}

interface OfEntity {
  entity: Entity
  samples: Sample[]
}

/** What came in at once of one resource and minute: the samples of each family. */
export type Batch = Record<string, Sample[] | undefined>

const EMPTY: SampleFamily = { samples: [] }

/** What an expression makes of a batch, by entity; empty where OAP would store nothing. */
export function evaluate(expression: MalExpression, batch: Batch): OfEntity[] {
  const result = valueOf(expression, batch)
  if (typeof result === 'number') throw new Error('an expression without samples')
  return (result.samples.length && result.entities) || []
}

function valueOf(expression: MalExpression, batch: Batch): SampleFamily | number {
  switch (expression.type) {
    case 'number':
      return expression.value
    case 'metric':
      return chain({ samples: batch[expression.name] ?? [] }, expression.calls)
    case 'paren': {
      const inner = valueOf(expression.inner, batch)
      return typeof inner === 'number' ? inner : chain(inner, expression.calls)
    }
    case 'negative':
      return binary('*', valueOf(expression.operand, batch), -1)
    case 'binary':
      return binary(expression.operator, valueOf(expression.left, batch), valueOf(expression.right, batch))
  }
}

const OPERATORS: Record<string, (a: number, b: number) => number> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
}

/** Between families, samples with the same labels; one without its like drops out. */
function binary(
  operator: string,
  left: SampleFamily | number,
  right: SampleFamily | number,
): SampleFamily | number {
  const apply = OPERATORS[operator]
  if (typeof left === 'number')
    return typeof right === 'number' ? apply(left, right) : each(right, (value) => apply(left, value))
  if (typeof right === 'number') return each(left, (value) => apply(value, right))
  const isSum = operator === '+' || operator === '-'
  if (!left.samples.length) return isSum ? each(right, (value) => apply(0, value)) : EMPTY
  if (!right.samples.length) {
    if (operator === '*') return EMPTY
    return isSum ? left : each(left, (value) => value / 0)
  }
  const byLabels = new Map(right.samples.map((sample) => [keyOf(sample.labels), sample]))
  return {
    samples: left.samples.flatMap((sample) => {
      const other = byLabels.get(keyOf(sample.labels))
      return other ? [{ ...sample, value: apply(sample.value, other.value) }] : []
    }),
  }
}

function each({ samples }: SampleFamily, of: (value: number) => number): SampleFamily {
  return {
    samples: samples.map((sample) => ({ ...sample, value: of(sample.value) })),
  }
}

function chain(family: SampleFamily, calls: MalCall[]): SampleFamily {
  return calls.reduce(call, family)
}

function call(family: SampleFamily, { name, args }: MalCall): SampleFamily {
  const strings = args.map((arg) => (arg.type === 'string' ? arg.value : ''))
  const lists = args.flatMap((arg) => (arg.type === 'strings' ? [arg.values] : []))
  switch (name) {
    case 'tagEqual':
      return where(family, strings, (value, wanted) => value === wanted)
    case 'tagNotEqual':
      return where(family, strings, (value, wanted) => value !== wanted)
    case 'tagMatch':
      return where(family, strings, (value, wanted) => matcher(wanted).test(value))
    case 'tagNotMatch':
      return where(family, strings, (value, wanted) => !matcher(wanted).test(value))
    case 'sum':
    case 'avg':
      return aggregate(family, lists[0], name)
    case 'histogram':
      return histogram(family, strings[0] || 'le', args[1])
    case 'downsampling':
    case 'histogram_percentile':
      return family
    case 'service':
    case 'instance':
    case 'endpoint': {
      const layer = args.find((arg) => arg.type === 'enum' && arg.of === 'Layer')
      if (layer?.type !== 'enum') throw new Error(`${name}: no layer`)
      return entities(family, name, lists, layer.value)
    }
    default:
      throw new Error(`MAL's ${name}() is not known to this check`)
  }
}

/** @param pairs label, what it is compared with, label … */
function where(
  { samples }: SampleFamily,
  pairs: string[],
  matches: (value: string, wanted: string) => boolean,
): SampleFamily {
  const isMatch = ({ labels }: Sample) => {
    for (let i = 0; i < pairs.length; i += 2) if (!matches(labels[pairs[i]] ?? '', pairs[i + 1])) return false
    return true
  }
  return { samples: samples.filter(isMatch) }
}

const MATCHERS = new Map<string, RegExp>()

/** Java's String.matches: the whole of it. */
function matcher(pattern: string): RegExp {
  const known = MATCHERS.get(pattern) ?? new RegExp(`^(?:${pattern})$`)
  MATCHERS.set(pattern, known)
  return known
}

function groupBy(samples: Sample[], by: string[]): { labels: Labels; of: Sample[] }[] {
  const groups = new Map<string, { labels: Labels; of: Sample[] }>()
  for (const sample of samples) {
    let key = ''
    for (const label of by) key += (sample.labels[label] ?? '') + '\u0001'
    const group = groups.get(key)
    if (group) group.of.push(sample)
    else {
      const labels: Labels = {}
      for (const label of by) labels[label] = sample.labels[label] ?? ''
      groups.set(key, { labels, of: [sample] })
    }
  }
  return [...groups.values()]
}

function keyOf(labels: Labels) {
  return Object.keys(labels)
    .sort()
    .map((name) => name + '\u0001' + labels[name])
    .join('\u0002')
}

function aggregate({ samples }: SampleFamily, by: string[], how: 'sum' | 'avg'): SampleFamily {
  return {
    samples: groupBy(samples, by).map(({ labels, of }) => {
      const sum = of.reduce((total, { value }) => total + value, 0)
      return { labels, time: of[0].time, value: how === 'sum' ? sum : sum / of.length }
    }),
  }
}

const UNITS: Record<string, number> = { MILLISECONDS: 1, SECONDS: 1000 }

/** Buckets in order, their bounds in whole ms: what is above the last becomes Java's greatest long. */
function histogram({ samples }: SampleFamily, le: string, unit: MalArgument | undefined): SampleFamily {
  const scale = unit?.type === 'enum' ? UNITS[unit.value] : UNITS.SECONDS
  const bound = ({ labels }: Sample) => Number(labels[le])
  return {
    samples: samples
      .filter(({ labels }) => le in labels)
      .sort((a, b) => bound(a) - bound(b))
      .map((sample) => ({
        ...sample,
        labels: { ...sample.labels, le: String(Math.min(LONG_MAX, Math.trunc(bound(sample) * scale))) },
      })),
  }
}

export const LONG_MAX = 9.223372036854775e18

/** @param lists labels that name the service; of an instance or endpoint, those that name it within the service */
function entities({ samples }: SampleFamily, scope: string, lists: string[][], layer: string): SampleFamily {
  const [ofService, own] = lists
  const naming = lists.flat()
  const groups = groupBy(samples, naming).map(({ labels, of }) => ({
    entity: {
      scope,
      service: nameOf(labels, ofService),
      ...(own && { name: nameOf(labels, own) }),
      layer,
    },
    samples: of.map((sample) => ({ ...sample, labels: labelsWithout(sample.labels, naming) })),
  }))
  return { samples, entities: groups }
}

function nameOf(labels: Labels, by: string[] = []): string {
  return by
    .map((label) => labels[label])
    .filter(Boolean)
    .join('.')
}

function labelsWithout(labels: Labels, names: string[]): Labels {
  const left: Labels = {}
  for (const name in labels) if (!names.includes(name)) left[name] = labels[name]
  return left
}
