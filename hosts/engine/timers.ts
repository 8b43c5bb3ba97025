import type { Loose, LooseFunction } from '../loose.ts'

/** `setTimeout` and its kin, for the app. */
export interface Timers {
  setTimeout: LooseFunction
  setInterval: LooseFunction
  clearTimeout: LooseFunction
  clearInterval: LooseFunction
}

/** On a thread: where a callback runs, and when. */
export function createTimers(thread: {
  isAlive(): boolean
  call(source: string, callback: Loose, self: undefined, args: Loose[]): Loose
  after(ms: number, task: () => void): () => void
}): Timers {
  const cancels = new Map<number, () => void>()
  let nextId = 1
  const start = (source: string, repeat: boolean) => {
    return (callback: Loose, ms?: Loose, ...args: Loose[]) => {
      if (!thread.isAlive()) return 0
      const id = nextId++
      const delay = Math.max(0, Number(ms) || 0)
      const wait = () => cancels.set(id, thread.after(delay, tick))
      const tick = () => {
        if (repeat) wait()
        else cancels.delete(id)
        thread.call(source, callback, undefined, args)
      }
      wait()
      return id
    }
  }
  const clear = (id: Loose) => {
    cancels.get(id)?.()
    cancels.delete(id)
  }
  return {
    setTimeout: start('setTimeout', false),
    setInterval: start('setInterval', true),
    clearTimeout: clear,
    clearInterval: clear,
  }
}
