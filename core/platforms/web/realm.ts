import type { Any } from '../../internal/guard.ts'

/** Changed when what is shared changes its shape. */
const NAME = '__mini_monitor_1__'

/**
 * What all copies of the kit on one web page share: each bundle of a micro front end, and each module that a hot reload
 * has made anew, brings a copy of its own. Elsewhere an app is one bundle, and has its own.
 */
export function shared<T extends object>(make: () => T): T {
  if (typeof window !== 'object' || typeof document !== 'object') return make()
  const page: Any = window
  const there: T | undefined = page[NAME]
  if (there) return there
  const value = make()
  // not found by those who go through what `window` has
  Object.defineProperty(page, NAME, { value, configurable: true })
  return value
}
