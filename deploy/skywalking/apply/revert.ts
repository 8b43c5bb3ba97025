import type { Admin } from './admin/index.ts'
import { changesBetween, metricsOf } from './changes.ts'
import { planRemoval, type DashboardStep } from './dashboards/plan.ts'
import { mustBeSaved, saveDashboards } from './dashboards/save.ts'
import { oneByOne } from './one-by-one.ts'
import type { Options } from './options.ts'
import type { OurFile, Ours } from './ours.ts'
import { asPushed, hashOf, heldOf, renamedIn } from './plan.ts'
import { describeLoss, say } from './print.ts'
import { stubOf } from './rule-file.ts'

/** A rule of ours that was pushed, and what it goes back to. */
interface Present extends OurFile {
  /**
   * `file`: what OAP has as a file. `text`: the same, pushed, for what reads logs stays dead until a restart otherwise.
   * `stub`: rules that take nothing and declare the layers.
   */
  to: 'file' | 'text' | 'stub' | 'out'
  /** What is pushed instead. */
  text?: string
}

/** Says what going back to what OAP ships would change; with --yes, goes back. */
export async function revert(admin: Admin, ours: Ours, options: Options): Promise<void> {
  const { present, shared } = await presentOf(admin, ours.files, options)
  const dashboards = options.rulesOnly ? [] : await dashboardsWithout(admin, ours, present)
  for (const rule of present) say(describeReturn(rule), ...(await lossOf(admin, rule)))
  for (const { catalog, name } of shared) say(`${catalog}/${name}: stays, other platforms need it`)
  for (const { name, action } of dashboards)
    say(`dashboard ${name}: ${action === 'disable' ? 'switched off' : 'without ours'}`)
  if (present.some(({ to }) => to === 'stub')) say('', LAYERS)

  if (!present.length && !dashboards.length) return say('Nothing of ours is there.')
  if (!options.yes) return say('', 'Nothing has been changed; --revert --yes does it.')
  say('')
  // who sends first, then who receives
  await oneByOne('rules', present.reverse(), (rule) => takeBack(admin, rule))
  mustBeSaved(await saveDashboards(admin, dashboards))
}

const LAYERS = `The layers of the other platforms stay defined, by a rule lal/mini-monitor that does nothing else: OAP stores their numbers
with the data, and without it, it fails for every layer after a restart.`

async function takeBack(admin: Admin, { catalog, name, to, text }: Present): Promise<void> {
  const { applyStatus = '' } =
    text === undefined
      ? await admin.remove(catalog, name, to === 'file')
      : await admin.put(catalog, name, text, { allowStorageChange: true })
  say(`✓ ${catalog}/${name} ${applyStatus}`)
}

/** Of a file of several platforms, all must be chosen. */
async function presentOf(admin: Admin, files: OurFile[], { platforms }: Options) {
  const held = await admin.rules()
  const present: Present[] = []
  const shared: OurFile[] = []
  for (const file of files) {
    const known = heldOf(file, held)
    if (!known?.pushed) continue
    const back = await wayBack(admin, file, !!known.bundled)
    if (back.text !== undefined && known.pushed.isOn && known.pushed.hash === hashOf(back.text)) continue
    if (file.platforms.every((platform) => platforms.includes(platform))) present.push({ ...file, ...back })
    else shared.push(file)
  }
  return { present, shared }
}

async function wayBack(
  admin: Admin,
  file: OurFile,
  isBundled: boolean,
): Promise<Pick<Present, 'to' | 'text'>> {
  if (file.catalog !== 'lal') return { to: isBundled ? 'file' : 'out' }
  if (isBundled) return { to: 'text', text: await admin.rule(file.catalog, file.name, true) }
  return { to: 'stub', text: stubOf(asPushed(file, undefined)) }
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

function describeReturn({ catalog, name, to }: Present): string {
  return `${catalog}/${name}: ${WORDS[to]}`
}

const WORDS: Record<Present['to'], string> = {
  file: 'back to what OAP ships',
  text: 'back to what OAP ships',
  stub: 'takes no logs any more, and goes on declaring the layers',
  out: 'out; what is stored stays until it expires',
}

/** What going back to a bundled file costs. */
async function lossOf(admin: Admin, { catalog, name, to }: Present): Promise<string[]> {
  if (to !== 'file') return []
  const now = await admin.rule(catalog, name)
  const bundled = await admin.rule(catalog, name, true)
  return bundled === undefined ? [] : describeLoss(changesBetween(metricsOf(now), metricsOf(bundled)))
}
