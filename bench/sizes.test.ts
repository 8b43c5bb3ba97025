import { existsSync, readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { PLATFORM_NAMES } from '../core/platforms/names.ts'
import { driverFiles, measureSizes, partFiles } from './sizes.ts'

describe('sizes', () => {
  test('every driver and every part that an app can name is in the report', () => {
    const drivers = readdirSync('core/platforms').map((file) => 'core/platforms/' + file)
    expect(driverFiles().filter((file) => !drivers.includes(file))).toEqual([])
    expect(driverFiles()).toHaveLength(PLATFORM_NAMES.length)
    expect(partFiles()).toEqual(
      expect.arrayContaining(['core/instrumentations/error.ts', 'core/propagators/sw8.ts']),
    )
    expect(partFiles().filter((file) => !existsSync(file))).toEqual([])
  })

  test('leaving a part out makes the kit smaller, and one driver is smaller than nine', async () => {
    const { entries, parts, files } = await measureSizes()
    expect(parts.filter(({ minified }) => minified <= 0).map(({ name }) => name)).toEqual([])
    const [all, one, small] = entries.map(({ minified }) => minified)
    expect(one).toBeLessThan(all)
    expect(small).toBeLessThan(one)
    const sum = files.reduce((total, { minified }) => total + minified, 0)
    expect(sum / all).toBeGreaterThan(0.9)
  })
})
