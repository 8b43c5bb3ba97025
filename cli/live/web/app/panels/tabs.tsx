/** @jsxImportSource preact */
import type { ComponentChildren } from 'preact'

interface TabsProps<T extends string> {
  name: string
  /** What is chosen between. */
  label: string
  active: T
  items: { id: T; label: string }[]
  onChoose(id: T): void
}

/** How far a key goes, from tab `at` of `count`; undefined if it goes nowhere. */
function stepOf(key: string, at: number, count: number): number | undefined {
  if (key === 'ArrowRight') return (at + 1) % count
  if (key === 'ArrowLeft') return (at + count - 1) % count
  if (key === 'Home') return 0
  return key === 'End' ? count - 1 : undefined
}

/** One stop of the Tab key; the arrows go from one to the next, which is shown at once. */
export function Tabs<T extends string>({ name, label, active, items, onChoose }: TabsProps<T>) {
  const onKeyDown = (event: KeyboardEvent & { currentTarget: HTMLElement }): void => {
    const at = items.findIndex(({ id }) => id === active)
    const to = stepOf(event.key, at, items.length)
    if (to === undefined) return
    event.preventDefault()
    onChoose(items[to]!.id)
    event.currentTarget.querySelectorAll('button')[to]?.focus()
  }
  return (
    <div class="tabs" role="tablist" aria-label={label} onKeyDown={onKeyDown}>
      {items.map((item) => (
        <button
          key={item.id}
          role="tab"
          type="button"
          id={`${name}-tab-${item.id}`}
          data-testid={`${name}-tab-${item.id}`}
          aria-selected={item.id === active}
          aria-controls={`${name}-shown`}
          tabIndex={item.id === active ? 0 : -1}
          onClick={() => onChoose(item.id)}
        >
          {item.label}
        </button>
      ))}
    </div>
  )
}

/** What the chosen tab shows. */
export function Tabbed({
  name,
  active,
  children,
}: {
  name: string
  active: string
  children: ComponentChildren
}) {
  return (
    <div role="tabpanel" id={`${name}-shown`} aria-labelledby={`${name}-tab-${active}`}>
      {children}
    </div>
  )
}
