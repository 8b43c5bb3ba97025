import type { Instrumentation } from '../instrumentation.ts'
import { undoAll } from '../internal/guard.ts'
import { MINIPROGRAM_APP_STARTS, MINIPROGRAM_SESSIONS, MINIPROGRAM_START_TYPE } from '../names.ts'

/**
 * How often the app is started and visited.
 * @param again another monitor ran before in this run of the app, and has counted its start
 */
export function sessionInstrumentation(again: boolean): Instrumentation {
  return {
    name: 'session',
    install(context) {
      const { guard, meter, platform } = context
      const starts = meter.count(MINIPROGRAM_APP_STARTS)
      const sessions = meter.count(MINIPROGRAM_SESSIONS)
      const start = (type: string) => starts.record(1, type, () => ({ [MINIPROGRAM_START_TYPE]: type }))
      if (!again) start('cold')
      let away = false
      context.onSession = () => sessions.record(1, '', () => ({}))
      const undos = [
        platform.on('hide', () => (away = true)),
        platform.on('show', () => {
          if (away) start('hot')
          away = false
        }),
      ]
      return () => {
        context.onSession = undefined
        undoAll(guard, undos)
      }
    },
  }
}
