import { single } from './answers.ts'
import type { Ask } from './ask.ts'

/** The host has no rules: why, and what to do. OAP's port for queries tells its version to everybody. */
export async function noRulesAt(ask: Ask): Promise<Error> {
  const body = JSON.stringify({ query: '{ version }' })
  const answer = await ask({ method: 'POST', path: '/graphql', body }).catch(() => undefined)
  const { data } = single(answer?.body) as { data?: { version?: unknown } }
  if (data?.version === undefined)
    return new Error(
      `${ask.root} has no /runtime/rule: if it is the admin host of an OAP 11, set SW_RECEIVER_RUNTIME_RULE=default and restart it.`,
    )
  const version = String(data.version)
  if (Number.parseInt(version) < 11)
    return new Error(`${ask.root} is an OAP ${version}, to which no rules can be pushed: it takes OAP 11.`)
  return new Error(
    `${ask.root} is the port on which OAP ${version} takes data and queries: --admin wants the admin host, port 17128 by default.`,
  )
}
