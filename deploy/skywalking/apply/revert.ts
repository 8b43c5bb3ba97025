import type { Admin } from './admin/index.ts'
import { changesBetween, metricsOf } from './changes.ts'
import { planRemoval, type DashboardStep } from './dashboards/plan.ts'
import { mustBeSaved, saveDashboards } from './dashboards/save.ts'
import { oneByOne } from './one-by-one.ts'
import type { Options } from './options.ts'
import type { OurFile, Ours } from './ours.ts'
import { asPushed, hashOf, heldOf, renamedIn } from './plan.ts'
import { LOSS, describeLoss, say } from './print.ts'
import { stubOf } from './rule-file.ts'

/** A rule of ours that was pushed, and what it goes back to. */
interface Present extends OurFile {
  /**
   * `file`: what OAP has as a file. `text`: the same, pushed, for what reads logs stays dead until a restart otherwise.
   * `stub`: rules that take nothing and declare the layers. `ours`: a file as well, and it is ours.
   */
  to: 'file' | 'ours' | 'text' | 'stub' | 'out'
  /** What is pushed instead. */
  text?: string
}

/** Says what going back to what OAP ships would change; with --yes, goes back. */
export async function revert(admin: Admin, ours: Ours, options: Options): Promise<void> {
  const { present, shared, inFiles } = await presentOf(admin, ours.files, options)
  const dashboards = options.rulesOnly ? [] : await dashboardsWithout(admin, ours, present)
  const losses = await Promise.all(present.map((rule) => lossOf(admin, rule, options.yes)))
  present.forEach((rule, index) => say(describeReturn(rule), ...losses[index]))
  for (const { catalog, name } of shared) say(`${catalog}/${name}: stays, other platforms need it`)
  for (const { name, action } of dashboards)
    say(`dashboard ${name}: ${action === 'disable' ? 'switched off' : 'without ours'}`)
  if (losses.flat().length) say('', LOSS)
  if (present.some(({ to }) => to === 'stub')) say('', LAYERS)
  if (inFiles) say('', inFilesOf(inFiles))
  const changes = present.length + dashboards.length
  if (!changes) return inFiles ? undefined : say('Nothing of ours is there.')
  if (!options.yes && dashboards.some(({ action }) => action === 'disable')) say('', KEPT_BY_JDBC)
  if (!options.yes) return say('', `${changes} to change. Nothing has been changed; --revert --yes does it.`)
  say('')
  // who sends first, then who receives
  await oneByOne('rules', present.reverse(), (rule) => takeBack(admin, rule))
  mustBeSaved(await saveDashboards(admin, dashboards))
}

const LAYERS = `The layers of the other platforms stay defined, by a rule lal/mini-monitor that does nothing else: OAP stores their numbers
with the data, and without it, it fails for every layer after a restart.`

const KEPT_BY_JDBC = `With a JDBC storage (PostgreSQL, MySQL) OAP 11.0 can't switch dashboards off: they stay, without values, and the command
ends with exit code 1. --rules-only leaves them out.`

/** What the admin host can't take back. */
function inFilesOf(count: number): string {
  return `${count} rules of ours are in OAP's own config/: take the files away, put those that OAP ships back in their places, leave
layer-extensions.yml, and restart OAP.`
}

async function takeBack(admin: Admin, { catalog, name, to, text }: Present): Promise<void> {
  const { applyStatus = '' } =
    text === undefined
      ? await admin.remove(catalog, name, to !== 'out')
      : await admin.put(catalog, name, text, { allowStorageChange: true })
  say(`✓ ${catalog}/${name} ${applyStatus}`)
}

/** Of a file of several platforms, all must be chosen. */
async function presentOf(admin: Admin, files: OurFile[], { platforms }: Options) {
  const held = await admin.rules()
  const present: Present[] = []
  const shared: OurFile[] = []
  let inFiles = 0
  for (const file of files) {
    const known = heldOf(file, held)
    if (known?.bundled === hashOf(file.content)) inFiles++
    if (!known?.pushed) continue
    const back = await wayBack(admin, file, known.bundled)
    if (back.text !== undefined && known.pushed.isOn && known.pushed.hash === hashOf(back.text)) continue
    if (file.platforms.every((platform) => platforms.includes(platform))) present.push({ ...file, ...back })
    else shared.push(file)
  }
  return { present, shared, inFiles }
}

async function wayBack(
  admin: Admin,
  file: OurFile,
  bundled: string | undefined,
): Promise<Pick<Present, 'to' | 'text'>> {
  if (file.catalog !== 'lal' && !bundled) return { to: 'out' }
  if (file.catalog !== 'lal') return { to: bundled === hashOf(file.content) ? 'ours' : 'file' }
  if (bundled) return { to: 'text', text: await admin.rule(file.catalog, file.name, true) }
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
  ours: 'back to the file in OAP’s own config/, which is ours',
  text: 'back to what OAP ships',
  stub: 'takes no logs any more, and goes on declaring the layers',
  out: 'out; what is stored stays, unread, until it expires',
}

/** What going back to a bundled file costs. */
async function lossOf(admin: Admin, { catalog, name, to }: Present, isShort: boolean): Promise<string[]> {
  if (to !== 'file') return []
  const now = await admin.rule(catalog, name)
  const bundled = await admin.rule(catalog, name, true)
  if (bundled === undefined) return []
  return describeLoss(changesBetween(metricsOf(now), metricsOf(bundled)), isShort)
}
