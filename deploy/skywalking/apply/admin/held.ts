import { refusal, single, type BundledRow, type PushedRow } from './answers.ts'
import type { Ask } from './ask.ts'
import { noRulesAt } from './elsewhere.ts'

/* Which rules a running OAP has: its files, and what was pushed. */

/** ms that OAP may take for its start, and how often to ask. */
const OF_START = 60_000
const PAUSE = 1000

const CATALOGS = ['otel-rules', 'log-mal-rules', 'lal']

/** What an OAP has under one name. */
export interface HeldRule {
  catalog: string
  name: string
  /** Of the file in its config/: sha256. */
  bundled?: string
  pushed?: Pushed
}

export interface Pushed {
  hash: string
  isOn: boolean
  /** Whether OAP runs it, and not only keeps it. */
  runs: boolean
  /** What OAP says of the last time it could not. */
  error: string
}

/** All of these catalogs. */
export async function heldRules(ask: Ask, pause: (ms: number) => Promise<void>): Promise<HeldRule[]> {
  const held = new Map<string, HeldRule>()
  const put = (rule: HeldRule) => {
    const key = `${rule.catalog}/${rule.name}`
    held.set(key, { ...held.get(key), ...rule })
  }
  const rows = await settledRows(ask, pause)
  for (const catalog of CATALOGS) (await bundled(ask, catalog)).forEach(put)
  for (const row of rows)
    if (/^(IN)?ACTIVE$/.test(row.status)) put({ catalog: row.catalog, name: row.name, pushed: pushedIn(row) })
  return [...held.values()]
}

async function pushed(ask: Ask): Promise<PushedRow[]> {
  const answer = await ask({ method: 'GET', path: '/runtime/rule/list' })
  if (answer.status === 404) throw await noRulesAt(ask)
  const { rules } = single(answer.body)
  if (answer.status === 200 && Array.isArray(rules)) return rules
  if (answer.status === 200) throw new Error(`${ask.root} answers, but not as OAP’s admin host does.`)
  throw refusal('the list of rules', answer)
}

/** In its first seconds OAP has not loaded what was pushed: its list has its own files then, and never later. */
async function settledRows(ask: Ask, pause: (ms: number) => Promise<void>): Promise<PushedRow[]> {
  for (let waited = 0; ; waited += PAUSE) {
    const rows = await pushed(ask)
    if (waited >= OF_START || !rows.some(({ status }) => status === 'BUNDLED')) return rows
    await pause(PAUSE)
  }
}

/** OAP's list leaves them out. */
async function bundled(ask: Ask, catalog: string): Promise<HeldRule[]> {
  const query = { catalog, withContent: 'false' }
  const answer = await ask({ method: 'GET', path: '/runtime/rule/bundled', query })
  if (answer.status !== 200 || !Array.isArray(answer.body))
    throw refusal(`the list of OAP’s own ${catalog}`, answer)
  const rows = answer.body as BundledRow[]
  return rows.map(({ name, contentHash }) => ({ catalog, name, bundled: contentHash }))
}

function pushedIn(row: PushedRow): Pushed {
  return {
    hash: row.contentHash ?? '',
    isOn: row.status === 'ACTIVE',
    // of a text that is that of its file, OAP may run the file
    runs:
      row.localState === 'RUNNING' &&
      (row.loaderKind === 'RUNTIME' || row.contentHash === row.bundledContentHash),
    error: row.lastApplyError ?? '',
  }
}
