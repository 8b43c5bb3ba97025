import { expect } from 'vitest'
import { readCost } from '../../bench/cost.ts'
import type { Growth, Setting } from './growth.ts'

/** Of what is recorded: beyond this the README is wrong. */
const TOLERANCE = 0.02

/** @param growth as measured now */
export function expectRecorded(app: 'Taro' | 'uni-app', growth: Record<Setting, Growth>): void {
  const recorded = readCost().growth.apps[app]
  for (const [setting, { raw, gzip }] of Object.entries(growth)) {
    const known = recorded[setting as Setting]
    const told = `${app}, ${setting}: ${raw} bytes more, ${gzip} gzipped`
    console.log(`· ${told}`)
    const advice = `${told}; recorded are ${known.raw}, ${known.gzip}: npm run bench -- --readme --only growth`
    expect(Math.abs(raw / known.raw - 1), advice).toBeLessThan(TOLERANCE)
    expect(Math.abs(gzip / known.gzip - 1), advice).toBeLessThan(TOLERANCE)
  }
}
