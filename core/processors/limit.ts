import { oneTimer } from '../internal/clock.ts'
import { topFrame } from '../internal/error.ts'
import { hexId } from '../internal/id.ts'
import { cut } from '../internal/utf8.ts'
import type { ProcessorFactory } from '../processor.ts'
import type { Attributes, LogRecord, Signal, Value } from '../signal.ts'
import { changeTexts } from './texts.ts'

/** Identical errors within it become one summary. */
const WINDOW = 60000
const MAX_WINDOWS = 50
/** Signals at once, and a second after that. */
const BURST = 500
const RATE = 20
const MAX_TEXT = 8192

interface Window {
  until: number
  count: number
  log: LogRecord
}

/** Shortens what is huge, merges what repeats, and stops what floods. */
export function limitProcessor(): ProcessorFactory {
  return ({ clock, random, touch }) => {
    const windows = new Map<string, Window>()
    const timer = oneTimer(clock)
    const buckets: { [kind: string]: { left: number; at: number } } = {}

    function flooded(kind: string): boolean {
      const at = clock.tick()
      const before = buckets[kind] || { left: BURST, at }
      const left = Math.min(BURST, before.left + (Math.max(0, at - before.at) / 1000) * RATE)
      const full = left < 1
      buckets[kind] = { left: full ? left : left - 1, at }
      return full
    }

    /** True if it was merged into the window of an equal one. */
    function merged(log: LogRecord): boolean {
      const { attributes } = log
      const key = [
        attributes['exception.type'],
        attributes['miniprogram.page.path'],
        log.body,
        topFrame(String(attributes['exception.stacktrace'])),
      ].join('\n')
      const now = clock.now()
      const window = windows.get(key)
      // one with something to tell stays open until it has told it, so that a storm has no gaps
      if (window && (window.count || !over(window, now))) {
        if (!window.count++) timer.by(window.until - now, touch)
        window.log = log
        return true
      }
      if (window || windows.size < MAX_WINDOWS) windows.set(key, { until: now + WINDOW, count: 0, log })
      return false
    }

    return {
      onEmit(signal) {
        let shortened = false
        changeTexts(signal, (attributes) => shorten(attributes, () => (shortened = true)))
        const { attributes, severity } = signal as LogRecord
        if (shortened) attributes['miniprogram.monitor.truncated'] = true
        const isError = severity >= 17
        if (isError && 'exception.type' in attributes && merged(signal as LogRecord)) return 'deduplicated'
        // errors have a bucket of their own: no chatter keeps them out
        return flooded(isError ? 'error' : signal.kind) ? 'rate_limited' : signal
      },
      drain(why) {
        const now = clock.now()
        const summaries: Signal[] = []
        windows.forEach((window, key) => {
          const { log, count } = window
          const ended = over(window, now)
          if (count && (ended || why !== 'flush')) {
            const attributes = Object.assign({}, log.attributes, { 'exception.count': String(count) })
            summaries.push(Object.assign({}, log, { uid: hexId(random, 32), attributes }))
            window.count = 0
          }
          if (ended) windows.delete(key)
          else if (window.count) timer.by(window.until - now, touch)
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

/** Also if the clock was set back. */
const over = ({ until }: Window, now: number) => now >= until || until - now > WINDOW

/** In place; what is deep inside of maps and lists too. */
function shorten<T extends Attributes | Value[]>(values: T, told: () => void): T {
  const all = values as Attributes
  for (const key in all) {
    const value = all[key]
    if (typeof value === 'string') {
      if (value.length > MAX_TEXT) told()
      all[key] = cut(value, MAX_TEXT)
    } else if (Array.isArray(value)) shorten(value, told)
    else if (typeof value === 'object' && 'map' in value) shorten(value.map, told)
  }
  return values
}
