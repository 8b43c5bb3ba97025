import { undoAll, type Any, type Guard, type Undo } from './guard.ts'

/** Listeners of a framework's glue, by kind. */
export interface Hub {
  emit(kind: string, event: unknown): void
  /** Whether anybody listens, to this kind if one is given. */
  heard(kind?: string): boolean
  observe(kind: string): (tell: (event: Any) => void) => Undo
}

/** The host is watched (`start`) from the first listener on, and left as it was after the last. */
export function createHub(env: { guard: Guard }, start: () => (Undo | undefined)[]): Hub {
  let listeners: { kind: string; tell: (event: Any) => void }[] = []
  let undos: (Undo | undefined)[] = []
  return {
    emit: (kind, event) =>
      listeners.forEach((each) => each.kind === kind && env.guard.run('framework', each.tell, event)),
    heard: (kind) => listeners.some((each) => !kind || each.kind === kind),
    observe: (kind) => (tell) => {
      const mine = { kind, tell }
      if (!listeners.length) undos = env.guard.run('framework', start) || []
      listeners = listeners.concat(mine)
      return () => {
        listeners = listeners.filter((each) => each !== mine)
        // a second time there is nothing left to undo
        if (!listeners.length) undoAll(env.guard, undos)
      }
    },
  }
}
