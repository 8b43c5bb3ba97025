import type { Target } from '../../rules/targets.ts'
import { runFleet } from '../fleet/index.ts'
import type { Sent } from '../fleet/happening.ts'
import { MINUTE } from '../model/meters.ts'
import { requests } from '../truth.ts'
import type { Fleet } from './compare.ts'
import { logsIn, type Logs } from './logs.ts'
import type { LiveOap } from './oap.ts'

/* A fleet of one platform, sent to a real OAP. */

/** Requests at a time. */
const LANES = 6

export interface SentFleet extends Fleet {
  logs: Logs
}

interface Given {
  target: Target
  /** ms by which OAP's clock is ahead of UTC. */
  offset: number
  renamed: Record<string, string>
  devices: number
  minutes: number
  seed: number
  say: (text: string) => void
  now: () => number
}

export async function sendFleet(oap: LiveOap, given: Given): Promise<SentFleet> {
  const { target, offset, renamed, devices, minutes, seed, say, now } = given
  const { platform } = target
  // all of it is over when it is sent, what is sent after the last minute too
  const start = Math.floor(now() / MINUTE) * MINUTE - (minutes + 3) * MINUTE
  // one name a platform: a JDBC storage drops relations of one that has several layers
  const service = `mini-monitor-check-${platform}-${seed}`
  const sent: Sent[] = []
  const happened = await runFleet({ platform, devices, minutes, seed, start }, service, (each) =>
    sent.push(each),
  )
  const data = sent.filter(({ path }) => path !== '/v3/management/keepAlive')
  const logs = logsIn(data)
  const errors = happened.filter(({ type }) => type).length
  say(
    `${platform}: ${devices} devices made ${requests(happened).length} requests and ${errors} errors; ${data.length} batches of metrics, logs (${logs.all}) and traces …`,
  )
  const queue = [...data]
  await Promise.all(
    Array.from({ length: LANES }, async () => {
      for (let next = queue.shift(); next; next = queue.shift()) await oap.send(next.path, next.body)
    }),
  )
  const when = { first: start / MINUTE, last: start / MINUTE + minutes + 2, offset }
  return { target, service, happened, when, renamed, logs }
}
