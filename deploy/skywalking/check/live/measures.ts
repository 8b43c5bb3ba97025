import { chartsOf } from '../../rules/charts.ts'
import { gaugesIn } from '../../rules/metrics.ts'
import { INFIX, type Scope } from '../../rules/scopes.ts'
import type { Target } from '../../rules/targets.ts'
import type { Gauge, Happening } from '../fleet/happening.ts'
import {
  averageOf,
  bucketsAt,
  durations,
  requests,
  sortedDurations,
  sum,
  updates,
  UPDATE_BOUNDS,
} from '../truth.ts'

/* What is asked of a real OAP, and what it should be. */

export interface Measure {
  name: string
  expression: string
  /** What is right for what happened in a bucket, any of them; none: there is nothing to compare. */
  right: (happened: Happening[]) => number[]
  /** The share by which it may be off. */
  allowed: number
  /** Of all buckets together: repeats of an error are sent when their minute is over. */
  isWhole?: boolean
  isOfMinutes?: boolean
}

const ALLOWED = 0.01

export function measuresOf(scope: Scope, target: Target): Measure[] {
  const metric = (name: string) => `${target.prefix}_${INFIX[scope]}${name}`
  const chart = (id: string) => chartsOf(scope, target).find((each) => each.id === id)!.expressions[0]
  const percentile = (rank: number): Measure => ({
    name: `P${rank} ms`,
    expression: `${metric('request_duration_percentile')}{p='${rank}'}`,
    allowed: 0,
    right: (all) => ofRequests(all, (of) => bucketsAt(rank, sortedDurations(of))),
  })
  return [
    {
      name: 'request_count',
      expression: metric('request_count'),
      allowed: ALLOWED,
      right: (all) => ofRequests(all, (of) => [of.length]),
    },
    {
      name: 'request_cpm',
      expression: metric('request_cpm'),
      allowed: ALLOWED,
      isOfMinutes: true,
      right: (all) => ofRequests(all, (of) => [of.length]),
    },
    {
      name: 'success rate %',
      expression: chart('mm_x_success'),
      allowed: ALLOWED,
      right: (all) => ofRequests(all, (of) => shares(of.filter(({ failed }) => !failed).length / of.length)),
    },
    {
      name: 'average ms',
      expression: chart('mm_x_average'),
      allowed: ALLOWED,
      right: (all) => ofRequests(all, (of) => [sum(durations(of)) / of.length]),
    },
    percentile(50),
    percentile(95),
    {
      name: 'error_count',
      expression: `aggregate_labels(${metric('error_count')},sum)`,
      allowed: ALLOWED,
      isWhole: true,
      right: (all) => [all.filter(({ type }) => type).length],
    },
    ...gaugesIn(scope, target).map((gauge): Measure => ({
      name: `${gauge} ms`,
      expression: metric(`${gauge}_duration`),
      allowed: ALLOWED,
      right: (all) => [averageOf(gauge as Gauge, all)].filter((value) => value !== undefined),
    })),
    ...(target.hasUpdates ? ofUpdates(metric, chart) : []),
    ...(scope === 'endpoint' ? [] : [ofLosses(metric)]),
  ]
}

function ofUpdates(metric: (name: string) => string, chart: (id: string) => string): Measure[] {
  const share = (all: Happening[], of: (happening: Happening) => number) => {
    const values = updates(all).map(of)
    return values.length ? [sum(values) / values.length] : []
  }
  return [
    {
      name: 'setData',
      expression: metric('set_data_count'),
      allowed: ALLOWED,
      right: (all) => [updates(all).length].filter(Boolean),
    },
    {
      name: 'setData P95 ms',
      expression: `${metric('set_data_duration_percentile')}{p='95'}`,
      allowed: 0,
      right: (all) =>
        updates(all).length ? bucketsAt(95, sortedDurations(updates(all)), UPDATE_BOUNDS) : [],
    },
    {
      name: 'setData bytes',
      expression: chart('mm_x_update_size'),
      allowed: ALLOWED,
      right: (all) => share(all, ({ bytes = 0 }) => bytes),
    },
    {
      name: 'setData keys',
      expression: chart('mm_x_update_keys'),
      allowed: ALLOWED,
      right: (all) => share(all, ({ keys = 0 }) => keys),
    },
  ]
}

function ofLosses(metric: (name: string) => string): Measure {
  return {
    name: 'dropped',
    expression: `aggregate_labels(${metric('dropped_count')},sum)`,
    allowed: ALLOWED,
    isWhole: true,
    right: (all) => [sum(all.map(({ count = 0 }) => count))],
  }
}

function ofRequests(all: Happening[], right: (of: Happening[]) => number[]): number[] {
  const of = requests(all)
  return of.length ? right(of) : []
}

/** A page of which all requests fail has no rate. */
function shares(share: number): number[] {
  return share ? [100 * share] : []
}
