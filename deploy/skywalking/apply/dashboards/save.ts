import type { Admin } from '../admin/index.ts'
import { say } from '../print.ts'
import type { DashboardStep } from './plan.ts'

/**
 * Does what is planned, and tells of a dashboard that stays invisible. One that can't be changed holds up no other.
 * @returns what could not be stored or switched off
 */
export async function saveDashboards(admin: Admin, steps: DashboardStep[]): Promise<DashboardStep[]> {
  const failed: DashboardStep[] = []
  for (const step of steps) {
    const { name, id, configuration, action } = step
    if (action === 'none') continue
    try {
      if (action === 'disable') await admin.disableTemplate(id)
      else await admin.saveTemplate(name, configuration, id)
      say(`✓ dashboard ${name}`)
    } catch (error) {
      failed.push(step)
      say(`✗ ${(error as Error).message}`)
    }
  }
  const stored = steps.length ? await admin.templates() : []
  const isOff = (id: string) => stored.some((template) => template.id === id && template.disabled)
  for (const { name, id, action } of steps)
    if (action === 'update' && isOff(id))
      say(`! dashboard ${name} is saved but switched off on OAP: switch it on in Horizon UI.`)
  return failed
}

/** @throws Error that says what is left to do */
export function mustBeSaved(failed: DashboardStep[]): void {
  if (!failed.length) return
  const names = failed.map(({ name }) => name).join(', ')
  const why = failed.some(({ action }) => action === 'disable')
    ? ' On a JDBC storage OAP 11.0 switches none off, and they stay without values.'
    : ''
  throw new Error(
    `All else is done, but ${failed.length} dashboards are as they were: ${names}. The same command tries them again.${why}`,
  )
}
