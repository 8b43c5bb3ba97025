/** One seed for all the storms, and how much of what there was in a file of them. */
import { expect } from 'vitest'

export const SEED = Number(process.env.FUZZ_SEED ?? 20240601)

const figures: Record<string, number> = {}

export function count(what: string, n = 1) {
  return (figures[what] = (figures[what] ?? 0) + n)
}

export function run(numRuns: number) {
  return { numRuns, seed: SEED }
}

/** Prints what there was, which is to be so many at least. */
export function expectInputs(least: number) {
  const total = Object.values(figures).reduce((a, b) => a + b, 0)
  const parts = Object.entries(figures).map(([what, n]) => `${n} ${what}`)
  console.log(
    `fuzzing, seed ${SEED}: ${total} hostile inputs (${parts.join(', ')}), nothing thrown into the app`,
  )
  expect(total).toBeGreaterThanOrEqual(least)
}
