import type { Framework } from '../framework.ts'
import type { Diag } from '../internal/diag.ts'
import { SDK_VERSION } from '../internal/version.ts'
import { shared } from '../platforms/web/realm.ts'
import type { MonitorCore } from './api.ts'

/** What there is of monitors in this JavaScript context. */
interface Known {
  running?: MonitorCore
  users: number
  /** What the first user has started, and the last one ends. */
  owned?: MonitorCore
  /** A successor reads what its predecessor stored, so it waits for that to be finished. */
  leaving?: Promise<void>
  /** There was no platform, and that was said: a server starts a monitor for each page that it renders. */
  unknown?: boolean
  /** A framework's glue, once made, stays: pages that were registered under an earlier monitor go on telling of themselves. */
  glue?: { name: string; env: object; framework: Framework }
}

/**
 * The one current monitor: whoever starts finds what runs, also from another bundle on the same web page. The only
 * module of the kit that remembers anything. Importing touches nothing, so what is shared is looked for when it is used.
 */
let known: Known | undefined

function state() {
  return known || (known = shared((): Known => ({ users: 0 })))
}

/** The monitor that runs in this JavaScript context, if there is one; whether or not it has what apps call. */
export function running(): MonitorCore | undefined {
  return state().running
}

/**
 * For `compose`: the glue that was made under this name for an earlier monitor, with what is now around it, or a new one.
 * Another version's is another one.
 */
export function keepFramework<E extends object>(
  name: string,
  make: (env: E) => Framework,
): (env: E) => Framework {
  const id = name + ' ' + SDK_VERSION
  return (given) => {
    const all = state()
    if (!all.glue || all.glue.name !== id) {
      const env = Object.assign({}, given)
      all.glue = { name: id, env, framework: make(env) }
    }
    Object.assign(all.glue.env, given)
    return all.glue.framework
  }
}

interface Succession {
  /** @internal */
  wasUnknown(): boolean
  /** @internal */
  onUnknown(): void
  /** @internal */
  begin(diag: Diag): Promise<void> | undefined
  /** @internal */
  onShutdown(monitor: MonitorCore, done: Promise<void>): void
}

/** For `compose`: how a new monitor takes the place of what runs, and gives it up. */
export const succession: Succession = {
  wasUnknown: () => !!state().unknown,
  onUnknown: () => void (state().unknown = true),
  begin(diag) {
    const old = running()
    if (old && old.diagnostics().state !== 'inactive') {
      diag.warn('init() was called again: it starts anew')
      void old.shutdown()
    }
    return state().leaving
  },
  onShutdown(monitor, done) {
    const all = state()
    if (all.running === monitor) all.running = undefined
    // one that is still storing is waited for, too
    const mine: Promise<void> = Promise.all([all.leaving, done]).then(() => {
      if (all.leaving === mine) all.leaving = undefined
    })
    all.leaving = mine
  },
}

/** Makes a new monitor the current one; `start` composes it with `succession`. */
export function replace<M extends MonitorCore>(start: () => M): M {
  // who used the last one has nothing to say about this one
  const running = start()
  Object.assign(state(), { running, users: 0 })
  return running
}

/**
 * Uses what runs, or else starts it, for a user who may never come: a render of React's can be thrown
 * away (https://react.dev/reference/react/StrictMode).
 * `adopted`: it runs for somebody else, who is not asked.
 */
export function ensure(start: () => MonitorCore): { monitor: MonitorCore; adopted: boolean } {
  const { running, owned } = state()
  const monitor = running || (state().owned = replace(start))
  return { monitor, adopted: !!running && running !== owned }
}

/** Uses what runs, or else starts it; what it started ends when the last user has released it, a moment later. */
export function acquire(start: () => MonitorCore): {
  monitor: MonitorCore
  adopted: boolean
  release(): void
} {
  const all = state()
  const adopted = !!all.running && all.running.diagnostics().state !== 'inactive'
  const { monitor } = ensure(start)
  let released = false
  all.users++
  return {
    monitor,
    adopted,
    release() {
      if (released || all.running !== monitor) return
      released = true
      all.users--
      // a double mount releases and acquires within one turn: https://react.dev/reference/react/StrictMode
      void Promise.resolve().then(() => {
        if (!all.users && all.running === monitor && all.owned === monitor) void monitor.shutdown()
      })
    },
  }
}
