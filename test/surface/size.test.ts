/** Size is a feature: each entry within its limit of `.size-limit.json`, minified and gzipped. */
import { execFileSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { manifest } from './dist.ts'

interface Check {
  name: string
  passed: boolean
  size: number
  sizeLimit: number
}

const checks = measure()

describe('sizes', () => {
  test.each(checks)('$name: $size of $sizeLimit bytes', ({ size, sizeLimit }) => {
    expect(size).toBeLessThanOrEqual(sizeLimit)
  })
})

function measure(): Check[] {
  manifest()
  try {
    return JSON.parse(sizeLimit()) as Check[]
  } catch (error) {
    // Its exit code says that a limit was passed; the figures come all the same.
    const { stdout } = error as { stdout?: string }
    if (!stdout) throw error
    return JSON.parse(stdout) as Check[]
  }
}

function sizeLimit(): string {
  return execFileSync(process.execPath, ['node_modules/size-limit/bin.js', '--json'], { encoding: 'utf8' })
}
