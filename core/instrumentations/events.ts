import type { Instrumentation } from '../instrumentation.ts'
import { elapsed } from '../internal/clock.ts'
import { undoAll } from '../internal/guard.ts'

/** What the platform tells in passing: memory that runs short, sub-packages that do not load, changes of the network. */
export function eventsInstrumentation(errors: boolean): Instrumentation {
  return {
    name: 'events',
    install(context) {
      const { clock, guard, platform, report } = context
      const note = (category: string, message: string) =>
        context.trail && context.trail.add(category, message)
      let offlineSince: number | undefined

      const undos = [
        platform.on('memoryWarning', (told) => {
          const { level } = Object(told)
          // iOS has none: docs/platforms/wechat.md#memory
          note('memory', typeof level === 'number' ? 'level ' + level : 'low')
        }),
        errors
          ? platform.on('lazyLoadError', (told) => {
              const { errMsg, subpackage } = Object(told)
              const names = ([] as unknown[]).concat(subpackage || []).join(', ')
              const message =
                'sub-package ' + (names && names + ' ') + 'failed to load' + (errMsg ? ': ' + errMsg : '')
              report({ type: 'lazyLoad', door: 'platform.lazyLoadError', message })
            })
          : undefined,
        platform.on('networkStatusChange', (told) => {
          const { isConnected, networkType } = Object(told)
          const type = isConnected === false ? 'none' : String(networkType || 'unknown').toLowerCase()
          context.networkType = type
          const now = clock.tick()
          let away: number | undefined
          if (type === 'none') offlineSince = offlineSince === undefined ? now : offlineSince
          else if (offlineSince !== undefined) {
            away = elapsed(offlineSince, now)
            offlineSince = undefined
          }
          note('network', type + (away === undefined ? '' : ' after ' + away + ' ms offline'))
        }),
      ]
      return () => undoAll(guard, undos)
    },
  }
}
