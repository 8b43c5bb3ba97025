import type { ErrorDetail } from '../../sink/store/snapshot.ts'
import { queryOf } from './query.ts'
import type { Actions, State } from './state.ts'

/** What errors unfold to: too much for each snapshot, so it is asked for while it is in sight. */
export interface ErrorDetails {
  act: Pick<Actions, 'openError' | 'showOccurrence'>
  /** Reads again what has changed. */
  refresh(): void
  /** After a change of the filter. */
  forget(): void
}

/** @param get undefined if it is not there (any more) */
export function createErrorDetails(
  state: State,
  get: (address: string) => Promise<unknown>,
  draw: () => void,
): ErrorDetails {
  const asked = new Set<string>()
  const read = async (id: string): Promise<void> => {
    const address = `/api/errors/${id}?${queryOf(state.filter)}`
    if (asked.has(address)) return
    asked.add(address)
    const detail = await get(address).catch(() => undefined)
    asked.delete(address)
    if (address !== `/api/errors/${id}?${queryOf(state.filter)}`) return
    state.errors.set(id, (detail as ErrorDetail | undefined) ?? null)
    draw()
  }
  return {
    act: {
      openError(id) {
        const key = `error ${id}`
        if (!state.open.delete(key)) {
          state.open.add(key)
          state.occurrences.delete(id)
          void read(id)
        }
        draw()
      },
      showOccurrence(error, occurrence) {
        state.occurrences.set(error, occurrence)
        draw()
      },
    },
    refresh() {
      for (const { id, count } of state.snapshot?.errors ?? [])
        if (state.open.has(`error ${id}`) && state.errors.get(id)?.count !== count) void read(id)
    },
    forget() {
      state.errors.clear()
      state.occurrences.clear()
    },
  }
}
