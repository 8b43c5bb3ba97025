/** What the README says of the cost, as it was measured last: `npm run bench -- --readme` writes it. */
import { readFileSync, writeFileSync } from 'node:fs'
import type { Growth, Setting } from '../test/e2e/growth.ts'
import { MODES, type Mode } from './child.ts'
import type { Report } from './report.ts'

export interface Cost {
  times: {
    /** `2026-12-01` */
    at: string
    /** Of the kit. */
    version: string
    node: string
    /** µs by row of the bench. */
    rows: Record<string, Record<Mode, number>>
  }
  growth: {
    at: string
    version: string
    apps: Record<'Taro' | 'uni-app', Record<Setting, Growth>>
  }
}

const FILE = new URL('cost.json', import.meta.url)

/** Rows of the bench in the README, in its order. */
export const TOLD = [
  'start/cold-load',
  'start/cold-init',
  'start/init',
  'request/request/success/off',
  'request/request/success/sw8',
  'request/request/error/off',
  'emit/error-new',
  'emit/error-again',
]

export function readCost(): Cost {
  return JSON.parse(readFileSync(FILE, 'utf8')) as Cost
}

/** What is not measured anew stays. */
export function writeCost(more: Partial<Cost>): void {
  writeFileSync(FILE, JSON.stringify({ ...readCost(), ...more }, null, 2) + '\n')
}

/**
 * The medians of the README's rows.
 * @throws Error if one was not measured
 */
export function timesOf({ sections }: Report): Cost['times']['rows'] {
  const rows = sections.flatMap((section) => section.rows)
  return Object.fromEntries(
    TOLD.map((id) => {
      const cells = rows.find((row) => row.id === id)?.cells
      const medians = MODES.map((mode) => [mode, Number(cells?.[mode]?.value.toPrecision(3))])
      if (medians.some(([, value]) => !(Number(value) > 0))) throw new Error(`"${id}" was not measured`)
      return [id, Object.fromEntries(medians) as Record<Mode, number>]
    }),
  )
}
