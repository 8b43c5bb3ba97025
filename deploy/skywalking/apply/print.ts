import type { Changes } from './changes.ts'
import type { DashboardStep } from './dashboards/plan.ts'
import type { RuleStep } from './plan.ts'

/* What is going to be done, in words. */

export const LOSS = `Metrics marked with ! change how they are stored. On BanyanDB what they hold is dropped; elsewhere it stays, unread, until
it expires. --new-names keeps it: the old metrics stay, ours come beside them, and the dashboards read ours.`

export function say(...lines: string[]): void {
  for (const line of lines) console.log(line)
}

export function describeRules(steps: RuleStep[]): string[] {
  return steps.flatMap(({ catalog, name, action, added, lost, removed, renamed, lastError }) => [
    `${catalog}/${name}: ${ACTIONS[action]}`,
    ...(lastError ? [`    ✗ OAP could not apply it the last time: ${lastError}`] : []),
    ...(added.length ? [`    + new metrics: ${added.join(', ')}`] : []),
    ...describeLoss({ lost, removed }),
    ...Object.keys(renamed).map((metric) => `    = stays as it was: ${metric}`),
  ])
}

export function describeLoss({ lost, removed }: Pick<Changes, 'lost' | 'removed'>): string[] {
  return [
    ...lost.map(({ metric, from, to }) => `    ! loses what is stored: ${metric} (${from} → ${to})`),
    ...removed.map((metric) => `    ! loses what is stored: ${metric} (no longer there)`),
  ]
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
