import { topFrame } from '../internal/error.ts'
import { hexId } from '../internal/id.ts'
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
    const buckets: { [kind: string]: { left: number; at: number } } = {}

    function flooded(kind: string): boolean {
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
      if (window && now < window.until && window.until - now <= WINDOW) {
        if (!window.count++) clock.after(window.until - now, context.touch)
        window.log = log
        return true
      }
      if (!window && windows.size < MAX_WINDOWS) windows.set(key, { until: now + WINDOW, count: 0, log })
      else if (window && !window.count) window.until = now + WINDOW
      return false
    }

    return {
      onEmit(signal) {
        shorten(signal)
        if (signal.kind === 'log' && signal.severity >= 17 && 'exception.type' in signal.attributes) {
          if (merged(signal)) return 'deduplicated'
        }
        return flooded(signal.kind) ? 'rate_limited' : signal
      },
      drain(why) {
        const now = clock.now()
        const summaries: Signal[] = []
        windows.forEach((window, key) => {
          const over = now >= window.until || window.until - now > WINDOW
          if (window.count && (over || why !== 'flush')) {
            const attributes = Object.assign({}, window.log.attributes, {
              'exception.count': String(window.count),
            })
            summaries.push(Object.assign({}, window.log, { uid: hexId(random, 32), attributes }))
            window.count = 0
          }
          if (over) windows.delete(key)
        })
        return summaries
      },
      clear: () => windows.clear(),
    }
  }
}

function keyOf({ attributes, body }: LogRecord): string {
  const page = attributes['miniprogram.page.path']
  return [
    attributes['exception.type'],
    page,
    body,
    topFrame(String(attributes['exception.stacktrace'] || '')),
  ].join('\n')
}

function shorten(signal: Signal): void {
  if (signal.kind !== 'log' && signal.kind !== 'span') return
  const attributes: Attributes = signal.attributes
  const cut = (value: Value): Value => {
    if (typeof value !== 'string' || value.length <= MAX_TEXT) return value
    attributes[TRUNCATED] = true
    return value.slice(0, MAX_TEXT)
  }
  for (const key in attributes) attributes[key] = cut(attributes[key])
  if (signal.kind === 'log' && signal.body !== undefined) signal.body = cut(signal.body)
}
