import type { Loose } from '../loose.ts'

type Listener = (reason: Loose, promise: Loose) => void

// Keyed by the prototype of a world's promises: that is how a rejection is known to come from there. Weak,
// so that a dead process and its world can go.
const worlds = new WeakMap<object, Listener>()
let installed = false

/**
 * Node reports unhandled rejections of all contexts in one place. Those of a simulated process are the
 * simulated platform's; a listener could not keep them from other listeners (test runners fail the run on
 * any), so they are taken out before the event is emitted. All others pass.
 */
function install(): void {
  if (installed) return
  installed = true
  const emit = process.emit as (...args: Loose[]) => boolean
  const listenerOf = (promise: Loose) =>
    promise && typeof promise === 'object' ? worlds.get(Object.getPrototypeOf(promise)) : undefined
  process.emit = function (this: NodeJS.Process, event: string, ...args: Loose[]) {
    if (event === 'unhandledRejection' || event === 'rejectionHandled') {
      const promise = event === 'unhandledRejection' ? args[1] : args[0]
      const listener = listenerOf(promise)
      if (listener) {
        if (event === 'unhandledRejection') listener(args[0], promise)
        return true
      }
    }
    return emit.call(this, event, ...args)
  } as typeof process.emit
}

export function watchRejections(promiseOfWorld: PromiseConstructor, listener: Listener): void {
  install()
  worlds.set(promiseOfWorld.prototype, listener)
}
