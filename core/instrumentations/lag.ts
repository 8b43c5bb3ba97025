import type { Context } from '../context.ts'
import type { Instrumentation } from '../instrumentation.ts'
import { elapsed } from '../internal/clock.ts'
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
/** ms: who sleeps for longer was suspended. */
const MOST = 30000
/** ms within which an app that was suspended tells that it is back. */
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
      let timers: Undo[] = []
      let away = false
      /** Not told yet: it may turn out that the app was suspended. */
      let held: Lag | undefined

      function tell(): void {
        const lag = held
        held = undefined
        if (!lag) return
        const attributes = (): Attributes => (lag.path ? { [MINIPROGRAM_PAGE_PATH]: lag.path } : {})
        lags.record(lag.ms, lag.path, attributes)
        if (errors && lag.ms > LONG) context.emit(logOf(context, lag.ms, attributes()))
      }

      function hold(due: number, ms: number): void {
        const lag: Lag = (held = { ms, path: page() })
        if (idle)
          idle(() => {
            const longer = elapsed(due, clock.tick())
            if (longer! > lag.ms && longer! < lag.ms + BEAT) lag.ms = longer!
          })
      }

      function beat(): void {
        const due = clock.tick() + BEAT
        let seen = 0
        let late: number | undefined
        // where the clock was set no time has passed, and this one is not due together with the other
        const witness = clock.after(BEAT + LEAST, () => {
          if (clock.tick() - seen < LEAST / 2) hold(due, late!)
        })
        const next = clock.after(BEAT, () => {
          seen = clock.tick()
          late = elapsed(due, seen)
          tell()
          beat()
          if (late! >= LEAST && late! < MOST) timers.push(witness)
          else witness()
        })
        timers = [witness, next]
      }

      function start(): void {
        if (!away && !timers.length && !(isHidden && isHidden())) beat()
      }

      function stop(): void {
        undoAll(guard, timers)
      }

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
          if (held) timers = [clock.after(BACK, tell)]
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
  if (trail) {
    log.crumbs = trail.crumbs()
    trail.add('error', body, { type: 'lag' })
  }
  return log
}
