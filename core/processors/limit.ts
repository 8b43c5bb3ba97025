import { oneTimer, type Clock } from '../internal/clock.ts'
import { topFrame } from '../internal/error.ts'
import { hash } from '../internal/hash.ts'
import { hexId } from '../internal/id.ts'
import { merge } from '../internal/own.ts'
import { sizeOf } from '../internal/size.ts'
import { EXCEPTION_COUNT, EXCEPTION_STACKTRACE, EXCEPTION_TYPE, MINIPROGRAM_PAGE_PATH } from '../names.ts'
import type { ProcessorFactory } from '../processor.ts'
import type { LogRecord, Signal } from '../signal.ts'

/** Identical errors within it become one summary. */
const WINDOW = 60000
const MAX_WINDOWS = 50
/** ms for each signal of a kind; who was quiet for so long may send a burst of 500. */
const PACE = 50
const QUIET = 25000

/** Characters of what is held until its summary is due; what finds no room is not merged. */
const MAX_HELD = 65536
/** Characters by which errors are told apart as they are. */
const SHORT = 200

interface Repeats {
  until: number
  count: number
  /** The last one that was merged, none while it is the first. */
  log?: LogRecord
  /** What it takes. */
  size: number
}

/** Merges what repeats, and stops what floods. */
export function limitProcessor(): ProcessorFactory {
  return ({ clock, random, touch }) => {
    const windows = new Map<string, Repeats>()
    const timer = oneTimer(clock, touch)
    const flooded = pacing(clock)
    const holds = holding()

    /** True if it was merged into the window of an equal one. */
    function merged(log: LogRecord): boolean {
      const key = likenessOf(log)
      const now = clock.now()
      const window = windows.get(key)
      // one with something to tell stays open until it has told it, so that a storm has no gaps
      if (window && (window.count || !over(window, now))) {
        // a summary tells of many, and what came before the last of them says little
        log.crumbs = undefined
        const room = holds(window, log)
        if (room) {
          if (!window.count) timer.by(window.until - now)
          window.count += +log.repeats! || 1
        }
        return room
      }
      if (window || windows.size < MAX_WINDOWS) windows.set(key, { until: now + WINDOW, count: 0, size: 0 })
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
          if (log && (ended || why !== 'flush')) {
            const attributes = merge(merge({}, log.attributes), { [EXCEPTION_COUNT]: String(count) })
            summaries.push(Object.assign({}, log, { uid: hexId(random, 32), attributes }))
            window.count = 0
            holds(window)
          } else if (count) timer.by(until - now)
        })
        return summaries
      },
      clear() {
        windows.forEach((window) => holds(window))
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

/** Whether there is room for the log in the place of the one before; none needs no room. */
function holding(): (window: Repeats, log?: LogRecord) => boolean {
  let held = 0
  return (window, log) => {
    const size = log ? sizeOf(log) : 0
    const more = size - window.size
    const room = held + more <= MAX_HELD
    if (room) {
      held += more
      window.log = log
      window.size = size
    }
    return room
  }
}

/** Equal errors have one; short, since many are remembered. */
function likenessOf({ attributes, body }: LogRecord): string {
  const text = [
    attributes[EXCEPTION_TYPE],
    attributes[MINIPROGRAM_PAGE_PATH],
    body,
    topFrame(String(attributes[EXCEPTION_STACKTRACE])),
  ].join('\n')
  return text.length > SHORT ? hash(text) + ' ' + text.length : text
}

/** Also if the clock was set back. */
function over({ until }: Repeats, now: number) {
  return now >= until || until - now > WINDOW
}
