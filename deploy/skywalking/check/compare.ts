import type { Target } from '../rules/targets.ts'
import { runFleet, type Fleet } from './fleet.ts'
import { judgeOf, scopes, type Row } from './judge.ts'
import type { LalRule } from './model/lal-syntax.ts'
import { runLal, type Extracted, type Log } from './model/lal.ts'
import { startOap } from './oap/start.ts'
import { receiveLogs, receiveMetrics } from './model/receiver.ts'
import { lalFiles, ours, shipped, type Pipeline } from './config.ts'
import { durations, requests, sum, truthOf } from './truth.ts'

/* One fleet through the rules. */

export interface Outcome {
  rows: Row[]
  faults: string[]
  happenings: number
  bodies: number
  /** How many values OAP's own MAL has computed too. */
  confirmed?: number
}

interface Pipelines {
  ours: Pipeline
  shipped?: Pipeline
}

/** @param withOap let OAP's own MAL compute the same, and tell where it comes to something else */
export async function compare(fleet: Fleet, target: Target, withOap = false): Promise<Outcome> {
  const pipelines: Pipelines = { ours: ours(target), shipped: target.isShipped ? shipped(target) : undefined }
  const ofShipped = (pipelines.shipped?.rules ?? []).map((rule) => ({
    ...rule,
    metric: 'shipped_' + rule.metric,
  }))
  const oap = withOap ? startOap([...pipelines.ours.rules, ...ofShipped]) : undefined
  const rules = lalFiles().flatMap((file) => file.rules.map(({ dsl }) => dsl))
  const faults: string[] = []
  let bodies = 0
  const happened = await runFleet(fleet, ({ path, body }) => {
    bodies++
    if (path === '/v1/metrics') {
      for (const batch of receiveMetrics(body)) {
        oap?.take(batch)
        for (const pipeline of [pipelines.ours, pipelines.shipped])
          pipeline?.metrics.forEach((meters) => meters.take(batch))
      }
    } else if (path === '/v1/logs')
      for (const log of receiveLogs(body)) faults.push(...takeLog(log, rules, target, pipelines, oap?.take))
  })
  const truth = truthOf('shop', happened)
  const judge = judgeOf(
    target,
    fleet,
    { byEnd: truth, byFlush: truthOf('shop', happened, ({ flushed, at }) => flushed ?? at) },
    pipelines,
  )
  const rows = scopes.flatMap((scope) => [
    judge.count(scope, 'request_cpm', (of) => requests(of).length),
    judge.count(scope, 'request_success_cpm', (of) => requests(of).filter(({ failed }) => !failed).length),
    ...(scope === 'endpoint'
      ? [judge.count(scope, 'request_failed_cpm', (of) => requests(of).filter(({ failed }) => failed).length)]
      : []),
    judge.count(scope, 'request_duration_sum', (of) => sum(durations(requests(of)))),
    judge.percentiles(scope),
    ...['js', 'promise', 'ajax'].map((type) =>
      judge.count(scope, 'error_count', (of) => of.filter((each) => each.type === type).length, type),
    ),
    ...(['app_launch', 'first_render'] as const).map((kind) => judge.average(scope, kind)),
  ])
  const confirmed = await oap?.differences({
    '': [...pipelines.ours.metrics, pipelines.ours.logs],
    shipped_: pipelines.shipped?.metrics ?? [],
  })
  return {
    rows,
    faults: [...new Set([...faults, ...judge.strangers(), ...(confirmed?.differences ?? [])])],
    happenings: happened.length,
    bodies,
    confirmed: confirmed?.compared,
  }
}

/** Exactly one rule takes an error of the kit, puts it into the right layer, and links a traced one. */
function takeLog(
  log: Log,
  rules: LalRule[],
  { layer }: Target,
  pipelines: Pipelines,
  also: (batch: Extracted['samples'][number]) => void = () => {},
): string[] {
  const taken = rules.map((rule) => runLal(rule, log)).filter((each): each is Extracted => !!each)
  const { tags } = log
  if (!tags['exception.type']) return taken.length ? ['a log that is no error was taken for one'] : []
  if (taken.length !== 1)
    return [`${taken.length} rules take a log with exception.type ${tags['exception.type']}`]
  const [{ fields, samples }] = taken
  for (const batch of samples) {
    pipelines.ours.logs.take(batch)
    also(batch)
    // as shipped: each log is one error
    const one = Object.entries(batch).map(([name, list]) => [
      name,
      list!.map((sample) => ({ ...sample, value: 1 })),
    ])
    pipelines.shipped?.logs.take(Object.fromEntries(one))
  }
  const wanted = {
    layer,
    instance: log.source['service.instance.id'] ?? '',
    endpoint: tags['miniprogram.page.path'] ?? '',
    traceId: tags['sw8.trace_id'],
    segmentId: tags['sw8.segment_id'],
    spanId: tags['sw8.span_id'],
  }
  return Object.entries(wanted)
    .filter(([name, value]) => fields[name] !== value)
    .map(([name, value]) => `a log got ${name} ${fields[name]} instead of ${value}`)
}
