import { isShipped, layerOf } from '../rules/layers.ts'
import type { Admin } from './admin/index.ts'
import { planDashboards } from './dashboards/plan.ts'
import { mustBeSaved, saveDashboards } from './dashboards/save.ts'
import { oneByOne } from './one-by-one.ts'
import { PLATFORMS, type Options } from './options.ts'
import type { Ours } from './ours.ts'
import { planRules, type RuleStep } from './plan.ts'
import { LOSS, KEPT, describeDashboards, describeRules, say } from './print.ts'
import { mustRun } from './running.ts'

/** Says what an OAP lacks of ours and what it would cost; with --yes, brings it there. */
export async function apply(admin: Admin, ours: Ours, options: Options): Promise<void> {
  const rules = await planRules({
    files: ours.files,
    held: await admin.rules(),
    rule: admin.rule,
    newNames: options.newNames,
  })
  const renamed = Object.assign({}, ...rules.map((step) => step.renamed)) as Record<string, string>
  const dashboards = options.rulesOnly
    ? []
    : planDashboards({ ours: ours.dashboards, stored: await admin.templates(), renamed }, hasOwnDashboard)
  say(...describeRules(rules, options.yes), ...describeDashboards(dashboards))
  if (rules.some(losesData)) say('', `${LOSS} ${KEPT}`)

  const changes = [...rules, ...dashboards].filter(({ action }) => action !== 'none').length
  if (!changes) return say('', 'Nothing to do.')
  if (!options.yes) return say('', `${changes} to change. Nothing has been changed; --yes does it.`)
  say('')
  await pushRules(admin, rules)
  const failed = await saveDashboards(admin, dashboards)
  await mustRun(admin, rules)
  mustBeSaved(failed)
}

async function pushRules(admin: Admin, steps: RuleStep[]): Promise<void> {
  const changed = steps.filter(({ action }) => action !== 'none')
  await oneByOne('rules', changed, async (step) => {
    const { catalog, name, content, action } = step
    const how = { allowStorageChange: losesData(step), force: action === 'reload' }
    const { applyStatus = '' } = await admin.put(catalog, name, content, how)
    say(`✓ ${catalog}/${name} ${applyStatus}`)
  })
}

function losesData({ lost, removed }: RuleStep): boolean {
  return lost.length + removed.length > 0
}

function hasOwnDashboard(layer: string): boolean {
  return PLATFORMS.some((platform) => isShipped(platform) && layerOf(platform) === layer)
}
