import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as signals from '../../../docs/data/signals/index.ts'
import { parseExpression, shapeOf, type Call, type Expr } from '../apply/mal.mjs'
import { targets } from '../rules/targets.ts'
import type { Condition, Statement, Value } from './model/lal-syntax.ts'
import { lalFiles, malFiles, type MalFile } from './config.ts'

/* Every name that a rule or a dashboard speaks of must be one that the kit sends, or that a rule makes. */

function label(name: string) {
  return name.replace(/\./g, '_')
}

/** Sample family → its labels, for what a platform sends. */
function families(platform: string): Map<string, Set<string>> {
  const all = new Map<string, Set<string>>()
  for (const { name, type, platforms, attributes } of signals.METRICS) {
    if (!(platforms as string[]).includes(platform)) continue
    const labels = [...signals.RESOURCE, ...attributes].map((attribute) => label(attribute.name))
    if (type === 'histogram') {
      all.set(`${label(name)}_count`, new Set(labels)).set(`${label(name)}_sum`, new Set(labels))
      all.set(label(name), new Set([...labels, 'le']))
    } else all.set(label(name), new Set(labels))
  }
  return all
}

/** Faults, as sentences; none if everything is known. */
export function unresolved(): string[] {
  const lal = lalFiles()
  const made = new Map<string, Set<string>>()
  const faults: string[] = []
  for (const { path, rules } of lal)
    for (const { dsl } of rules)
      walk(dsl.statements, (statement) => {
        if (statement.type === 'metrics') made.set(statement.name, new Set(Object.keys(statement.labels)))
        for (const value of valuesOf(statement)) {
          const unknown = unknownValue(value)
          if (unknown) faults.push(`${path}: ${unknown}`)
        }
      })
  const files = malFiles()
  for (const file of files) {
    const target = targets.find(({ platform }) => file.filter.includes(`'${platform}'`))
    if (!target) faults.push(`${file.path}: a filter for no known platform: ${file.filter}`)
    else if (!file.path.includes(target.platform)) faults.push(`${file.path}: filters ${target.platform}`)
    else
      faults.push(
        ...unknownLabels(file, file.path.startsWith('log-') ? made : families(target.platform)),
        ...otherLayers(file, target.layer),
      )
  }
  return [...faults, ...unknownMetrics(files)]
}

function unknownLabels({ path, definitions }: MalFile, known: Map<string, Set<string>>): string[] {
  return definitions.flatMap(({ metric, expression }) =>
    usesOf(parseExpression(expression)).flatMap(({ family, labels }) => {
      const has = known.get(family)
      if (!has) return [`${path}: ${metric}: nobody sends ${family}`]
      return labels
        .filter((name) => !has.has(name))
        .map((name) => `${path}: ${metric}: ${family} has no label ${name}`)
    }),
  )
}

function otherLayers({ path, definitions }: MalFile, layer: string): string[] {
  return definitions
    .filter(({ expression }) => {
      const named = [...expression.matchAll(/Layer\.(\w+)/g)].map((match) => match[1])
      return !named.length || named.some((name) => name !== layer)
    })
    .map(({ metric }) => `${path}: ${metric} is not in layer ${layer}`)
}

/** Which labels are asked of which families. */
function usesOf(expr: Expr, outer: Call[] = []): { family: string; labels: string[] }[] {
  if (expr.type === 'metric') {
    const labels = [...expr.calls, ...outer].flatMap(({ name, args }) => [
      ...args.flatMap((arg) => (arg.type === 'strings' ? arg.values : [])),
      ...args.flatMap((arg, index) =>
        arg.type === 'string' &&
        (/^tag(Not)?(Equal|Match)$/.test(name) ? index % 2 === 0 : name === 'histogram')
          ? [arg.value]
          : [],
      ),
    ])
    return [{ family: expr.name, labels: [...new Set(labels)] }]
  }
  if (expr.type === 'paren') return usesOf(expr.inner, [...expr.calls, ...outer])
  if (expr.type === 'binary') return [...usesOf(expr.left, outer), ...usesOf(expr.right, outer)]
  return expr.type === 'negative' ? usesOf(expr.operand, outer) : []
}

function names(rows: { name: string }[]) {
  return new Set(rows.map(({ name }) => name))
}

function unknownValue(value: Value): string | undefined {
  if (value.type !== 'call') return undefined
  const known =
    value.name === 'tag'
      ? names(signals.LOG_ATTRIBUTES)
      : value.name === 'sourceAttribute'
        ? names(signals.RESOURCE)
        : undefined
  if (!known) return `${value.name}() is not known`
  return known.has(value.argument) ? undefined : `nobody sends ${value.argument}`
}

function valuesOf(statement: Statement): Value[] {
  if (statement.type === 'metrics')
    return [statement.timestamp, statement.value, ...Object.values(statement.labels)]
  if (statement.type === 'if') return statement.branches.flatMap(({ when }) => sides(when))
  return 'value' in statement ? [statement.value] : []
}

function sides(condition: Condition): Value[] {
  return 'of' in condition ? condition.of.flatMap(sides) : [condition.left, condition.right]
}

function walk(statements: Statement[], visit: (statement: Statement) => void): void {
  for (const statement of statements) {
    visit(statement)
    if (statement.type === 'if') {
      for (const { then } of statement.branches) walk(then, visit)
      walk(statement.otherwise, visit)
    } else if ('of' in statement) walk(statement.of, visit)
  }
}

/** Dashboards ask for metrics that a rule makes, on the page of the right entity. */
function unknownMetrics(files: MalFile[]): string[] {
  const scopes = new Map(
    files.flatMap(({ definitions }) =>
      definitions.map(({ metric, expression }) => [metric, shapeOf(parseExpression(expression)).scope]),
    ),
  )
  const folder = join(import.meta.dirname, '../dashboards')
  return readdirSync(folder)
    .filter((name) => !name.includes('.i18n.'))
    .flatMap((name) => {
      const { content } = JSON.parse(readFileSync(join(folder, name), 'utf8')) as {
        content: {
          'layer-header': { columns: { mqe: string }[] }
          dashboards: Record<string, { expressions: string[] }[]>
        }
      }
      const asked = [
        ...content['layer-header'].columns.map(({ mqe }) => ['service', mqe]),
        ...Object.entries(content.dashboards).flatMap(([scope, charts]) =>
          charts.flatMap(({ expressions }) => expressions.map((expression) => [scope, expression])),
        ),
      ]
      return asked.flatMap(([scope, expression]) =>
        [...expression.matchAll(/meter_\w+/g)].flatMap(([metric]) => {
          const found = scopes.get(metric)
          if (!found) return [`dashboards/${name}: no rule makes ${metric}`]
          return found === scope
            ? []
            : [`dashboards/${name}: ${metric} is of the ${found}, not of the ${scope}`]
        }),
      )
    })
}
