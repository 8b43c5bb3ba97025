import { refusal, single, type Body } from './answers.ts'
import type { Ask } from './ask.ts'
import { heldRules } from './held.ts'

/* Rules of a running OAP: their text, and changes. */

/** ms that OAP may take for a change of storage, which it makes in the background, and how often to ask. */
const PATIENCE = 240_000
const PAUSE = 1000

export function rulesOn(ask: Ask, pause: (ms: number) => Promise<void>) {
  async function change(path: string, query: Record<string, string>, body = ''): Promise<Body> {
    const answer = await ask({ method: 'POST', path, query, body, type: 'application/x-yaml' })
    const { applyStatus = '', applyId } = single(answer.body)
    if (answer.status >= 400 || !applyStatus || /failed$|deferred$/.test(applyStatus))
      throw refusal(`${query.catalog}/${query.name}`, answer)
    if (applyId) await settled(ask, pause, { catalog: query.catalog, name: query.name, applyId })
    return single(answer.body)
  }

  return {
    rules: () => heldRules(ask, pause),

    /** The text of a rule as it is in force, or as it is bundled; undefined if there is none. */
    async rule(catalog: string, name: string, asBundled = false): Promise<string | undefined> {
      const query = { catalog, name, ...(asBundled && { source: 'bundled' }) }
      const answer = await ask({ method: 'GET', path: '/runtime/rule', query })
      if (answer.status === 404) return undefined
      const { content } = single(answer.body)
      if (answer.status !== 200 || typeof content !== 'string') throw refusal(`${catalog}/${name}`, answer)
      return content
    },

    async put(catalog: string, name: string, content: string, how: PutOptions = {}): Promise<Body> {
      const query = {
        catalog,
        name,
        ...(how.allowStorageChange && { allowStorageChange: 'true' }),
        ...(how.force && { force: 'true' }),
      }
      return change('/runtime/rule/addOrUpdate', query, content)
    },

    /** Back to what OAP ships, or, of a rule that it does not ship, out. */
    async remove(catalog: string, name: string, isBundled: boolean): Promise<Body> {
      await change('/runtime/rule/inactivate', { catalog, name })
      return change('/runtime/rule/delete', { catalog, name, ...(isBundled && { mode: 'revertToBundled' }) })
    },

    pause,
  }
}

export interface PutOptions {
  allowStorageChange?: boolean
  /** Also what OAP has already, but does not run. */
  force?: boolean
}

/** Until every node that stores data knows of the change. */
async function settled(
  ask: Ask,
  pause: (ms: number) => Promise<void>,
  query: { catalog: string; name: string; applyId: string },
): Promise<void> {
  const what = `${query.catalog}/${query.name}`
  for (let waited = 0; waited <= PATIENCE; waited += PAUSE) {
    const { body } = await ask({ method: 'GET', path: '/runtime/rule/status', query })
    const { phase, failureReason = 'failed', fenceLaggards = [] } = single(body)
    if (phase === 'APPLIED') return
    if (phase === 'FAILED') throw new Error(`${what}: ${failureReason}. The rule of before is in force.`)
    if (phase === 'DEGRADED')
      throw new Error(
        `${what}: in force, but these nodes of the storage did not confirm it: ${fenceLaggards.join(', ')}`,
      )
    await pause(PAUSE)
  }
  throw new Error(
    `${what}: not in force after ${PATIENCE / 1000} s. GET /runtime/rule/status?applyId=${query.applyId} tells more.`,
  )
}
