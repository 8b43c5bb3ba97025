import { refusal, single, type Body, type RuleRow } from './answers.ts'
import type { Ask } from './ask.ts'

/* Rules of a running OAP: the list of them, their text, and changes. */

/** OAP makes a change of storage in the background; how long to wait for it, and how often to ask. */
const PATIENCE = 120_000
const PAUSE = 1000

export function rulesOn(ask: Ask, pause: (ms: number) => Promise<void>) {
  async function change(path: string, query: Record<string, string>, body = ''): Promise<Body> {
    const answer = await ask({ method: 'POST', path, query, body, type: 'application/x-yaml' })
    const { applyStatus = '' } = single(answer.body)
    if (answer.status >= 400 || /failed$|deferred$/.test(applyStatus))
      throw refusal(`${query.catalog}/${query.name}`, answer)
    return single(answer.body)
  }

  return {
    async rules(): Promise<RuleRow[]> {
      const answer = await ask({ method: 'GET', path: '/runtime/rule/list' })
      if (answer.status === 404)
        throw new Error(
          `${ask.root} has no /runtime/rule: set SW_RECEIVER_RUNTIME_RULE=default (and SW_ADMIN_SERVER=default) and restart OAP. OAP 10 and older cannot do it.`,
        )
      const { rules } = single(answer.body)
      if (answer.status !== 200 || !Array.isArray(rules)) throw refusal('the list of rules', answer)
      return rules
    },

    /** The text of a rule as it is in force, or as it is bundled; undefined if there is none. */
    async rule(catalog: string, name: string, bundled = false): Promise<string | undefined> {
      const query = { catalog, name, ...(bundled && { source: 'bundled' }) }
      const answer = await ask({ method: 'GET', path: '/runtime/rule', query })
      if (answer.status === 404) return undefined
      const { content } = single(answer.body)
      if (answer.status !== 200 || typeof content !== 'string') throw refusal(`${catalog}/${name}`, answer)
      return content
    },

    async put(catalog: string, name: string, content: string, allowStorageChange = false): Promise<Body> {
      const query = { catalog, name, ...(allowStorageChange && { allowStorageChange: 'true' }) }
      const answer = await change('/runtime/rule/addOrUpdate', query, content)
      if (answer.applyId) await settled(ask, pause, { catalog, name, applyId: answer.applyId })
      return answer
    },

    /** Back to what OAP ships, or, of a rule that it does not ship, out. */
    async remove(catalog: string, name: string, isBundled: boolean): Promise<Body> {
      await change('/runtime/rule/inactivate', { catalog, name })
      return change('/runtime/rule/delete', { catalog, name, ...(isBundled && { mode: 'revertToBundled' }) })
    },
  }
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
