import { elapsed, systemClock } from '../../core/internal/clock.ts'
import { useMonitor } from './monitor.ts'
import { currentPage } from './pages.ts'

export interface PagePerformance {
  /**
   * Says that the page has come so far: the ms since the `setup()` that called `usePagePerformance`, as
   * `miniprogram.page.mark.duration` with the page and this name.
   */
  mark(name: string): void
}

/** Marks of one's own on the way of a page: first data, first picture, whatever is worth a number. */
export function usePagePerformance(): PagePerformance {
  const monitor = useMonitor()
  const { tick } = systemClock()
  const from = tick()
  const page = currentPage()
  return {
    mark(name) {
      const duration = elapsed(from, tick())
      const path = page || currentPage()
      if (duration !== undefined)
        monitor.histogram('miniprogram.page.mark.duration', duration, {
          'miniprogram.page.mark': name,
          'miniprogram.page.path': path,
        })
    },
  }
}
