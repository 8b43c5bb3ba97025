import { isShipped, layerOf } from '../rules/layers.ts'
import type { Admin } from './admin/index.ts'
import { planDashboards } from './dashboards/plan.ts'
import { saveDashboards } from './dashboards/save.ts'
import { PLATFORMS, type Options } from './options.ts'
import type { Ours } from './ours.ts'
import { planRules, type RuleStep } from './plan.ts'
import { LOSS, describeDashboards, describeRules, say } from './print.ts'

/** Says what an OAP lacks of ours and what it would cost; with --yes, brings it there. */
export async function apply(admin: Admin, ours: Ours, options: Options): Promise<void> {
  const rules = await planRules({
    files: ours.files,
    rows: await admin.rules(),
    rule: admin.rule,
    newNames: options.newNames,
  })
  const renamed = Object.assign({}, ...rules.map((step) => step.renamed)) as Record<string, string>
  const dashboards = options.rulesOnly
    ? []
    : planDashboards({ ours: ours.dashboards, stored: await admin.templates(), renamed }, hasOwnDashboard)
  say(...describeRules(rules), ...describeDashboards(dashboards))
  if (rules.some(losesData)) say('', LOSS)

  const changes = [...rules, ...dashboards].filter(({ action }) => action !== 'none').length
  if (!changes) return say('', 'Nothing to do.')
  if (!options.yes) return say('', `${changes} to change. Nothing has been changed; --yes does it.`)
  say('')
  await pushRules(admin, rules)
  await saveDashboards(admin, dashboards)
}

async function pushRules(admin: Admin, steps: RuleStep[]): Promise<void> {
  for (const step of steps) {
    if (step.action === 'none') continue
    const { catalog, name, content } = step
    const { applyStatus = '' } = await admin.put(catalog, name, content, losesData(step))
    say(`✓ ${catalog}/${name} ${applyStatus}`)
  }
}

function losesData({ lost, removed }: RuleStep): boolean {
  return lost.length + removed.length > 0
}

function hasOwnDashboard(layer: string): boolean {
  return PLATFORMS.some((platform) => isShipped(platform) && layerOf(platform) === layer)
}
