import type { Instrumentation } from '../instrumentation.ts'
import { noop, undoAll } from '../internal/guard.ts'
import {
  MINIPROGRAM_CLS_SCORE,
  MINIPROGRAM_FCP_DURATION,
  MINIPROGRAM_INP_DURATION,
  MINIPROGRAM_LCP_DURATION,
  MINIPROGRAM_PAGE_PATH,
} from '../names.ts'
import type { Vital } from '../platform.ts'
import type { Attributes } from '../signal.ts'

const GAUGES: { [name in Vital['name']]: [name: string, unit: string, precision: number] } = {
  fcp: [MINIPROGRAM_FCP_DURATION, 'ms', 1],
  lcp: [MINIPROGRAM_LCP_DURATION, 'ms', 1],
  inp: [MINIPROGRAM_INP_DURATION, 'ms', 1],
  // 0.1 is good and 0.25 is bad
  cls: [MINIPROGRAM_CLS_SCORE, '1', 10000],
}

/** When a page has painted, and how it feels, by the platform's own definitions. */
export function vitalsInstrumentation(): Instrumentation {
  return {
    name: 'vitals',
    install(context) {
      const { drop, guard, keep, meter, page, platform } = context
      if (!platform.observeVitals) return noop
      const { finish, undo } = platform.observeVitals(page, ({ name, value, page }) => {
        if (!keep('perf')) return drop('metric', 'sampled_out')
        const [gauge, unit, precision] = GAUGES[name]
        meter
          .gauge(gauge, unit)
          .record(Math.round(value * precision) / precision, page, (): Attributes =>
            page ? { [MINIPROGRAM_PAGE_PATH]: page } : {},
          )
      })
      const undos = [undo, finish, platform.on('hide', finish)]
      return () => undoAll(guard, undos)
    },
  }
}
