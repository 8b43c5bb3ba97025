import type { Framework } from './framework.ts'
import type { Diag } from './internal/diag.ts'
import type { Monitor } from './monitor.ts'

/**
 * The one current monitor of this JavaScript context: whoever starts finds what runs. The only module of the kit that
 * remembers anything.
 */
let running: Monitor | undefined
let users = 0
/** What the first user has started, and the last one ends. */
let owned: Monitor | undefined
/** A successor reads what its predecessor stored, so it waits for that to be finished. */
let leaving: Promise<void> | undefined

export function current(): Monitor | undefined {
  return running
}

/** A framework's glue, once made, stays: pages that were registered under an earlier monitor go on telling of themselves. */
let glue: { make: unknown; env: object; framework: Framework } | undefined

/** For `compose`: the glue that `make` made for an earlier monitor, with what is now around it, or a new one. */
export function keepFramework<E extends object>(make: (env: E) => Framework): (env: E) => Framework {
  return (given) => {
    if (!glue || glue.make !== make) {
      const env = Object.assign({}, given)
      glue = { make, env, framework: make(env) }
    }
    Object.assign(glue.env, given)
    return glue.framework
  }
}

/** For `compose`: how a new monitor takes the place of what runs, and gives it up. */
export const succession = {
  begin(diag: Diag): Promise<void> | undefined {
    if (running && running.diagnostics().state !== 'inactive') {
      diag.warn('init() was called again: it starts anew')
      void running.shutdown()
    }
    return leaving
  },
  onShutdown(monitor: Monitor, done: Promise<void>): void {
    if (running === monitor) running = undefined
    // one that is still storing is waited for, too
    const mine: Promise<void> = Promise.all([leaving, done]).then(() => {
      if (leaving === mine) leaving = undefined
    })
    leaving = mine
  },
}

/** Makes a new monitor the current one; `start` composes it with `succession`. */
export function replace(start: () => Monitor): Monitor {
  const monitor = start()
  // who used the last one has nothing to say about this one
  users = 0
  running = monitor
  return monitor
}

/**
 * Uses what runs, or else starts it, for a user who may never come: a render of React's can be thrown away.
 * `adopted`: it runs for somebody else, who is not asked.
 */
export function ensure(start: () => Monitor): { monitor: Monitor; adopted: boolean } {
  const adopted = !!running && running !== owned
  return { monitor: running || (owned = replace(start)), adopted }
}

/** Uses what runs, or else starts it; what it started ends when the last user has released it, a moment later. */
export function acquire(start: () => Monitor): { monitor: Monitor; adopted: boolean; release(): void } {
  const adopted = !!running
  const { monitor } = ensure(start)
  let released = false
  users++
  return {
    monitor,
    adopted,
    release() {
      if (released || running !== monitor) return
      released = true
      users--
      // a double mount releases and acquires within one turn
      void Promise.resolve().then(() => {
        if (!users && running === monitor && owned === monitor) void monitor.shutdown()
      })
    },
  }
}
