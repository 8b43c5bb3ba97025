/** Where the focus is, when what is drawn moves, opens and closes. */
export interface Focus {
  /** Draws, and leaves the focus where it was: a node that is moved loses it. */
  keep(draw: () => void): void
  /** To what unfolds `key`, and remembers from where. */
  goTo(key: string): void
  /** To where `goTo` came from, or else to what unfolds `key`. */
  comeBack(key: string): void
}

/** @param page whose elements with `data-opens` unfold something */
export function createFocus(page: Element): Focus {
  const openers = new Map<string, HTMLElement>()
  const active = (): HTMLElement | null => page.ownerDocument.activeElement as HTMLElement | null
  const unfolding = (key: string): HTMLElement | undefined =>
    Array.from(page.querySelectorAll<HTMLElement>('[data-opens]')).find((each) => each.dataset.opens === key)
  return {
    keep(draw) {
      const before = active()
      draw()
      if (before && before !== active() && page.contains(before)) before.focus({ preventScroll: true })
    },
    goTo(key) {
      const from = active()
      const target = unfolding(key)
      if (!target || target === from) return
      if (from && page.contains(from)) openers.set(key, from)
      target.focus({ preventScroll: true })
    },
    comeBack(key) {
      const opener = openers.get(key)
      openers.delete(key)
      const target = opener?.isConnected ? opener : unfolding(key)
      target?.focus()
    },
  }
}
