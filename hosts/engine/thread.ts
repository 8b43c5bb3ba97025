import type { HostClock } from '../clock.ts'
import type { Loose } from '../loose.ts'
import { createTimers, type Timers } from './timers.ts'

/**
 * The JavaScript thread of one process: the only way into the app's code. It can be suspended (what wants
 * in then waits in order: docs/platforms/wechat.md#suspended) and stopped (nothing comes in ever again).
 */
export interface Thread {
  readonly alive: boolean
  readonly suspended: boolean
  /** Calls the app's code; what it throws goes to `raise`, not to the caller. */
  call(source: string, callback: Loose, self?: Loose, args?: Loose[]): Loose
  /** Runs now, or when the thread is awake again. */
  post(task: () => void): void
  /** Like post, in ms. Returns its cancellation. */
  after(ms: number, task: () => void): () => void
  suspend(): void
  /** Awake again: `first` runs before what had to wait. */
  resume(first?: () => void): void
  stop(): void
  /** The app's own. */
  readonly timers: Timers
}

export function createThread(clock: HostClock, raise: (error: Loose, source: string) => void): Thread {
  let alive = true
  let suspended = false
  let waiting: (() => void)[] = []
  const cancels = new Set<() => void>()

  const call = (source: string, callback: Loose, self?: Loose, args: Loose[] = []) => {
    if (!alive || typeof callback !== 'function') return undefined
    try {
      return Reflect.apply(callback, self, args)
    } catch (error) {
      raise(error, source)
      return undefined
    }
  }
  const post = (task: () => void) => {
    if (!alive) return
    if (suspended) waiting.push(task)
    else task()
  }
  const after = (ms: number, task: () => void) => {
    let cancelled = false
    const handle = clock.setTimeout(() => {
      cancels.delete(cancel)
      post(() => cancelled || task())
    }, ms)
    const cancel = () => {
      cancelled = true
      cancels.delete(cancel)
      clock.clearTimeout(handle)
    }
    cancels.add(cancel)
    return cancel
  }

  return {
    get alive() {
      return alive
    },
    get suspended() {
      return suspended
    },
    ...{ call, post, after },
    suspend: () => void (suspended = true),
    resume(first) {
      suspended = false
      const tasks = waiting
      waiting = []
      first?.()
      for (const task of tasks) post(task)
    },
    stop() {
      alive = false
      for (const cancel of [...cancels]) cancel()
      waiting = []
    },
    timers: createTimers({ call, after, isAlive: () => alive }),
  }
}
