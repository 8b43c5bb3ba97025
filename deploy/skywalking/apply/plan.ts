import { createHash } from 'node:crypto'
import { RUNTIME_ORDINALS } from '../rules/layers.ts'
import type { RuleRow } from './admin/answers.ts'
import { changesBetween, metricsOf, type Lost } from './changes.ts'
import type { OurFile } from './ours.ts'
import { readRuleFile, withOldBeside, withOrdinalsFrom, withoutLayers } from './rule-file.ts'

/* What has to be done so that an OAP runs our rules, and what it costs. */

export interface RuleStep extends OurFile {
  action: 'create' | 'override' | 'update' | 'reactivate' | 'none'
  added: string[]
  lost: Lost[]
  removed: string[]
  /** Metric → its new name, beside the old one. */
  renamed: Record<string, string>
  /** What OAP said the last time it could not apply the rule. */
  lastError: string
}

export interface Given {
  files: OurFile[]
  rows: RuleRow[]
  rule: (catalog: string, name: string) => Promise<string | undefined>
  newNames: boolean
}

export async function planRules({ files, rows, rule, newNames }: Given): Promise<RuleStep[]> {
  const rowOf = (file: OurFile) =>
    rows.find(({ catalog, name }) => catalog === file.catalog && name === file.name)
  // a layer that a file of config/ declares is there already, under the ordinal of that file
  const isAtBoot = files.some((file) => file.content.includes('layerDefinitions:') && rowOf(file)?.bundled)
  const steps: RuleStep[] = []
  for (const file of files) {
    const row = rowOf(file)
    const current = isPresent(row) ? await rule(file.catalog, file.name) : undefined
    const wanted =
      row?.bundled || isAtBoot
        ? withoutLayers(file.content)
        : withOrdinalsFrom(RUNTIME_ORDINALS, file.content)
    steps.push(stepOf(file, { row, current, wanted, newNames }))
  }
  return steps
}

/** Behind the name of a metric whose old form is kept beside it. */
const NEW_NAME = '_fleet'

/** Metrics of a file that have a new name beside the old one: old name → new name. */
export function renamedIn(text: string): Record<string, string> {
  const { prefix, rules } = readRuleFile(text)
  const renamed = rules.filter(({ name }) => name.endsWith(NEW_NAME))
  return Object.fromEntries(
    renamed.map(({ name }) => [`${prefix}_${name.slice(0, -NEW_NAME.length)}`, `${prefix}_${name}`]),
  )
}

function isPresent(row: RuleRow | undefined): row is RuleRow {
  return !!row && row.status !== 'n/a'
}

interface Found {
  row: RuleRow | undefined
  /** The text in force. */
  current: string | undefined
  /** Our text, as this OAP needs it. */
  wanted: string
  newNames: boolean
}

function stepOf(file: OurFile, { row, current, wanted, newNames }: Found): RuleStep {
  const isLal = file.catalog === 'lal'
  const before = isLal ? new Map<string, never>() : metricsOf(current)
  const changes = isLal ? NO_CHANGES : changesBetween(before, metricsOf(file.content))
  const keepsOld = newNames || (!isLal && hasNewNames(current))
  const kept = keepsOld ? changes.lost : []
  const renamed = Object.fromEntries(kept.map(({ metric }) => [metric, metric + NEW_NAME]))
  const content = kept.length
    ? withOldBeside(
        wanted,
        kept.map(({ name, exp }) => ({ name, exp, renamed: name + NEW_NAME })),
      )
    : wanted
  const action = actionOf(row, content, file.content)
  const newNamesMade = Object.values(renamed)
  const costs = {
    added: [...changes.added, ...newNamesMade.filter((metric) => !before.has(metric))],
    lost: keepsOld ? [] : changes.lost,
    removed: changes.removed.filter((metric) => !newNamesMade.includes(metric)),
  }
  const lastError = row?.lastApplyError ?? ''
  return { ...file, content, action, renamed, lastError, ...(action === 'none' ? NO_CHANGES : costs) }
}

const NO_CHANGES = { added: [], lost: [], removed: [] }

function hasNewNames(current: string | undefined): boolean {
  return current !== undefined && Object.keys(renamedIn(current)).length > 0
}

function actionOf(row: RuleRow | undefined, content: string, original: string): RuleStep['action'] {
  if (!isPresent(row)) return 'create'
  if (row.status === 'INACTIVE') return 'reactivate'
  if (row.status === 'BUNDLED') return row.bundledContentHash === hashOf(original) ? 'none' : 'override'
  if (row.contentHash === hashOf(content)) return 'none'
  return row.bundled ? 'override' : 'update'
}

function hashOf(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex')
}
