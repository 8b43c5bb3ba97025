import { useView } from '../view.ts'

/**
 * A button that unfolds something below it: `head` is for the button, `item` for what holds both. Escape anywhere in
 * the item folds it.
 */
export function useDisclosure(key: string, toggle?: () => void) {
  const { state, act } = useView()
  const open = state.open.has(key)
  return {
    open,
    head: {
      type: 'button' as const,
      'aria-expanded': open,
      'data-opens': key,
      onClick: toggle ?? (() => act.toggle(key)),
    },
    item: {
      onKeyDown(event: KeyboardEvent) {
        if (event.key !== 'Escape' || !open) return
        // What holds this one stays as it is.
        event.stopPropagation()
        act.close(key)
      },
    },
  }
}
