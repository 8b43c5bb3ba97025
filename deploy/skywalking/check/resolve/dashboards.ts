import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseExpression } from '../../mal/expression.ts'
import { shapeOf } from '../../mal/shape.ts'
import type { MalFile } from '../config.ts'

/* Dashboards ask for metrics that a rule makes, on the page of the right entity. */

const FOLDER = join(import.meta.dirname, '../../dashboards')

/** As sentences. */
export function unknownMetrics(files: MalFile[]): string[] {
  const scopes = new Map(
    files.flatMap(({ definitions }) =>
      definitions.map(({ metric, expression }) => [metric, shapeOf(parseExpression(expression)).scope]),
    ),
  )
  return askedFor().flatMap(({ file, scope, metric }) => {
    const made = scopes.get(metric)
    if (!made) return [`dashboards/${file}: no rule makes ${metric}`]
    return made === scope ? [] : [`dashboards/${file}: ${metric} is of the ${made}, not of the ${scope}`]
  })
}

interface Asked {
  file: string
  scope: string
  metric: string
}

interface Dashboard {
  content: {
    'layer-header': { columns: { mqe: string }[] }
    dashboards: Record<string, { expressions: string[] }[]>
  }
}

/** By the dashboards of all layers. */
export function askedFor(): Asked[] {
  return readdirSync(FOLDER)
    .filter((file) => !file.includes('.i18n.'))
    .flatMap((file) => {
      const { content } = JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as Dashboard
      const inColumns = content['layer-header'].columns.map(({ mqe }) => ['service', mqe])
      const inCharts = Object.entries(content.dashboards).flatMap(([scope, charts]) =>
        charts.flatMap(({ expressions }) => expressions.map((expression) => [scope, expression])),
      )
      return [...inColumns, ...inCharts].flatMap(([scope, expression]) =>
        [...expression.matchAll(/meter_\w+/g)].map(([metric]) => ({ file, scope, metric })),
      )
    })
}
