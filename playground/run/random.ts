/** Numbers from 0 up to 1. */
export type Random = () => number

export function between(random: Random, [from, to]: readonly [number, number]): number {
  return from + random() * (to - from)
}

/** A whole number, both ends included. */
export function wholeBetween(random: Random, [from, to]: readonly [number, number]): number {
  return from + Math.floor(random() * (to - from + 1))
}

export function pick<T>(random: Random, list: readonly T[]): T {
  return list[Math.floor(random() * list.length)]!
}

/** One of the names, as often as its weight says; at least one weight has to be above 0. */
export function pickWeighted<Name extends string>(
  random: Random,
  weights: { readonly [name in Name]?: number },
): Name {
  const entries = (Object.entries(weights) as [Name, number][]).filter(([, weight]) => weight > 0)
  let left = random() * entries.reduce((sum, [, weight]) => sum + weight, 0)
  const found = entries.find(([, weight]) => (left -= weight) < 0) ?? entries[entries.length - 1]!
  return found[0]
}
