import { oneTimer } from '../internal/clock.ts'
import { topFrame } from '../internal/error.ts'
import { hexId } from '../internal/id.ts'
import { cut } from '../internal/utf8.ts'
import type { ProcessorFactory } from '../processor.ts'
import type { Attributes, LogRecord, Signal, Value } from '../signal.ts'

/** Identical errors within it become one summary. */
const WINDOW = 60000
const MAX_WINDOWS = 50
/** Signals at once, and a second after that. */
const BURST = 500
const RATE = 20
const MAX_TEXT = 8192
const TRUNCATED = 'miniprogram.monitor.truncated'

interface Window {
  until: number
  count: number
  log: LogRecord
}

/** Shortens what is huge, merges what repeats, and stops what floods. */
export function limitProcessor(): ProcessorFactory {
  return (context) => {
    const { clock, random } = context
    const windows = new Map<string, Window>()
    const timer = oneTimer(clock)
    const buckets: { [kind: string]: { left: number; at: number } } = {}

    /** Errors have a bucket of their own: no chatter keeps them out. */
    function flooded(signal: Signal): boolean {
      const kind = isError(signal) ? 'error' : signal.kind
      const now = clock.tick()
      const bucket = buckets[kind] || (buckets[kind] = { left: BURST, at: now })
      bucket.left = Math.min(BURST, bucket.left + (Math.max(0, now - bucket.at) / 1000) * RATE)
      bucket.at = now
      if (bucket.left < 1) return true
      bucket.left--
      return false
    }

    /** True if it was merged into the window of an equal one. */
    function merged(log: LogRecord): boolean {
      const key = keyOf(log)
      const now = clock.now()
      const window = windows.get(key)
      // one with something to tell stays open until it has told it, so that a storm has no gaps
      if (window && (window.count || !over(window, now))) {
        if (!window.count++) timer.by(window.until - now, context.touch)
        window.log = log
        return true
      }
      if (window || windows.size < MAX_WINDOWS) windows.set(key, { until: now + WINDOW, count: 0, log })
      return false
    }

    return {
      onEmit(signal) {
        shorten(signal)
        if (isError(signal) && 'exception.type' in signal.attributes && merged(signal)) return 'deduplicated'
        return flooded(signal) ? 'rate_limited' : signal
      },
      drain(why) {
        const now = clock.now()
        const summaries: Signal[] = []
        windows.forEach((window, key) => {
          const ended = over(window, now)
          if (window.count && (ended || why !== 'flush')) {
            const attributes = Object.assign({}, window.log.attributes, {
              'exception.count': String(window.count),
            })
            summaries.push(Object.assign({}, window.log, { uid: hexId(random, 32), attributes }))
            window.count = 0
          }
          if (ended) windows.delete(key)
          else if (window.count) timer.by(window.until - now, context.touch)
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

const isError = (signal: Signal): signal is LogRecord => signal.kind === 'log' && signal.severity >= 17

/** Also if the clock was set back. */
const over = ({ until }: Window, now: number) => now >= until || until - now > WINDOW

function keyOf({ attributes, body }: LogRecord): string {
  const page = attributes['miniprogram.page.path']
  return [
    attributes['exception.type'],
    page,
    body,
    topFrame(String(attributes['exception.stacktrace'] || '')),
  ].join('\n')
}

/** In place; what is deep inside of maps and lists too. */
function shorten(signal: Signal): void {
  if (signal.kind !== 'log' && signal.kind !== 'span') return
  let shortened = false
  const short = <T extends Value | undefined>(value: T): T => {
    if (typeof value === 'string') {
      if (value.length > MAX_TEXT) shortened = true
      return cut(value, MAX_TEXT) as T
    }
    if (Array.isArray(value)) value.forEach((item, i) => (value[i] = short(item)))
    else if (value && typeof value === 'object' && 'map' in value) all(value.map)
    return value
  }
  const all = (attributes: Attributes) => {
    for (const key in attributes) attributes[key] = short(attributes[key])
  }
  all(signal.attributes)
  if (signal.kind === 'log') signal.body = short(signal.body)
  else {
    signal.name = short(signal.name)
    signal.statusMessage = short(signal.statusMessage)
  }
  if (shortened) signal.attributes[TRUNCATED] = true
}
