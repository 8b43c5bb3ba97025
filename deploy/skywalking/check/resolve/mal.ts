import * as signals from '../../../../docs/data/signals/index.ts'
import { parseExpression, type MalCall, type MalExpression } from '../../mal/expression.ts'
import type { MalFile } from '../config.ts'

/* Families and labels that MAL asks for. */

/** Sample family → its labels. */
export type FamilyLabels = Map<string, Set<string>>

/** What a platform sends. */
export function familiesOf(platform: string): FamilyLabels {
  const families: FamilyLabels = new Map()
  for (const { name, type, where, attributes } of signals.METRICS) {
    if (!signals.platformsOf(where).some((each) => each === platform)) continue
    const family = inMal(name)
    const labels = [...signals.RESOURCE, ...attributes].map((attribute) => inMal(attribute.name))
    if (type !== 'histogram') families.set(family, new Set(labels))
    else
      families
        .set(`${family}_count`, new Set(labels))
        .set(`${family}_sum`, new Set(labels))
        .set(family, new Set([...labels, 'le']))
  }
  return families
}

/** As sentences. */
export function unknownLabels({ path, definitions }: MalFile, known: FamilyLabels): string[] {
  return definitions.flatMap(({ metric, expression }) =>
    usesIn(parseExpression(expression)).flatMap(({ family, labels }) => {
      const has = known.get(family)
      if (!has) return [`${path}: ${metric}: nobody sends ${family}`]
      return labels
        .filter((name) => !has.has(name))
        .map((name) => `${path}: ${metric}: ${family} has no label ${name}`)
    }),
  )
}

/** As sentences. */
export function otherLayers({ path, definitions }: MalFile, layer: string): string[] {
  return definitions
    .filter(({ expression }) => {
      const named = [...expression.matchAll(/Layer\.(\w+)/g)].map((match) => match[1])
      return !named.length || named.some((name) => name !== layer)
    })
    .map(({ metric }) => `${path}: ${metric} is not in layer ${layer}`)
}

/** OAP's receiver writes names so. */
export function inMal(name: string): string {
  return name.replace(/\./g, '_')
}

interface Use {
  family: string
  labels: string[]
}

/** @param outer calls on a parenthesis are on each family in it */
function usesIn(expression: MalExpression, outer: MalCall[] = []): Use[] {
  switch (expression.type) {
    case 'number':
      return []
    case 'metric': {
      const labels = [...expression.calls, ...outer].flatMap(labelsIn)
      return [{ family: expression.name, labels: [...new Set(labels)] }]
    }
    case 'paren':
      return usesIn(expression.inner, [...expression.calls, ...outer])
    case 'negative':
      return usesIn(expression.operand, outer)
    case 'binary':
      return [...usesIn(expression.left, outer), ...usesIn(expression.right, outer)]
  }
}

function labelsIn({ name, args }: MalCall): string[] {
  return args.flatMap((arg, index) => {
    if (arg.type === 'strings') return arg.values
    if (arg.type !== 'string') return []
    // label, what it is compared with, label …
    const isLabel = /^tag(Not)?(Equal|Match)$/.test(name) ? index % 2 === 0 : name === 'histogram'
    return isLabel ? [arg.value] : []
  })
}
