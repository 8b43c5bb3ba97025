import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import { translator } from './i18n.ts'
import type { Translate } from './i18n.ts'
import type { Actions, State } from './state.ts'

/** What every component may ask for, besides the data that it is given. */
export interface View {
  state: State
  act: Actions
  t: Translate
}

const ViewContext = createContext<View | undefined>(undefined)

export const ViewProvider = ViewContext.Provider

export function viewOf(state: State, act: Actions): View {
  return { state, act, t: translator(state.language) }
}

/** @throws Error outside of a ViewProvider */
export function useView(): View {
  const view = useContext(ViewContext)
  if (!view) throw new Error('no ViewProvider around this component')
  return view
}
