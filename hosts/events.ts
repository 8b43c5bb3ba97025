import type { Thread } from './engine/thread.ts'
import type { Loose } from './loose.ts'

/** Listeners of `on…` functions, by the name without `on`. */
export interface Events {
  on(name: string, listener: Loose): void
  off(name: string, listener?: Loose): void
  emit(name: string, ...args: Loose[]): void
}

export function createEvents(call: Thread['call']): Events {
  const listeners = new Map<string, Loose[]>()
  const of = (name: string) => listeners.get(name) ?? []
  return {
    on(name, listener) {
      if (typeof listener === 'function') listeners.set(name, [...of(name), listener])
    },
    off(name, listener) {
      listeners.set(name, listener === undefined ? [] : of(name).filter((each) => each !== listener))
    },
    emit(name, ...args) {
      for (const listener of of(name)) call(`on${name}`, listener, undefined, args)
    },
  }
}
