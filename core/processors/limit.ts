import { oneTimer } from '../internal/clock.ts'
import { topFrame } from '../internal/error.ts'
import { hexId } from '../internal/id.ts'
import { cut } from '../internal/utf8.ts'
import type { ProcessorFactory } from '../processor.ts'
import type { LogRecord, Signal } from '../signal.ts'
import { changeSignal, changeTexts } from './texts.ts'

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
    const timer = oneTimer(clock, touch)
    const buckets: { [kind: string]: { left: number; at: number } } = {}

    function flooded(kind: string): boolean {
      const at = clock.tick()
      const bucket = buckets[kind] || (buckets[kind] = { left: BURST, at })
      bucket.left = Math.min(BURST, bucket.left + (Math.max(0, at - bucket.at) / 1000) * RATE)
      bucket.at = at
      if (bucket.left < 1) return true
      bucket.left--
      return false
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
        if (!window.count++) timer.by(window.until - now)
        window.log = log
        return true
      }
      if (window || windows.size < MAX_WINDOWS) windows.set(key, { until: now + WINDOW, count: 0, log })
      return false
    }

    return {
      onEmit(signal) {
        let shortened = false
        const shorten = (text: string) => {
          if (text.length <= MAX_TEXT) return text
          shortened = true
          return cut(text, MAX_TEXT)
        }
        changeSignal(signal, (attributes) => changeTexts(attributes, shorten))
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
          else if (window.count) timer.by(window.until - now)
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
