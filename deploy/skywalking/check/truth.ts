import { DURATION_BOUNDS } from '../../../core/metrics/histogram.ts'
import { SCOPES, type Scope } from '../rules/scopes.ts'
import type { Gauge, Happening } from './fleet/happening.ts'
import { LONG_MAX } from './model/mal.ts'
import { MINUTE } from './model/meters.ts'

/* What really happened, counted without SkyWalking: the values that a dashboard should show. */

export const RANKS = [50, 75, 90, 95, 99]

/** Happenings by entity (`shop`, `shop|2.3.0`, `shop|pages/home/home`) and minute. */
export interface Truth {
  entities(scope: Scope): string[]
  /** `early`: ms by which the minute begins and ends earlier. */
  of(scope: Scope, entity: string, minute?: number, early?: number): Happening[]
}

/** @param when what decides in which minute something happened */
export function truthOf(
  service: string,
  all: Happening[],
  when: (happening: Happening) => number = ({ at }) => at,
): Truth {
  const index = new Map<string, Happening[]>()
  const put = (key: string, happening: Happening) => {
    const list = index.get(key)
    if (list) list.push(happening)
    else index.set(key, [happening])
  }
  const names = { service: new Set<string>(), instance: new Set<string>(), endpoint: new Set<string>() }
  for (const happening of all)
    for (const scope of SCOPES) {
      const own = { service: undefined, instance: happening.instance, endpoint: happening.page }[scope]
      // an entity without a name is none
      if (own === '') continue
      const entity = own === undefined ? service : `${service}|${own}`
      names[scope].add(entity)
      put(`${scope}\n${entity}`, happening)
      put(`${scope}\n${entity}\n${Math.floor(when(happening) / MINUTE)}`, happening)
    }
  return {
    entities: (scope) => [...names[scope]],
    of: (scope, entity, minute, early = 0) => {
      const of = (key: string[]) => index.get(key.join('\n')) ?? []
      if (minute === undefined) return of([scope, entity])
      const from = minute * MINUTE - early
      return [minute - 1, minute]
        .flatMap((each) => of([scope, entity, String(each)]))
        .filter((each) => when(each) >= from && when(each) < from + MINUTE)
    },
  }
}

export function ofKind(all: Happening[], wanted: Happening['kind']) {
  return all.filter(({ kind }) => kind === wanted)
}

export function requests(of: Happening[]) {
  return ofKind(of, 'request')
}

export function updates(of: Happening[]) {
  return ofKind(of, 'update')
}

export function durations(of: Happening[]) {
  return of.map(({ duration }) => duration)
}

export function sum(values: number[]) {
  return values.reduce((total, value) => total + value, 0)
}

/**
 * The bounds of the buckets that hold the values next to a rank, counted in exact durations: a percentile lies between
 * two of them, and OAP rounds to the nearer.
 */
export function bucketsAt(rank: number, sorted: number[], bounds = DURATION_BOUNDS): number[] {
  const place = (sorted.length * rank) / 100
  return [Math.ceil(place), Math.floor(place)].map((each) => {
    const value = sorted[Math.max(0, each - 1)]
    return bounds.find((bound) => value <= bound) ?? LONG_MAX
  })
}

/** ms: the buckets of setData, as docs/signals.md has them. */
export const UPDATE_BOUNDS: readonly number[] = [1, 2, 5, 10, 16, 33, 50, 100, 250, 500, 1000, 2500]

/** In order. */
export function sortedDurations(of: Happening[]): number[] {
  return durations(of).sort((a, b) => a - b)
}

/**
 * As OAP has it: each batch of a device weighs alike, and values are whole. Of many it is the average; of few another
 * number.
 */
export function averageOf(gauge: Gauge, of: Happening[]): number | undefined {
  const batches = new Map<string, number[]>()
  for (const { kind, device, batch, at, duration } of of) {
    if (kind !== gauge) continue
    const key = [device, batch, Math.floor(at / MINUTE)].join()
    batches.set(key, [...(batches.get(key) ?? []), duration])
  }
  const values = [...batches.values()].map((all) => Math.round(sum(all) / all.length))
  return values.length ? Math.trunc(sum(values) / values.length) : undefined
}
