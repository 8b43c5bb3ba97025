import type { Monitor } from '../../core/index.ts'
import { systemClock, type Clock } from '../../core/internal/clock.ts'
import { MINIPROGRAM_PAGE_PATH } from '../../core/names.ts'
import { currentPage } from './path.ts'

/** What `usePagePerformance()` gives. */
export interface PagePerformance {
  /** A gauge of this name, in ms since the page's component was made: `mark('goods.shown')`. */
  mark(name: string): void
  /** The same, from here until the returned function is called: `const done = time('goods.load')`. */
  time(name: string): () => void
}

/** Times what the life-cycle does not know: when a page has its data, how long a step in it takes. */
export function pagePerformance(monitor: () => Monitor, clock: Clock = systemClock()): PagePerformance {
  const { tick } = clock
  const made = tick()
  const page = currentPage()
  const record = (name: string, from: number) =>
    monitor().gauge(
      name,
      Math.max(0, Math.round(tick() - from)),
      page ? { [MINIPROGRAM_PAGE_PATH]: page } : {},
      'ms',
    )
  return {
    mark: (name) => record(name, made),
    time(name) {
      const from = tick()
      return () => record(name, from)
    },
  }
}
