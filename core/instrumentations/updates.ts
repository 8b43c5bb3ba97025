import type { UpdateEvent } from '../framework.ts'
import type { Instrumentation } from '../instrumentation.ts'
import { noop } from '../internal/guard.ts'
import {
  MINIPROGRAM_PAGE_PATH,
  MINIPROGRAM_SET_DATA_DURATION,
  MINIPROGRAM_SET_DATA_KEYS,
  MINIPROGRAM_SET_DATA_SIZE,
} from '../names.ts'
import type { Attributes } from '../signal.ts'

/**
 * Name, unit, bounds. Of ms the finer ones: a frame takes 16.7, and an update should take no more. Of bytes: WeChat
 * advises against more than 256 KB at once and refuses more than 1 MB: docs/platforms/wechat.md#set-data
 */
const MEASURES: [member: keyof UpdateEvent, name: string, unit: string, bounds: number[]][] = [
  ['duration', MINIPROGRAM_SET_DATA_DURATION, 'ms', [1, 2, 5, 10, 16, 33, 50, 100, 250, 500, 1000, 2500]],
  ['bytes', MINIPROGRAM_SET_DATA_SIZE, 'By', [64, 256, 1024, 4096, 16384, 65536, 262144, 1048576]],
  ['keys', MINIPROGRAM_SET_DATA_KEYS, '{key}', [1, 2, 5, 10, 20, 50, 100, 200]],
]

/** What setData costs, by page: how long it takes, how much it carries. */
export function updatesInstrumentation(): Instrumentation {
  return {
    name: 'updates',
    install({ framework, guard, meter }) {
      if (!framework.observeUpdates) return noop
      const histograms = MEASURES.map(([, name, unit, bounds]) => meter.histogram(name, unit, bounds))
      return framework.observeUpdates(
        guard.wrap('updates', (event: UpdateEvent) => {
          const { path } = event
          MEASURES.forEach(([member], i) => {
            const value = event[member] as number
            // a clock that was set meanwhile gives nonsense
            if (value >= 0 && value < 1e9)
              histograms[i].record(value, path, (): Attributes =>
                path ? { [MINIPROGRAM_PAGE_PATH]: path } : {},
              )
          })
        }),
      )
    },
  }
}
