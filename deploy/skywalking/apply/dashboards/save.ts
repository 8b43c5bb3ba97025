import { Refusal } from '../admin/answers.ts'
import type { Admin } from '../admin/index.ts'
import { say } from '../print.ts'
import type { DashboardStep } from './plan.ts'

/** What could not be stored or switched off. */
interface Failed {
  name: string
  /** OAP has answered that there is nothing to switch off, though there is: so with a JDBC storage, each time. */
  isForGood: boolean
}

/** Does what is planned, and tells of a dashboard that stays invisible. One that can't be changed holds up no other. */
export async function saveDashboards(admin: Admin, steps: DashboardStep[]): Promise<Failed[]> {
  const failed: Failed[] = []
  for (const { name, id, configuration, action } of steps) {
    if (action === 'none') continue
    try {
      if (action === 'disable') await admin.disableTemplate(id)
      else await admin.saveTemplate(name, configuration, id)
      say(`✓ dashboard ${name}`)
    } catch (error) {
      const isForGood = action === 'disable' && error instanceof Refusal && error.status === 409
      failed.push({ name, isForGood })
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
export function mustBeSaved(failed: Failed[]): void {
  if (!failed.length) return
  const names = failed.map(({ name }) => name).join(', ')
  const [kept, others] = [true, false].map((each) => failed.some(({ isForGood }) => isForGood === each))
  const todo = [
    ...(kept ? ['With a JDBC storage OAP 11.0 switches none off: they stay, without values.'] : []),
    ...(others ? ['The same command tries them again.'] : []),
  ]
  throw new Error(
    `All else is done, but ${failed.length} dashboards are as they were: ${names}. ${todo.join(' ')}`,
  )
}
