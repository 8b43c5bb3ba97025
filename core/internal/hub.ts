import { undoAll, type Any, type Guard, type Undo } from './guard.ts'

/** Listeners of a framework's glue, by kind. */
export interface Hub {
  emit(kind: string, event: unknown): void
  /** Whether anybody listens to this kind. */
  heard(kind: string): boolean
  observe(kind: string): (tell: (event: Any) => void) => Undo
}

/** The host is watched (`start`) from the first listener on, and left as it was after the last. */
export function createHub(env: { guard: Guard }, start: () => (Undo | undefined)[]): Hub {
  let listeners: { kind: string; tell: (event: Any) => void }[] = []
  let undos: (Undo | undefined)[] = []
  const to = (kind: string) => listeners.filter((each) => each.kind === kind)
  return {
    emit: (kind, event) => to(kind).forEach(({ tell }) => env.guard.run('framework', () => tell(event))),
    heard: (kind) => !!to(kind)[0],
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
