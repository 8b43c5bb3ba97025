import { INFIX, type Scope } from '../rules/scopes.ts'
import type { Target } from '../rules/targets.ts'
import { startOf, type Fleet, type Happening } from './fleet/happening.ts'
import { MINUTE, STEPS, type MeterValues, type Meters, type Step } from './model/meters.ts'
import type { Pipeline } from './pipelines.ts'
import type { Truth } from './truth.ts'

/* A run of a fleet through the rules, read: what happened, and what was made of it. */

export interface Pipelines {
  ours: Pipeline
  shipped?: Pipeline
}

export interface Run {
  target: Target
  fleet: Fleet
  /** By the minute in which something ended, and by that in which it was sent. */
  truth: { byEnd: Truth; byFlush: Truth }
  pipelines: Pipelines
}

/** From so many devices on, what is flushed in the next minute is made up for by what came from the one before. */
const LARGE = 1000

export function nameOf({ target }: Run, scope: Scope, name: string): string {
  return `${target.prefix}_${INFIX[scope]}${name}`
}

export function isLarge({ fleet }: Run): boolean {
  return fleet.devices >= LARGE
}

/** What is sent after the last minute counts too. */
export function allMinutes({ fleet }: Run): number[] {
  return Array.from({ length: fleet.minutes + 3 }, (_, index) => startOf(fleet) / MINUTE + index)
}

/** The minutes with which the hours, say, of the run begin. */
export function startsOf(run: Run, step: Step): number[] {
  return [...new Set(allMinutes(run).map((minute) => minute - (minute % STEPS[step])))]
}

/** The first and the last are not whole. */
export function wholeMinutes(run: Run): number[] {
  return allMinutes(run).slice(1, run.fleet.minutes - 1)
}

export function bothOf<Value>(
  { pipelines: { ours, shipped } }: Run,
  read: (pipeline: Pipeline | undefined) => Value,
): [ours: Value, shipped: Value] {
  return [read(ours), read(shipped)]
}

export function valuesOf(
  pipeline: Pipeline | undefined,
  metric: string,
  entity: string,
  minute: number,
  step: Step = 'minute',
): MeterValues | undefined {
  return metersOf(pipeline, metric)?.read(metric, entity, minute, step)
}

export function metersOf(pipeline: Pipeline | undefined, metric: string): Meters | undefined {
  return pipeline && metersIn(pipeline).find((meters) => meters.has(metric))
}

export function metersIn({ metrics, logs }: Pipeline): Meters[] {
  return [...metrics, logs]
}

export function happenedIn(
  truth: Truth,
  scope: Scope,
  entity: string,
  start: number,
  step: Step,
): Happening[] {
  return Array.from({ length: STEPS[step] }, (_, index) => truth.of(scope, entity, start + index)).flat()
}
