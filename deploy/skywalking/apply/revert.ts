import type { Admin } from './admin/index.ts'
import { changesBetween, metricsOf } from './changes.ts'
import { planRemoval, type DashboardStep } from './dashboards/plan.ts'
import { saveDashboards } from './dashboards/save.ts'
import type { Options } from './options.ts'
import type { OurFile, Ours } from './ours.ts'
import { renamedIn } from './plan.ts'
import { describeLoss, say } from './print.ts'

/** A rule of ours that an OAP has. */
interface Present extends OurFile {
  /** OAP ships one of this name: that is what it goes back to. */
  isBundled: boolean
}

/** Says what going back to what OAP ships would change; with --yes, goes back. */
export async function revert(admin: Admin, ours: Ours, options: Options): Promise<void> {
  const present = await presentOf(admin, ours.files)
  const dashboards = options.rulesOnly ? [] : await dashboardsWithout(admin, ours, present)
  for (const rule of present) say(describeReturn(rule), ...(await lossOf(admin, rule)))
  for (const { name, action } of dashboards)
    say(`dashboard ${name}: ${action === 'disable' ? 'switched off' : 'without ours'}`)

  if (!present.length && !dashboards.length) return say('Nothing of ours is there.')
  if (!options.yes) return say('', 'Nothing has been changed; --revert --yes does it.')
  say('')
  // who sends first, then who receives
  for (const { catalog, name, isBundled } of present.reverse()) {
    const { applyStatus = '' } = await admin.remove(catalog, name, isBundled)
    say(`✓ ${catalog}/${name} ${applyStatus}`)
  }
  await saveDashboards(admin, dashboards)
}

async function presentOf(admin: Admin, files: OurFile[]): Promise<Present[]> {
  const rows = await admin.rules()
  return files.flatMap((file) => {
    const row = rows.find(({ catalog, name }) => catalog === file.catalog && name === file.name)
    return row && /^(ACTIVE|INACTIVE)$/.test(row.status) ? [{ ...file, isBundled: !!row.bundled }] : []
  })
}

/** Metrics with a new name have their old one again. */
async function dashboardsWithout(admin: Admin, ours: Ours, present: Present[]): Promise<DashboardStep[]> {
  const names = await Promise.all(
    present.map(async ({ catalog, name }) => {
      const text = catalog === 'lal' ? undefined : await admin.rule(catalog, name)
      return text === undefined ? {} : renamedIn(text)
    }),
  )
  const renamed = Object.assign({}, ...names) as Record<string, string>
  const steps = planRemoval({ ours: ours.dashboards, stored: await admin.templates(), renamed })
  return steps.filter(({ action }) => action !== 'none')
}

function describeReturn({ catalog, name, isBundled }: Present): string {
  const what = isBundled ? 'back to what OAP ships' : 'out; what is stored stays until it expires'
  return `${catalog}/${name}: ${what}`
}

/** What going back to a bundled file costs. */
async function lossOf(admin: Admin, { catalog, name, isBundled }: Present): Promise<string[]> {
  if (!isBundled || catalog === 'lal') return []
  const now = await admin.rule(catalog, name)
  const bundled = await admin.rule(catalog, name, true)
  return bundled === undefined ? [] : describeLoss(changesBetween(metricsOf(now), metricsOf(bundled)))
}
