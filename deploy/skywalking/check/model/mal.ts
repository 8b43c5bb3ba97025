import type { Call, Expr } from '../../apply/mal.mjs'

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
interface Family {
  samples: Sample[]
  entities?: { entity: Entity; samples: Sample[] }[]
}

export type Families = Record<string, Sample[] | undefined>

const EMPTY: Family = { samples: [] }

/** What an expression makes of the families of one batch, by entity; empty where OAP would store nothing. */
export function evaluate(expression: Expr, families: Families): NonNullable<Family['entities']> {
  const result = valueOf(expression, families)
  if (typeof result === 'number') throw new Error('an expression without samples')
  return (result.samples.length && result.entities) || []
}

function valueOf(expr: Expr, families: Families): Family | number {
  switch (expr.type) {
    case 'number':
      return expr.value
    case 'metric':
      return chain({ samples: families[expr.name] ?? [] }, expr.calls)
    case 'paren': {
      const inner = valueOf(expr.inner, families)
      return typeof inner === 'number' ? inner : chain(inner, expr.calls)
    }
    case 'negative':
      return binary('*', valueOf(expr.operand, families), -1)
    case 'binary':
      return binary(expr.operator, valueOf(expr.left, families), valueOf(expr.right, families))
  }
}

const operators: Record<string, (a: number, b: number) => number> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
}

/** Between families, samples with the same labels; one without its like drops out. */
function binary(operator: string, left: Family | number, right: Family | number): Family | number {
  const apply = operators[operator]
  if (typeof left === 'number' && typeof right === 'number') return apply(left, right)
  if (typeof right === 'number') return each(left as Family, (value) => apply(value, right))
  if (typeof left === 'number') return each(right, (value) => apply(left, value))
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

function each({ samples }: Family, of: (value: number) => number): Family {
  return {
    samples: samples.map((sample) => ({ ...sample, value: of(sample.value) })),
  }
}

function chain(family: Family, calls: Call[]): Family {
  return calls.reduce(call, family)
}

function call(family: Family, { name, args }: Call): Family {
  const strings = args.map((arg) => (arg.type === 'string' ? arg.value : ''))
  const lists = args.flatMap((arg) => (arg.type === 'strings' ? [arg.values] : []))
  const pick = (matches: (value: string, wanted: string) => boolean): Family => ({
    samples: family.samples.filter(({ labels }) => {
      for (let i = 0; i < strings.length; i += 2)
        if (!matches(labels[strings[i]] ?? '', strings[i + 1])) return false
      return true
    }),
  })
  switch (name) {
    case 'tagEqual':
      return pick((value, wanted) => value === wanted)
    case 'tagNotEqual':
      return pick((value, wanted) => value !== wanted)
    case 'tagMatch':
      return pick((value, wanted) => matcher(wanted).test(value))
    case 'tagNotMatch':
      return pick((value, wanted) => !matcher(wanted).test(value))
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

const matchers = new Map<string, RegExp>()

/** Java's String.matches: the whole of it. */
function matcher(pattern: string): RegExp {
  const known = matchers.get(pattern) ?? new RegExp(`^(?:${pattern})$`)
  matchers.set(pattern, known)
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

function aggregate({ samples }: Family, by: string[], how: 'sum' | 'avg'): Family {
  return {
    samples: groupBy(samples, by).map(({ labels, of }) => {
      const sum = of.reduce((total, { value }) => total + value, 0)
      return { labels, time: of[0].time, value: how === 'sum' ? sum : sum / of.length }
    }),
  }
}

const UNITS: Record<string, number> = { MILLISECONDS: 1, SECONDS: 1000 }

/** Buckets in order, their bounds in whole ms: what is above the last becomes Java's greatest long. */
function histogram({ samples }: Family, le: string, unit: Call['args'][number] | undefined): Family {
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

function entities({ samples }: Family, scope: string, lists: string[][], layer: string): Family {
  const ofEntity = lists.flat()
  const nameOf = (labels: Labels, by: string[] = []) =>
    by
      .map((label) => labels[label])
      .filter(Boolean)
      .join('.')
  return {
    samples,
    entities: groupBy(samples, ofEntity).map(({ labels, of }) => ({
      entity: {
        scope,
        service: nameOf(labels, lists[0]),
        ...(lists[1] && { name: nameOf(labels, lists[1]) }),
        layer,
      },
      samples: of.map(({ time, value, labels }) => ({ time, value, labels: without(labels, ofEntity) })),
    })),
  }
}

function without(labels: Labels, names: string[]): Labels {
  const left: Labels = {}
  for (const name in labels) if (!names.includes(name)) left[name] = labels[name]
  return left
}
