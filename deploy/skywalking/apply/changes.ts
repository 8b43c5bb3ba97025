import { parseExpression } from '../mal/expression.ts'
import { shapeOf } from '../mal/shape.ts'
import { compiled, readRuleFile } from './rule-file.ts'

/* What a file of MAL means for the metrics that another one has made. */

/** A metric as a file has it. */
export interface Metric {
  name: string
  exp: string
  /** How it is stored, in words. */
  shape: string
}

/** A metric whose stored data is lost. */
export interface Lost {
  metric: string
  /** How it was stored, and how it would be. */
  from: string
  to: string
  /** The rule of before. */
  name: string
  exp: string
}

export interface Changes {
  added: string[]
  removed: string[]
  lost: Lost[]
}

/** By their whole names, with the file's prefix. */
export function metricsOf(text: string | undefined): Map<string, Metric> {
  if (text === undefined) return new Map()
  const file = readRuleFile(text)
  return new Map(
    file.rules.map((rule) => {
      const exp = compiled(file, rule)
      return [`${file.prefix}_${rule.name}`, { name: rule.name, exp, shape: shapeInWords(exp) }]
    }),
  )
}

export function changesBetween(before: Map<string, Metric>, after: Map<string, Metric>): Changes {
  const lost = [...after].flatMap(([metric, { shape: to, name }]) => {
    const old = before.get(metric)
    return old && old.shape !== to ? [{ metric, from: old.shape, to, name, exp: old.exp }] : []
  })
  return {
    added: [...after.keys()].filter((metric) => !before.has(metric)),
    removed: [...before.keys()].filter((metric) => !after.has(metric)),
    lost,
  }
}

function shapeInWords(exp: string): string {
  try {
    const { scope, function: how } = shapeOf(parseExpression(exp))
    return `${how} of the ${scope}`
  } catch {
    return 'a form that this command cannot read'
  }
}
