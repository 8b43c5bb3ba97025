import type { Context } from '../context.ts'
import type { Instrumentation } from '../instrumentation.ts'
import { elapsed, type Clock } from '../internal/clock.ts'
import { undoAll, type Undo } from '../internal/guard.ts'
import { hexId } from '../internal/id.ts'
import { EXCEPTION_TYPE, MINIPROGRAM_LAG_DURATION, MINIPROGRAM_PAGE_PATH } from '../names.ts'
import type { Attributes, LogRecord } from '../signal.ts'

/** ms between two looks. What blocks for longer is always seen, as up to so much less than it was. */
const BEAT = 200
/** ms: what a long task is: https://w3c.github.io/longtasks/ */
const LEAST = 50
/** ms: of more there is a log. */
const LONG = 2000
/** ms: of more nobody knows whether the app slept: docs/platforms/wechat.md#suspended */
const MOST = 30000
/** ms within which an app that slept tells that it is back: docs/platforms/wechat.md#suspended */
const BACK = 100

const BOUNDS = [50, 100, 250, 500, 1000, 2000, 5000, 10000]

interface Lag {
  ms: number
  path: string
}

export interface LagOptions {
  /** Long ones are logged. */
  errors: boolean
  /** Calls back once there is nothing to do, where the platform has that. */
  idle?: (fn: () => void) => void
  /** Nobody sees the app, though nobody says so. */
  isHidden?: () => boolean
}

/**
 * How long the app's code keeps everything else waiting, by the drift of a timer, while the app is in front. An idle
 * callback says when what had piled up is done, too; how soon it comes otherwise nobody promises, so it is asked for
 * only then: docs/platforms/wechat.md#idle
 */
export function lagInstrumentation({ errors, idle, isHidden }: LagOptions): Instrumentation {
  return {
    name: 'lag',
    install(context) {
      const { clock, framework, guard, meter, page, platform } = context
      const lags = meter.histogram(MINIPROGRAM_LAG_DURATION, 'ms', BOUNDS)
      const timers: Undo[] = []
      let away = false
      /** Not told yet: the app may turn out to have slept. */
      let held: Lag | undefined

      const tell = () => {
        const lag = held
        held = undefined
        if (!lag) return
        const attributes = (): Attributes => (lag.path ? { [MINIPROGRAM_PAGE_PATH]: lag.path } : {})
        lags.record(lag.ms, lag.path, attributes)
        if (errors && lag.ms > LONG) context.emit(logOf(context, lag.ms, attributes()))
      }
      const hold = (due: number, ms: number) => {
        const lag: Lag = (held = { ms, path: page() })
        if (idle)
          idle(() => {
            const longer = elapsed(due, clock.tick())
            if (longer! > lag.ms && longer! < lag.ms + BEAT) lag.ms = longer!
          })
      }
      const start = () => {
        if (!away && !timers.length && !(isHidden && isHidden())) beat(clock, timers, tell, hold)
      }
      const stop = () => undoAll(guard, timers)

      const undos = [
        platform.on('show', () => {
          away = false
          held = undefined
          stop()
          start()
        }),
        platform.on('hide', () => {
          away = true
          stop()
          // who can wait no longer leaves
          if (held) timers.push(clock.after(BACK, tell))
        }),
        framework.observePages(({ phase }) => phase === 'show' && start()),
        stop,
      ]
      // web pages may have no framework
      if (!platform.api) start()
      return () => undoAll(guard, undos)
    },
  }
}

/**
 * Looks at the timer again and again.
 * @param timers those that wait, for who wants to end it
 * @param look is called at each
 * @param found it was late by `ms`
 */
function beat(
  clock: Clock,
  timers: Undo[],
  look: () => void,
  found: (due: number, ms: number) => void,
): void {
  const due = clock.tick() + BEAT
  let seen = 0
  let late: number | undefined
  // where the clock was set no time has passed, and this one is not due together with the other
  const witness = clock.after(BEAT + LEAST, () => {
    if (clock.tick() - seen < LEAST / 2) found(due, late!)
  })
  const next = clock.after(BEAT, () => {
    seen = clock.tick()
    late = elapsed(due, seen)
    look()
    timers.length = 0
    if (late! >= LEAST && late! < MOST) timers.push(witness)
    else witness()
    beat(clock, timers, look, found)
  })
  timers.push(witness, next)
}

/** A warning, with what error logs have. */
function logOf({ clock, random, trail }: Context, ms: number, attributes: Attributes): LogRecord {
  const body = 'blocked for ' + ms + ' ms'
  const log: LogRecord = {
    kind: 'log',
    time: clock.now(),
    uid: hexId(random, 32),
    severity: 13,
    severityText: 'WARN',
    body,
    attributes: Object.assign({ [EXCEPTION_TYPE]: 'lag' }, attributes),
    door: 'lag',
  }
  if (trail) log.crumbs = trail.cross(body, 'lag')
  return log
}
