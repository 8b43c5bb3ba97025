import { MINUTE } from '../model/meters.ts'

/* How what people and networks do is spread. */

export interface Chance {
  /** From 0 to below 1. */
  random(): number
  pick<T>(list: readonly T[]): T
  /** ms until the next of events that come so many times a minute. */
  gap(perMinute: number): number
  /** ms: most requests take some 200, a few very long. */
  requestDuration(): number
  /** 0: no answer. */
  status(): number
}

export function createChance(random: () => number): Chance {
  return {
    random,
    pick: (list) => list[Math.floor(random() * list.length)],
    gap: (perMinute) => (-Math.log(1 - random()) * MINUTE) / perMinute,
    requestDuration: () => Math.round(Math.min(70_000, Math.exp(5.2 + 1.1 * normal(random)))),
    status() {
      const share = random()
      if (share < 0.94) return 200
      if (share < 0.96) return 404
      return share < 0.985 ? 503 : 0
    },
  }
}

/** Box and Muller. */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}
