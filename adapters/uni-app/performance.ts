import type { Monitor } from '../../core/index.ts'
import { systemClock, type Clock } from '../../core/internal/clock.ts'
import { MINIPROGRAM_PAGE_PATH } from '../../core/names.ts'
import { useMonitor } from './monitor.ts'
import { currentPage } from './pages.ts'

/** What `usePagePerformance()` gives. */
export interface PagePerformance {
  /** A gauge of this name, in ms since the `setup()` that called `usePagePerformance`: `mark('goods.shown')`. */
  mark(name: string): void
  /** The same, from here until the returned function is called: `const done = time('goods.load')`. */
  time(name: string): () => void
}

/** Times what the life-cycle does not know: when a page has its data, how long a step in it takes. */
export function usePagePerformance(): PagePerformance {
  return pagePerformance(useMonitor(), systemClock())
}

function pagePerformance(monitor: Monitor, { tick }: Clock): PagePerformance {
  const made = tick()
  const page = currentPage()
  const record = (name: string, from: number) => {
    const path = page || currentPage()
    const ms = Math.max(0, Math.round(tick() - from))
    monitor.gauge(name, ms, path ? { [MINIPROGRAM_PAGE_PATH]: path } : {}, 'ms')
  }
  return {
    mark: (name) => record(name, made),
    time(name) {
      const from = tick()
      return () => record(name, from)
    },
  }
}
