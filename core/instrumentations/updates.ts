import { noop } from '../internal/guard.ts'
import type { Instrumentation } from '../instrumentation.ts'
import type { UpdateEvent } from '../framework.ts'
import type { Attributes } from '../signal.ts'

/**
 * Name, unit, bounds. Of ms the finer ones: a frame takes 16.7, and an update should take no more. Of bytes: WeChat
 * advises against more than 256 KB at once and refuses more than 1 MB.
 */
const MEASURES: [name: keyof UpdateEvent, as: string, unit: string, bounds: number[]][] = [
  ['duration', 'duration', 'ms', [1, 2, 5, 10, 16, 33, 50, 100, 250, 500, 1000, 2500]],
  ['bytes', 'size', 'By', [64, 256, 1024, 4096, 16384, 65536, 262144, 1048576]],
  ['keys', 'keys', '{key}', [1, 2, 5, 10, 20, 50, 100, 200]],
]

/** What setData costs, by page: how long it takes, how much it carries. */
export function updatesInstrumentation(): Instrumentation {
  return {
    name: 'updates',
    install({ framework, guard, meter }) {
      if (!framework.observeUpdates) return noop
      const histograms = MEASURES.map(([, as, unit, bounds]) =>
        meter.histogram('miniprogram.set_data.' + as, unit, bounds),
      )
      return framework.observeUpdates(
        guard.wrap('updates', (event: UpdateEvent) => {
          const { path } = event
          MEASURES.forEach(([name], i) => {
            const value = event[name] as number
            // a clock that was set meanwhile gives nonsense
            if (value >= 0 && value < 1e9)
              histograms[i].record(value, path, (): Attributes =>
                path ? { 'miniprogram.page.path': path } : {},
              )
          })
        }),
      )
    },
  }
}
