type Counts = { [kind: string]: number }
type Drops = { [kind: string]: Counts }

/** What of `monitor.diagnostics()` makes the account. */
export interface Account {
  taken: Counts
  restored: Counts
  delivered: Counts
  dropped: Drops
  pending: Counts
  stored: Counts
}

/** The account of a device, over all processes that its app has had. */
export interface Book {
  /** A process has ended after so many ms, with this as its last word. */
  close(last: Account | undefined, age: number): void
  /** All that was taken in; what the process that runs now found in storage has been taken in before. */
  total(now: Account | undefined, age: number): Omit<Account, 'restored'>
}

/** By then a process has looked into storage. */
const OPENED = 2000

function add(into: Counts, from: Counts) {
  for (const [kind, n] of Object.entries(from)) into[kind] = (into[kind] ?? 0) + n
}

function addDrops(into: Drops, from: Drops) {
  for (const [kind, reasons] of Object.entries(from)) add((into[kind] ??= {}), reasons)
}

export function createBook(): Book {
  const closed = { taken: {} as Counts, delivered: {} as Counts, dropped: {} as Drops }
  /** What the last process had when it ended: in storage, but for what a kill came too soon for. */
  let left: Counts = {}

  const isOpen = (now: Account, age: number) => age >= OPENED || Object.keys(now.restored).length > 0
  /**
   * Compares what was left with what was found, once that is known. Less: a kill came before it was written. More: it
   * was acknowledged, and a kill came before that was noted; it is delivered again.
   */
  const compare = (now: Account, age: number): { lost: Drops; again: Counts } => {
    const lost: Drops = {}
    const again: Counts = {}
    if (!isOpen(now, age)) return { lost, again }
    for (const kind of new Set([...Object.keys(left), ...Object.keys(now.restored)])) {
      const missing = (left[kind] ?? 0) - (now.restored[kind] ?? 0)
      if (missing > 0) lost[kind] = { killed: missing }
      else if (missing) again[kind] = -missing
    }
    return { lost, again }
  }

  return {
    close(last, age) {
      if (!last) return
      add(closed.taken, last.taken)
      add(closed.delivered, last.delivered)
      addDrops(closed.dropped, last.dropped)
      const { lost, again } = compare(last, age)
      addDrops(closed.dropped, lost)
      add(closed.taken, again)
      if (isOpen(last, age)) left = {}
      add(left, last.pending)
      add(left, last.stored)
    },
    total(now, age) {
      const all = { taken: {}, delivered: {}, dropped: {}, pending: {}, stored: {} } as Omit<
        Account,
        'restored'
      >
      add(all.taken, closed.taken)
      add(all.delivered, closed.delivered)
      addDrops(all.dropped, closed.dropped)
      if (now) {
        add(all.taken, now.taken)
        add(all.delivered, now.delivered)
        addDrops(all.dropped, now.dropped)
        const { lost, again } = compare(now, age)
        addDrops(all.dropped, lost)
        add(all.taken, again)
        add(all.pending, now.pending)
        add(all.stored, now.stored)
      }
      if (!now || !isOpen(now, age)) add(all.stored, left)
      return all
    },
  }
}

/** An app may run with something else in the kit's place, or with nothing. */
export function accountOf(diagnostics: unknown): Account | undefined {
  const account = diagnostics as Account | undefined
  return account?.taken && account.dropped ? account : undefined
}
