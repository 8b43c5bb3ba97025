export interface Wait {
  /** Calls back whenever it may be worth to ask again. @returns undo */
  subscribe(ask: () => void): () => void
  timeoutMs: number
  /** What to say when it takes longer. */
  explain(): string
}

/** Resolves with the first truthy result of the predicate, which is asked now, too; rejects with what it throws. */
export function waitUntil<T>(predicate: () => T, wait: Wait): Promise<NonNullable<T>> {
  return new Promise((resolve, reject) => {
    let undo = (): void => {}
    const settle = (then: () => void): void => {
      clearTimeout(timer)
      undo()
      then()
    }
    const ask = (): void => {
      try {
        const result = predicate()
        if (result) settle(() => resolve(result))
      } catch (error) {
        settle(() => reject(error))
      }
    }
    const timer = setTimeout(() => settle(() => reject(new Error(wait.explain()))), wait.timeoutMs)
    undo = wait.subscribe(ask)
    ask()
  })
}
