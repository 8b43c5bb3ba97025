import { fileURLToPath } from 'node:url'
import { createAdmin } from '../../apply/admin/index.ts'
import { readOurs } from '../../apply/ours.ts'
import { heldOf, planRules, renamedIn } from '../../apply/plan.ts'
import { targets } from '../../rules/targets.ts'

/* Whether an OAP runs the rules of this repository. */

export interface Installed {
  /** Of how many. */
  count: number
  /** What does not run, and why. */
  faults: string[]
  /** Metrics that have another name there: `--new-names`. */
  renamed: Record<string, string>
}

/** @param base URL of the admin host */
export async function installedOn(base: string, platforms: string[]): Promise<Installed> {
  const admin = createAdmin({ base })
  const { files } = readOurs(fileURLToPath(new URL('../..', import.meta.url)), platforms)
  const held = await admin.rules()
  const steps = await planRules({ files, held, rule: admin.rule, newNames: false })
  const faults = steps
    .filter(({ action }) => action !== 'none')
    .map((step) => `${step.catalog}/${step.name} ${heldOf(step, held)?.pushed?.error || WHY[step.action]}`)
  const renamed = Object.assign({}, ...steps.map((step) => renamedIn(step.content))) as Record<string, string>
  return { count: steps.length, faults, renamed }
}

const WHY = {
  create: 'is not there',
  override: "is OAP's own, or another text",
  update: 'is another text',
  reactivate: 'is switched off',
  reload: 'is there, and OAP does not run it',
  none: 'runs',
}

/** What brings them. */
export function bringing(base: string, platforms: string[]): string {
  const only = platforms.length < targets.length ? ` --platforms ${platforms.join(',')}` : ''
  return `node deploy/skywalking/apply.mjs --admin ${base}${only}`
}
