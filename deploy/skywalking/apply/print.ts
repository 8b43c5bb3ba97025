import type { Changes } from './changes.ts'
import type { DashboardStep } from './dashboards/plan.ts'
import type { RuleStep } from './plan.ts'

/* What is going to be done, in words. */

/** Of what is marked with !. */
export const LOSS = `Metrics marked with ! change how they are stored, or go. On BanyanDB what they hold is dropped; elsewhere it stays, unread,
until it expires.`

export const KEPT =
  '--new-names keeps it: the old metrics stay, ours come beside them, and the dashboards read ours.'

export function say(...lines: string[]): void {
  for (const line of lines) console.log(line)
}

/** @param isShort with the number of metrics in the place of their names */
export function describeRules(steps: RuleStep[], isShort: boolean): string[] {
  return steps.flatMap(({ catalog, name, action, added, lost, removed, renamed, lastError }) => [
    `${catalog}/${name}: ${ACTIONS[action]}`,
    ...(lastError ? [`    ✗ OAP could not apply it the last time: ${lastError}`] : []),
    ...(added.length ? [`    + new metrics: ${isShort ? added.length : added.join(', ')}`] : []),
    ...describeLoss({ lost, removed }, isShort),
    ...Object.keys(renamed).map((metric) => `    = stays as it was: ${metric}`),
  ])
}

/** @param isShort with the number of metrics in the place of their names */
export function describeLoss(
  { lost, removed }: Pick<Changes, 'lost' | 'removed'>,
  isShort: boolean,
): string[] {
  const metrics = [
    ...lost.map(({ metric, from, to }) => `${metric} (${from} → ${to})`),
    ...removed.map((metric) => `${metric} (no longer there)`),
  ]
  if (isShort)
    return metrics.length ? [`    ! lose what is stored, if anything is: ${metrics.length} metrics`] : []
  return metrics.map((metric) => `    ! would lose what is stored, if anything is: ${metric}`)
}

export function describeDashboards(steps: DashboardStep[]): string[] {
  return steps.map(({ name, action }) => `dashboard ${name}: ${ACTIONS[action]}`)
}

const ACTIONS = {
  create: 'new',
  override: "takes the place of OAP's own",
  update: 'changed',
  reactivate: 'is switched off on OAP; will be switched on',
  reload: 'is on OAP, which does not run it; will be loaded again',
  none: 'as it is',
  disable: 'will be switched off',
}
