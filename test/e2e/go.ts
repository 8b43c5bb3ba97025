import { spawnSync } from 'node:child_process'

/**
 * Why what is written in Go can't be had here; undefined if it can.
 * @throws Error in CI, where that is a failure
 */
export function missingGo(): string | undefined {
  if (!spawnSync('go', ['version']).error) return undefined
  const reason = 'there is no Go to build it with'
  if (process.env.CI === 'true') throw new Error(reason)
  return reason
}
