/** A handle that only the clock which made it understands. */
export type TimerHandle = unknown

/** Everything about time that a device has. Injected, so that tests never wait. */
export interface HostClock {
  /** The wall clock as the device believes it, in ms since the epoch. */
  now(): number
  /** ms since some start; never jumps. */
  monotonic(): number
  setTimeout(callback: () => void, ms: number): TimerHandle
  clearTimeout(handle: TimerHandle): void
  setInterval(callback: () => void, ms: number): TimerHandle
  clearInterval(handle: TimerHandle): void
  /** The user or the network time service sets the clock: only now() changes. */
  step(ms: number): void
  /** Synchronous work takes this long. Real clocks ignore it: there the work itself takes its time. */
  elapse(ms: number): void
}

export interface VirtualClock extends HostClock {
  /** Runs what falls due within ms, in order, and lets promise jobs finish after each. */
  advance(ms: number): Promise<void>
  /** Lets promise jobs and rejection events finish; time stands still. */
  idle(): Promise<void>
  /** Number of timers that wait. */
  readonly pending: number
}

export function realClock(): HostClock {
  let offset = 0
  return {
    now: () => Date.now() + offset,
    monotonic: () => performance.now(),
    setTimeout: (callback, ms) => setTimeout(callback, ms),
    clearTimeout: (handle) => clearTimeout(handle as NodeJS.Timeout),
    setInterval: (callback, ms) => setInterval(callback, ms),
    clearInterval: (handle) => clearInterval(handle as NodeJS.Timeout),
    step: (ms) => void (offset += ms),
    elapse: () => {},
  }
}

interface Timer {
  due: number
  callback: () => void
  every?: number
  cancelled?: boolean
}

// Taken at load: a test runner may replace the global one by a fake.
const immediate = setImmediate

/** One turn of Node's loop: all promise jobs are done and `unhandledRejection` has been emitted. */
function settle() {
  return new Promise<void>((resolve) => immediate(resolve))
}

export function virtualClock(options: { start?: number } = {}): VirtualClock {
  let mono = 0
  let wall = options.start ?? Date.UTC(2024, 0, 1)
  const timers: Timer[] = []

  // Sorted by due time, first come first served; device histories keep few timers, so an array is enough.
  const insert = (timer: Timer) => {
    let at = timers.length
    while (at > 0 && timers[at - 1].due > timer.due) at--
    timers.splice(at, 0, timer)
    return timer
  }
  // Platforms round 0 up as well, and a chain of zero delays must not stop time for ever.
  const delay = (ms: number) => (ms >= 1 ? ms : 1)
  const add = (callback: () => void, ms: number, every?: number) =>
    insert({ due: mono + delay(ms), callback, every })
  const cancel = (handle: TimerHandle) => {
    const timer = handle as Timer | undefined
    if (!timer) return
    timer.cancelled = true
    const at = timers.indexOf(timer)
    if (at >= 0) timers.splice(at, 1)
  }
  const elapse = (ms: number) => {
    mono += ms
    wall += ms
  }

  return {
    now: () => wall,
    monotonic: () => mono,
    setTimeout: (callback, ms) => add(callback, ms),
    clearTimeout: cancel,
    setInterval: (callback, ms) => add(callback, ms, delay(ms)),
    clearInterval: cancel,
    step: (ms) => void (wall += ms),
    elapse,
    idle: settle,
    get pending() {
      return timers.length
    },
    async advance(ms) {
      const target = mono + ms
      await settle()
      while (timers.length && timers[0].due <= target) {
        const timer = timers.shift()!
        if (timer.due > mono) elapse(timer.due - mono)
        timer.callback()
        await settle()
        if (timer.every && !timer.cancelled) {
          timer.due = mono + timer.every
          insert(timer)
        }
      }
      if (target > mono) elapse(target - mono)
    },
  }
}
