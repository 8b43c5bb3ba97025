import { oneTimer, type Clock } from '../internal/clock.ts'
import { topFrame } from '../internal/error.ts'
import { hexId } from '../internal/id.ts'
import { EXCEPTION_COUNT, EXCEPTION_STACKTRACE, EXCEPTION_TYPE, MINIPROGRAM_PAGE_PATH } from '../names.ts'
import type { ProcessorFactory } from '../processor.ts'
import type { LogRecord, Signal } from '../signal.ts'

/** Identical errors within it become one summary. */
const WINDOW = 60000
const MAX_WINDOWS = 50
/** ms for each signal of a kind; who was quiet for so long may send a burst of 500. */
const PACE = 50
const QUIET = 25000

interface Repeats {
  until: number
  count: number
  log: LogRecord
}

/** Merges what repeats, and stops what floods. */
export function limitProcessor(): ProcessorFactory {
  return ({ clock, random, touch }) => {
    const windows = new Map<string, Repeats>()
    const timer = oneTimer(clock, touch)
    const flooded = pacing(clock)

    /** True if it was merged into the window of an equal one. */
    function merged(log: LogRecord): boolean {
      const key = likenessOf(log)
      const now = clock.now()
      const window = windows.get(key)
      // one with something to tell stays open until it has told it, so that a storm has no gaps
      if (window && (window.count || !over(window, now))) {
        if (!window.count++) timer.by(window.until - now)
        window.log = log
        return true
      }
      if (window || windows.size < MAX_WINDOWS) windows.set(key, { until: now + WINDOW, count: 0, log })
      return false
    }

    return {
      onEmit(signal) {
        const isError = signal.kind === 'log' && signal.severity >= 17
        if (isError && EXCEPTION_TYPE in signal.attributes && merged(signal)) return 'deduplicated'
        // errors have a bucket of their own: no chatter keeps them out
        return flooded(isError ? 'error' : signal.kind) ? 'rate_limited' : signal
      },
      drain(why) {
        const now = clock.now()
        const summaries: Signal[] = []
        windows.forEach((window, key) => {
          const { count, log, until } = window
          const ended = over(window, now)
          if (ended) windows.delete(key)
          if (count && (ended || why !== 'flush')) {
            const attributes = Object.assign({}, log.attributes, { [EXCEPTION_COUNT]: String(count) })
            summaries.push(Object.assign({}, log, { uid: hexId(random, 32), attributes }))
            window.count = 0
          } else if (count) timer.by(until - now)
        })
        return summaries
      },
      clear() {
        windows.clear()
        timer.stop()
      },
    }
  }
}

/** Whether one of a kind more is one too many. */
function pacing(clock: Clock): (kind: string) => boolean {
  /** By kind: up to which tick its time is used up. */
  const used: { [kind: string]: number } = {}
  return (kind) => {
    const now = clock.tick()
    const from = Math.min(now, Math.max(kind in used ? used[kind] : -Infinity, now - QUIET))
    const late = from + PACE > now
    used[kind] = late ? from : from + PACE
    return late
  }
}

/** Equal errors have one. */
function likenessOf({ attributes, body }: LogRecord): string {
  return [
    attributes[EXCEPTION_TYPE],
    attributes[MINIPROGRAM_PAGE_PATH],
    body,
    topFrame(String(attributes[EXCEPTION_STACKTRACE])),
  ].join('\n')
}

/** Also if the clock was set back. */
function over({ until }: Repeats, now: number) {
  return now >= until || until - now > WINDOW
}
