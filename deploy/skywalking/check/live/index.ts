import { targets } from '../../rules/targets.ts'
import { compareLive, isRight, type LiveRow } from './compare.ts'
import { sendFleet, type SentFleet } from './fleet.ts'
import { bringing, installedOn } from './installed.ts'
import { compareLogs, type LogsFound } from './logs.ts'
import { createLiveOap, type LiveOap } from './oap.ts'
import type { Output } from './output.ts'
import { LEGEND, table } from './table.ts'

/* `--live`: a small fleet whose truth is known is sent to an OAP that runs, and OAP is asked what it made of it. */

export interface LiveOptions extends Output {
  /** URL of the port for data and queries. */
  live: string
  /** URL of the admin host, to see whether the rules run. */
  admin?: string
  platforms: string[]
  devices: number
  minutes: number
  seed: number
  now: () => number
  pause: (ms: number) => Promise<void>
}

/** ms that OAP may take to store what came; hours and days come later than minutes. */
const PATIENCE = 300_000
const PAUSE = 15_000

/** @returns whether all is as it should be */
export async function checkLive(options: LiveOptions): Promise<boolean> {
  const { live, admin, platforms, say } = options
  const chosen = platforms.map(targetOf)
  const oap = createLiveOap(live)
  const offset = await oap.offset()
  say(`OAP ${await oap.version()} at ${live}.`)
  const { count, faults, renamed } = admin ? await installedOn(admin, platforms) : NOT_ASKED
  if (admin) say(`${count - faults.length} of ${count} rules run.`)
  if (admin && faults.length) {
    for (const fault of faults) say(`✗ ${fault}`)
    say(
      `\nNothing has been sent. What they lack is shown, and with --yes brought, by\n${bringing(admin, platforms)}`,
    )
    return false
  }
  const fleets: SentFleet[] = []
  for (const target of chosen) fleets.push(await sendFleet(oap, { ...options, target, offset, renamed }))
  say('Sent. Values can be asked for some 30 s after they came, hours and days up to some minutes.')
  const found = await untilRight(oap, fleets, options)
  say('\n' + LEGEND)
  for (const { fleet, rows, logs } of found)
    say(`\n${table(`${fleet.target.platform}: ${fleet.service}`, rows, fleet.when)}\n${logs.line}`)
  const isTrue = found.every(isWhole)
  const hint = admin ? '' : ' With --admin it is told whether the rules run.'
  say(isTrue ? '\nOAP tells the truth.' : `\n✗ OAP tells something else.${hint}`)
  return isTrue
}

const NOT_ASKED = { count: 0, faults: [], renamed: {} }

function targetOf(platform: string) {
  const target = targets.find((each) => each.platform === platform)
  if (!target) throw new Error(`no such platform: ${platform}`)
  return target
}

interface Found {
  fleet: SentFleet
  rows: LiveRow[]
  logs: LogsFound
}

async function untilRight(
  oap: LiveOap,
  fleets: SentFleet[],
  { pause, progress }: LiveOptions,
): Promise<Found[]> {
  const found = new Map<SentFleet, Found>()
  for (let waited = 0; ; waited += PAUSE) {
    for (const fleet of fleets) {
      const known = found.get(fleet)
      if (known && isWhole(known)) continue
      const rows = await compareLive(oap, fleet)
      const logs = await compareLogs(oap, { ...fleet, layer: fleet.target.layer })
      found.set(fleet, { fleet, rows, logs })
    }
    const all = [...found.values()]
    const right = all.filter(isWhole).length
    if (waited >= PATIENCE || right === all.length) return all
    const [now, most] = [waited, PATIENCE].map((ms) => ms / 1000)
    progress(`Waited ${now} s of at most ${most}: of ${all.length} platforms ${right} are as they should be.`)
    await pause(PAUSE)
  }
}

function isWhole({ rows, logs }: Found): boolean {
  return logs.isRight && rows.every(isRight)
}
