import type { Runtime } from '../../hosts/index.ts'

/** ms between two looks. */
const POLL = 8
/** So many in a row that see nothing under way. */
const QUIET_LOOKS = 8

/** Thrown out of a step whose time is over. */
export class Stopped extends Error {}

export type Pause = (ms: number) => Promise<void>

/** Waits; when the signal fires, all of it ends with a `Stopped`. */
export function pauseUntil(signal: AbortSignal | undefined): Pause {
  return (ms) =>
    new Promise<void>((resolve, reject) => {
      if (signal?.aborted) return reject(new Stopped('stopped'))
      const end = () => {
        clearTimeout(timer)
        reject(new Stopped('stopped'))
      }
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', end)
        resolve()
      }, ms)
      signal?.addEventListener('abort', end, { once: true })
    })
}

/** Nothing ends it before its time. */
export const PLAIN_PAUSE = pauseUntil(undefined)

/** False if it does not come about in time. */
export async function comesTrue(predicate: () => unknown, ms: number, pause: Pause): Promise<boolean> {
  const end = performance.now() + ms
  while (!predicate()) {
    if (performance.now() > end) return false
    await pause(POLL)
  }
  return true
}

/**
 * Until no request has been under way for a moment, or for `ms`. The moment is counted in looks, not by the clock: a
 * busy machine would let it pass before the app had its turn.
 */
export async function quiet(runtime: Runtime, ms: number, pause: Pause): Promise<void> {
  const end = performance.now() + ms
  let still = 0
  while (still < QUIET_LOOKS && performance.now() < end) {
    const { active, queued } = runtime.slots
    still = active + queued ? 0 : still + 1
    await pause(POLL)
  }
}
