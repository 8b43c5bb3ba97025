import type { Consent } from '../context.ts'

/** What follows from what the user says. */
export interface ConsentEffects {
  /** Signals may be stored and sent. */
  open(): void
  /** What was measured while it was not allowed. */
  forget(): void
  /** Nothing may be kept. */
  withdraw(): void
}

export interface ConsentState {
  state(): Consent
  /** Once: what follows from the state that it begins in. */
  start(effects: ConsentEffects): void
  set(granted: boolean): void
}

/**
 * Whether the user agrees. It begins in any of the three states, as if it came from `pending`.
 *
 *              set(true)                  set(false)
 *   pending    → granted: open            → denied: withdraw
 *   granted    stays                      → denied: withdraw
 *   denied     → granted: forget, open    stays
 */
export function createConsent(state: Consent): ConsentState {
  let effects!: ConsentEffects

  function enter(next: Consent): void {
    const before = state
    state = next
    if (next === 'denied') effects.withdraw()
    if (next !== 'granted') return
    if (before === 'denied') effects.forget()
    effects.open()
  }

  return {
    state: () => state,
    start(given) {
      effects = given
      enter(state)
    },
    set(granted) {
      // nothing but true is a yes
      const next = granted === true ? 'granted' : 'denied'
      if (next !== state) enter(next)
    },
  }
}
