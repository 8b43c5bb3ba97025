import { parseArgs } from 'node:util'

export interface BenchOptions {
  /** For CI: few rounds. */
  short: boolean
  /** Sizes instead of times. */
  sizes: boolean
  /** Machine-readable. */
  json: boolean
  /** Appends the ratios to the history. */
  record: boolean
  /** Writes the tables of the README. */
  readme: boolean
  /** Groups whose names match. */
  only?: RegExp
}

export const USAGE = `npm run bench [-- options]
  --short    few rounds, as in CI
  --sizes    what each part adds to an app, instead of times
  --only X   groups that match X: request-off, request-sw8, request-all, emit, flush, background, start, memory,
             and, with --readme, growth
  --json     prints JSON
  --record   appends the ratios to bench/history.jsonl
  --readme   also builds the sample apps, and writes the tables of the README (bench/cost.json)`

/** @throws Error that says what is wrong */
export function readArguments(args: string[]): BenchOptions {
  const flag = { type: 'boolean', default: false } as const
  const { values } = parseArgs({
    args,
    options: { short: flag, sizes: flag, json: flag, record: flag, readme: flag, only: { type: 'string' } },
  })
  const { short, sizes, json, record, readme } = values
  const only = values.only === undefined ? undefined : new RegExp(values.only)
  if (record && only) throw new Error('--record wants all groups, so it does not go with --only')
  if (readme && short) throw new Error('--readme wants figures to rely on, so it does not go with --short')
  return { short, sizes, json, record, readme, only }
}
