import * as signals from '../../../../docs/data/signals/index.ts'
import type { LalFile } from '../config.ts'
import { valuesOf } from '../model/lal-compile.ts'
import type { LalStatement, LalValue } from '../model/lal-tree.ts'
import type { FamilyLabels } from './mal.ts'

/* Attributes that LAL asks a log for, and the samples that it makes for MAL. */

/** What these files make. */
export function madeBy(files: LalFile[]): FamilyLabels {
  const metrics = files.flatMap(statementsOf).filter((statement) => statement.type === 'metrics')
  return new Map(metrics.map(({ name, labels }) => [name, new Set(Object.keys(labels))]))
}

/** As sentences. */
export function unknownValues(file: LalFile): string[] {
  return statementsOf(file)
    .flatMap(valuesOf)
    .map(faultOf)
    .filter((fault) => fault !== undefined)
    .map((fault) => `${file.path}: ${fault}`)
}

function faultOf(value: LalValue): string | undefined {
  if (value.type !== 'call') return undefined
  const known = KNOWN[value.name]
  if (!known) return `${value.name}() is not known`
  return known.has(value.argument) ? undefined : `nobody sends ${value.argument}`
}

/** By the function that asks for it. */
const KNOWN: Record<string, Set<string> | undefined> = {
  tag: namesOf(signals.LOG_ATTRIBUTES),
  sourceAttribute: namesOf(signals.RESOURCE),
}

function namesOf(rows: { name: string }[]): Set<string> {
  return new Set(rows.map(({ name }) => name))
}

function statementsOf({ rules }: LalFile): LalStatement[] {
  return rules.flatMap(({ dsl }) => withNested(dsl.statements))
}

function withNested(statements: LalStatement[]): LalStatement[] {
  return statements.flatMap((statement) => [statement, ...withNested(nestedIn(statement))])
}

function nestedIn(statement: LalStatement): LalStatement[] {
  if (statement.type === 'if')
    return [...statement.branches.flatMap(({ then }) => then), ...statement.otherwise]
  return 'of' in statement ? statement.of : []
}
