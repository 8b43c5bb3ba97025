import type { Admin } from '../admin/index.ts'
import { say } from '../print.ts'
import type { DashboardStep } from './plan.ts'

/** Does what is planned, and tells of a dashboard that stays invisible. */
export async function saveDashboards(admin: Admin, steps: DashboardStep[]): Promise<void> {
  for (const { name, id, configuration, action } of steps) {
    if (action === 'none') continue
    if (action === 'disable') await admin.disableTemplate(id)
    else await admin.saveTemplate(name, configuration, id)
    say(`✓ dashboard ${name}`)
  }
  const stored = steps.length ? await admin.templates() : []
  const isOff = (id: string) => stored.some((template) => template.id === id && template.disabled)
  for (const { name, id, action } of steps)
    if (action === 'update' && isOff(id))
      say(`! dashboard ${name} is saved but switched off on OAP: switch it on in Horizon UI.`)
}
