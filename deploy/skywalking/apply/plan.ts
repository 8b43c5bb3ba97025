import { createHash } from 'node:crypto'
import type { HeldRule } from './admin/held.ts'
import { changesBetween, metricsOf, type Lost } from './changes.ts'
import type { OurFile } from './ours.ts'
import { readRuleFile, withLayers, withOldBeside } from './rule-file.ts'

/* What has to be done so that an OAP runs our rules, and what it costs. */

export interface RuleStep extends OurFile {
  action: 'create' | 'override' | 'update' | 'reactivate' | 'reload' | 'none'
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
  held: HeldRule[]
  rule: (catalog: string, name: string) => Promise<string | undefined>
  newNames: boolean
}

export async function planRules({ files, held, rule, newNames }: Given): Promise<RuleStep[]> {
  const steps: RuleStep[] = []
  for (const file of files) {
    const known = heldOf(file, held)
    const current = known && (await rule(file.catalog, file.name))
    steps.push(stepOf(file, { known, current, wanted: asPushed(file, known), newNames }))
  }
  return steps
}

export function heldOf(file: Pick<OurFile, 'catalog' | 'name'>, held: HeldRule[]): HeldRule | undefined {
  return held.find(({ catalog, name }) => catalog === file.catalog && name === file.name)
}

/** In the place of a file OAP takes no layers, but what was pushed before the file lay there stays as it is. */
export function asPushed({ content, layers }: OurFile, known: HeldRule | undefined): string {
  const declaring = withLayers(content, layers)
  return !known?.bundled || known.pushed?.hash === hashOf(declaring) ? declaring : content
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

interface Found {
  known: HeldRule | undefined
  /** The text in force. */
  current: string | undefined
  /** Our text, as this OAP needs it. */
  wanted: string
  newNames: boolean
}

function stepOf(file: OurFile, { known, current, wanted, newNames }: Found): RuleStep {
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
  const action = actionOf(known, hashOf(content))
  const newNamesMade = Object.values(renamed)
  const costs = {
    added: [...changes.added, ...newNamesMade.filter((metric) => !before.has(metric))],
    lost: keepsOld ? [] : changes.lost,
    removed: changes.removed.filter((metric) => !newNamesMade.includes(metric)),
  }
  const lastError = known?.pushed?.error ?? ''
  return {
    ...file,
    content,
    action,
    renamed,
    lastError,
    ...(/none|reload/.test(action) ? NO_CHANGES : costs),
  }
}

const NO_CHANGES = { added: [], lost: [], removed: [] }

function hasNewNames(current: string | undefined): boolean {
  return current !== undefined && Object.keys(renamedIn(current)).length > 0
}

function actionOf(known: HeldRule | undefined, hash: string): RuleStep['action'] {
  if (!known) return 'create'
  const { bundled, pushed } = known
  if (!pushed) return bundled === hash ? 'none' : 'override'
  if (!pushed.isOn) return 'reactivate'
  if (pushed.hash === hash) return pushed.runs ? 'none' : 'reload'
  return bundled ? 'override' : 'update'
}

export function hashOf(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex')
}
