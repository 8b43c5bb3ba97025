import { seeded } from '../../cli/live/sink/index.ts'

/** From 0 up to 1: the same in every run. */
export const random = seeded(11)

export function pickOne<T>(list: readonly T[]): T {
  return list[Math.floor(random() * list.length)]!
}

export function hex(length: number): string {
  return Array.from({ length }, () => Math.floor(random() * 16).toString(16)).join('')
}

/** Skewed like durations are: most near `typical`, a long tail. */
export function skewed(typical: number): number {
  return Math.round(typical * Math.exp((random() + random() + random() - 1.5) * 1.1))
}
