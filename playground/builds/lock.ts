import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { lock, type LockOptions } from 'proper-lockfile'
import { cache } from './cache.ts'

/**
 * ms without a sign of life after which a lock is broken: its holder has crashed. Copying packages and hashing folders
 * keep a slow machine from giving one for seconds.
 */
const STALE = 30_000

/** How often somebody who waits looks again, ms. */
const PATIENCE = { forever: true, factor: 1, minTimeout: 200, maxTimeout: 200 }

/**
 * Runs `work` while no other does so under this name, in this process or another.
 * @param waiting is called once if somebody else is at it
 */
export async function exclusively<T>(
  name: string,
  work: () => Promise<T>,
  waiting: () => void = () => {},
): Promise<T> {
  const folder = join(cache(), 'locks')
  const file = join(folder, name)
  mkdirSync(folder, { recursive: true })
  let isOurs = true
  const options: LockOptions = {
    realpath: false,
    stale: STALE,
    // We slept, and another took over. What is made comes into its place in one piece, so that the worst is one too many.
    onCompromised: () => (isOurs = false),
  }
  const release = await lock(file, options).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ELOCKED') throw error
    waiting()
    return lock(file, { ...options, retries: PATIENCE })
  })
  try {
    return await work()
  } finally {
    if (isOurs) await release()
  }
}
