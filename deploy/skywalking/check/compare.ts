import type { Target } from '../rules/targets.ts'
import { lalFiles } from './config.ts'
import { storedAt, type Fleet, type Sent } from './fleet/happening.ts'
import { runFleet } from './fleet/index.ts'
import { judgeAll, strangers } from './judge.ts'
import type { Log } from './model/lal.ts'
import type { Batch } from './model/mal.ts'
import { receiveLogs, receiveMetrics } from './model/receiver.ts'
import { startOap, type Oap } from './oap/start.ts'
import { ours, shipped } from './pipelines.ts'
import type { Pipelines } from './reading.ts'
import type { Row } from './row.ts'
import { takenBy } from './taken.ts'
import { truthOf } from './truth.ts'

/* One fleet through the rules. */

export interface Outcome {
  rows: Row[]
  faults: string[]
  happenings: number
  bodies: number
  /** How many values OAP's own MAL has computed too. */
  confirmed?: number
}

const SERVICE = 'shop'

/** @param withOap let OAP's own MAL compute the same, and tell where it comes to something else */
export async function compare(fleet: Fleet, target: Target, withOap = false): Promise<Outcome> {
  const pipelines = { ours: ours(target), shipped: target.isShipped ? shipped(target) : undefined }
  const oap = withOap ? startOap(rulesOf(pipelines)) : undefined
  const feed = feeding(pipelines, target, oap)
  const happened = await runFleet(fleet, SERVICE, feed.take)
  const truth = {
    byEnd: truthOf(SERVICE, happened),
    byFlush: truthOf(SERVICE, happened, storedAt),
  }
  const run = { target, fleet, truth, pipelines }
  const rows = judgeAll(run)
  const confirmed = await oap?.differences({
    '': [...pipelines.ours.metrics, pipelines.ours.logs],
    [SHIPPED]: pipelines.shipped?.metrics ?? [],
  })
  return {
    rows,
    faults: [...new Set([...feed.faults, ...strangers(run), ...(confirmed?.differences ?? [])])],
    happenings: happened.length,
    bodies: feed.bodies(),
    confirmed: confirmed?.compared,
  }
}

/** Before the names of shipped metrics, which are those of ours. */
const SHIPPED = 'shipped_'

function rulesOf(pipelines: Pipelines) {
  const shippedRules = pipelines.shipped?.rules ?? []
  return [
    ...pipelines.ours.rules,
    ...shippedRules.map((rule) => ({ ...rule, metric: SHIPPED + rule.metric })),
  ]
}

/** What the kit sends goes through all that computes. */
function feeding(pipelines: Pipelines, target: Target, oap: Oap | undefined) {
  const rules = lalFiles().flatMap((file) => file.rules.map(({ dsl }) => dsl))
  const faults: string[] = []
  let bodies = 0

  function takeMetrics(batch: Batch): void {
    oap?.take(batch)
    for (const pipeline of [pipelines.ours, pipelines.shipped])
      pipeline?.metrics.forEach((meters) => meters.take(batch))
  }

  function takeLog(log: Log): void {
    const taken = takenBy(rules, log, target.layer)
    faults.push(...taken.faults)
    for (const batch of taken.samples) {
      pipelines.ours.logs.take(batch)
      oap?.take(batch)
      pipelines.shipped?.logs.take(eachAsOne(batch))
    }
  }

  return {
    faults,
    bodies: () => bodies,
    take({ path, body }: Sent): void {
      bodies++
      if (path === '/v1/metrics') receiveMetrics(body).forEach(takeMetrics)
      if (path === '/v1/logs') receiveLogs(body).forEach(takeLog)
    },
  }
}

/** As shipped: each log is one error. */
function eachAsOne(batch: Batch): Batch {
  const ones = Object.entries(batch).map(([name, samples]) => [
    name,
    samples?.map((sample) => ({ ...sample, value: 1 })),
  ])
  return Object.fromEntries(ones) as Batch
}
