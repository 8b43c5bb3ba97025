import type { Attributes, Signal, Value } from '../signal.ts'

/** What is dropped last comes first: errors, spans, metrics, other logs. */
export const CLASSES = 4

export function classOf(signal: Signal): number {
  if (signal.kind === 'log') return signal.severity >= 17 ? 0 : 3
  return signal.kind === 'metric' ? 2 : 1
}

export interface Entry {
  signal: Signal
  bytes: number
  /** When it was taken in, ms of the wall clock. */
  at: number
}

/** Signals that wait to be sent, by importance, oldest first. */
export interface Buffer {
  readonly count: number
  readonly bytes: number
  push(signal: Signal, at: number): void
  /** The oldest of the most important that `accepts` takes, up to so many and so many bytes, but one at least. */
  take(accepts: (signal: Signal) => boolean, maxCount: number, maxBytes: number): Entry[]
  /** The oldest of a class. */
  shift(importance: number): Entry | undefined
  has(accepts: (signal: Signal) => boolean): boolean
  each(visit: (signal: Signal) => void): void
  clear(): void
}

export function createBuffer(): Buffer {
  let queues: Entry[][] = []
  let count = 0
  let bytes = 0
  const reset = () => {
    queues = []
    for (let i = 0; i < CLASSES; i++) queues.push([])
    count = bytes = 0
  }
  const gone = (entry: Entry) => {
    count--
    bytes -= entry.bytes
  }
  reset()
  return {
    get count() {
      return count
    },
    get bytes() {
      return bytes
    },
    push(signal, at) {
      const entry = { signal, bytes: sizeOf(signal), at }
      queues[classOf(signal)].push(entry)
      count++
      bytes += entry.bytes
    },
    take(accepts, maxCount, maxBytes) {
      const taken: Entry[] = []
      let size = 0
      for (let i = 0; i < CLASSES; i++) {
        queues[i] = queues[i].filter((entry) => {
          const fits = taken.length < maxCount && (!taken.length || size + entry.bytes <= maxBytes)
          if (!fits || !accepts(entry.signal)) return true
          taken.push(entry)
          size += entry.bytes
          gone(entry)
          return false
        })
      }
      return taken
    },
    shift(importance) {
      const entry = queues[importance].shift()
      if (entry) gone(entry)
      return entry
    },
    has: (accepts) => queues.some((queue) => queue.some((entry) => accepts(entry.signal))),
    each: (visit) => queues.forEach((queue) => queue.forEach((entry) => visit(entry.signal))),
    clear: reset,
  }
}

/** Bytes that a signal takes in memory and in storage, roughly: text by its length, the rest flat. */
export function sizeOf(signal: Signal): number {
  if (signal.kind === 'log') return 120 + valueSize(signal.body) + attributesSize(signal.attributes)
  if (signal.kind === 'span') return 200 + signal.name.length + attributesSize(signal.attributes)
  if (signal.kind === 'metric') {
    return signal.points.reduce((sum, p) => sum + 60 + attributesSize(p.attributes) + 8 * size(p.counts), 80)
  }
  return signal.kind === 'segment' ? JSON.stringify(signal.segment).length : 40
}

function size(list: unknown[] | undefined): number {
  return list ? list.length : 0
}

function attributesSize(attributes: Attributes): number {
  let sum = 0
  for (const key in attributes) sum += key.length + valueSize(attributes[key])
  return sum
}

function valueSize(value: Value | undefined): number {
  if (typeof value === 'string') return value.length
  if (!value || typeof value !== 'object') return 8
  if (Array.isArray(value)) return value.reduce((sum: number, v) => sum + valueSize(v), 0)
  if ('map' in value) return attributesSize(value.map)
  return 'bytes' in value ? value.bytes.length : 16
}
