import { fileURLToPath } from 'node:url'
import { createAdmin } from '../../apply/admin/index.ts'
import { readOurs } from '../../apply/ours.ts'
import { heldOf, planRules, renamedIn } from '../../apply/plan.ts'
import { targets, type Target } from '../../rules/targets.ts'
import { runFleet } from '../fleet/index.ts'
import type { Sent } from '../fleet/happening.ts'
import { MINUTE } from '../model/meters.ts'
import { compareLive, type Fleet, type LiveRow } from './compare.ts'
import { MOST_LOGS, createLiveOap, type LiveOap } from './oap.ts'
import { table } from './table.ts'

/* `--live`: a small fleet whose truth is known is sent to an OAP that runs, and OAP is asked what it made of it. */

export interface LiveOptions {
  /** URL of the port for data and queries. */
  live: string
  /** URL of the admin host, to see whether the rules run. */
  admin?: string
  platforms: string[]
  devices: number
  minutes: number
  seed: number
  say: (text: string) => void
  now: () => number
  pause: (ms: number) => Promise<void>
}

/** ms that OAP may take to store what came; hours and days come later than minutes. */
const PATIENCE = 300_000
const PAUSE = 15_000
/** Requests at a time. */
const LANES = 6

/** @returns whether all is as it should be */
export async function checkLive(options: LiveOptions): Promise<boolean> {
  const oap = createLiveOap(options.live)
  const offset = await oap.offset()
  options.say(`OAP ${await oap.version()} at ${options.live}.`)
  const { faults, renamed } = options.admin
    ? await installed(options.admin, options)
    : { faults: [], renamed: {} }
  const fleets: SentFleet[] = []
  for (const platform of options.platforms) {
    const target = targets.find((each) => each.platform === platform)
    if (!target) throw new Error(`no such platform: ${platform}`)
    fleets.push({ ...(await sendFleet(oap, target, offset, options)), renamed })
  }
  options.say('Sent. Values can be asked for some 30 s after they came, hours and days up to some minutes.')
  const found = await untilRight(oap, fleets, options)
  for (const { fleet, rows, faults: own } of found) {
    options.say('\n' + table(`${fleet.target.platform}: ${fleet.service}`, rows))
    faults.push(...own)
  }
  for (const fault of faults) options.say(`✗ ${fault}`)
  return !faults.length && found.every(({ rows }) => isRight(rows))
}

interface SentFleet extends Fleet {
  /** How many, and how many of each level. */
  logs: Record<'all' | 'ERROR' | 'INFO', number>
}

async function sendFleet(
  oap: LiveOap,
  target: Target,
  offset: number,
  options: LiveOptions,
): Promise<Omit<SentFleet, 'renamed'>> {
  const { devices, minutes, seed, say, now } = options
  // all of it is over when it is sent, what is sent after the last minute too
  const start = Math.floor(now() / MINUTE) * MINUTE - (minutes + 3) * MINUTE
  // one name a platform: a JDBC storage drops relations of one that has several layers
  const service = `mini-monitor-check-${target.platform}-${seed}`
  const sent: Sent[] = []
  const fleet = { platform: target.platform, devices, minutes, seed, start }
  const happened = await runFleet(fleet, service, (each) => sent.push(each))
  const data = sent.filter(({ path }) => path !== '/v3/management/keepAlive')
  say(
    `${target.platform}: ${devices} devices, ${happened.length} happenings, ${data.length} requests of the kit …`,
  )
  const queue = [...data]
  await Promise.all(
    Array.from({ length: LANES }, async () => {
      for (let next = queue.shift(); next; next = queue.shift()) await oap.send(next.path, next.body)
    }),
  )
  const when = { first: start / MINUTE, last: start / MINUTE + minutes + 2, offset }
  return { target, service, happened, when, logs: logsIn(data) }
}

function logsIn(sent: Sent[]) {
  const bodies = sent.filter(({ path }) => path === '/v1/logs').map(({ body }) => body)
  const count = (text: string) => sumOf(bodies.map((body) => body.split(text).length - 1))
  const [all, ERROR] = [count('"severityNumber"'), count('"exception.type"')]
  return { all, ERROR, INFO: all - ERROR }
}

function sumOf(numbers: number[]) {
  return numbers.reduce((total, each) => total + each, 0)
}

interface Found {
  fleet: SentFleet
  rows: LiveRow[]
  faults: string[]
}

async function untilRight(oap: LiveOap, fleets: SentFleet[], { pause }: LiveOptions): Promise<Found[]> {
  const found = new Map<SentFleet, Found>()
  for (let waited = 0; ; waited += PAUSE) {
    for (const fleet of fleets) {
      const known = found.get(fleet)
      if (known && isRight(known.rows) && !known.faults.length) continue
      const rows = await compareLive(oap, fleet)
      found.set(fleet, { fleet, rows, faults: await wrongLogs(oap, fleet) })
    }
    const all = [...found.values()]
    if (waited >= PATIENCE || all.every(({ rows, faults }) => isRight(rows) && !faults.length)) return all
    await pause(PAUSE)
  }
}

function isRight(rows: LiveRow[]): boolean {
  return rows.every(({ cells }) => cells.every((cell) => cell.isRight))
}

/** All of them are in the layer of the platform, and are found by their level. */
async function wrongLogs(oap: LiveOap, fleet: SentFleet): Promise<string[]> {
  const { layer } = fleet.target
  const found = (await oap.servicesIn(layer)).find(({ name }) => name === fleet.service)
  if (!found) return [`${fleet.service} is not in layer ${layer}`]
  const isElsewhere = (await oap.servicesIn('GENERAL')).some(({ name }) => name === fleet.service)
  const counted = {
    all: await oap.countLogs(found.id, fleet.when, []),
    ERROR: await oap.countLogs(found.id, fleet.when, [{ key: 'level', value: 'ERROR' }]),
    INFO: await oap.countLogs(found.id, fleet.when, [{ key: 'level', value: 'INFO' }]),
  }
  const most = (count: number) => Math.min(MOST_LOGS, count)
  return [
    ...(isElsewhere ? [`${fleet.service} is in layer GENERAL, too`] : []),
    ...(['all', 'ERROR', 'INFO'] as const)
      .filter((what) => counted[what] !== most(fleet.logs[what]))
      .map((what) => `${fleet.service}: ${counted[what]} logs (${what}) instead of ${fleet.logs[what]}`),
  ]
}

interface Installed {
  faults: string[]
  /** Metrics that have another name there: `--new-names`. */
  renamed: Record<string, string>
}

/** Which rules are not those of this repository, or do not run. */
async function installed(base: string, { platforms, say }: LiveOptions): Promise<Installed> {
  const admin = createAdmin({ base })
  const { files } = readOurs(fileURLToPath(new URL('../..', import.meta.url)), platforms)
  const held = await admin.rules()
  const steps = await planRules({ files, held, rule: admin.rule, newNames: false })
  const faults = steps
    .filter(({ action }) => action !== 'none')
    .map((step) => {
      const error = heldOf(step, held)?.pushed?.error
      return `${step.catalog}/${step.name} is not in force (${error || step.action}): apply.mjs brings it`
    })
  say(`${steps.length - faults.length} of ${steps.length} rules run.`)
  const renamed = Object.assign({}, ...steps.map((step) => renamedIn(step.content))) as Record<string, string>
  return { faults, renamed }
}
