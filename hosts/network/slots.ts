/** The platform's limit on requests under way at once; further ones wait in order: docs/platforms/wechat.md#slots */
export interface Slots {
  /** `start` runs now or when a slot is free. The returned function gives the slot or the place back. */
  enter(start: () => void): () => void
  readonly active: number
  readonly queued: number
  /** The most that were ever active. */
  readonly peak: number
}

export function createSlots(limit: number): Slots {
  const waiting: (() => void)[] = []
  let active = 0
  let peak = 0
  const begin = (start: () => void) => {
    active++
    if (active > peak) peak = active
    start()
  }
  return {
    enter(start) {
      let state: 'waiting' | 'active' | 'left' = 'waiting'
      const enter = () => {
        state = 'active'
        begin(start)
      }
      if (active < limit) enter()
      else waiting.push(enter)
      return () => {
        if (state === 'waiting') waiting.splice(waiting.indexOf(enter), 1)
        if (state === 'active') {
          active--
          const next = waiting.shift()
          if (next) next()
        }
        state = 'left'
      }
    },
    get active() {
      return active
    },
    get queued() {
      return waiting.length
    },
    get peak() {
      return peak
    },
  }
}
