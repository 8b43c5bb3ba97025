import type { SignalPath } from './types.ts'

interface Scope {
  /** Which requests; default all. */
  signal?: SignalPath | 'all'
  /** How many requests; default all that follow. */
  times?: number
  /** Leaves this many matching requests alone first. */
  after?: number
}

export type FaultKind =
  | {
      kind: 'status'
      status: number
      retryAfter?: number | string
      retryAfterAs?: 'seconds' | 'date'
      body?: string
    }
  | { kind: 'hang' }
  | { kind: 'reset' }
  | { kind: 'slow'; delayMs: number }
  | { kind: 'partial'; rejected?: number; message?: string }
  | { kind: 'lose' }
  | { kind: 'login' }

/**
 * What to do to requests instead of (or beside) taking them in.
 * - `status`: refuse with it; `retryAfter` in seconds (sent as seconds, or with `retryAfterAs: 'date'` as the
 *   HTTP date that lies so far ahead) or a string that is sent as it is
 * - `hang`: never answer; `reset`: cut the connection unread
 * - `slow`: take in, answer after `delayMs`
 * - `partial`: reject the last `rejected` (1) records, take the others
 * - `lose`: take in, then cut the connection before the answer
 * - `login`: 200 with an HTML page, as a captive portal does; takes nothing
 */
export type Fault = FaultKind & Scope

/** A seeded endless rotation: some requests fail in one way, some go well, then the next way. */
export interface ChaosPlan {
  kind: 'chaos'
  seed?: number
  signal?: SignalPath | 'all'
  /** The ways to fail; default `chaosFaults`. */
  faults?: FaultKind[]
  /** Requests that fail in one phase, and that go well after it: from 1 to these. Defaults 4 and 8. */
  failing?: number
  healthy?: number
}

export const CHAOS_FAULTS: readonly FaultKind[] = [
  { kind: 'status', status: 503 },
  { kind: 'status', status: 429, retryAfter: 2 },
  { kind: 'status', status: 429, retryAfter: 2, retryAfterAs: 'date' },
  { kind: 'status', status: 502 },
  { kind: 'status', status: 504 },
  { kind: 'status', status: 400 },
  { kind: 'status', status: 413 },
  { kind: 'reset' },
  { kind: 'hang' },
  { kind: 'slow', delayMs: 1500 },
  { kind: 'partial' },
  { kind: 'lose' },
]

/** mulberry32: small, good enough, the same everywhere. @returns numbers in [0, 1) */
export function seeded(seed: number) {
  let state = seed >>> 0
  return (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const result = items.slice()
  for (let last = result.length - 1; last > 0; last--) {
    const pick = Math.floor(random() * (last + 1))
    const kept = result[last]!
    result[last] = result[pick]!
    result[pick] = kept
  }
  return result
}

function rotation(plan: ChaosPlan): () => FaultKind | undefined {
  const random = seeded(plan.seed ?? 1)
  const faults = plan.faults ?? CHAOS_FAULTS
  let queue: FaultKind[] = []
  let failing = 0
  let healthy = 0
  let current: FaultKind | undefined
  return () => {
    if (failing === 0 && healthy === 0) {
      if (queue.length === 0) queue = shuffled(faults, random)
      current = queue.shift()
      failing = 1 + Math.floor(random() * (plan.failing ?? 4))
      healthy = 1 + Math.floor(random() * (plan.healthy ?? 8))
    }
    if (failing > 0) {
      failing--
      return current
    }
    healthy--
    return undefined
  }
}

const KINDS = ['status', 'hang', 'reset', 'slow', 'partial', 'lose', 'login', 'chaos']

/** @throws Error that says what is wrong with a plan that came from outside */
export function checkFault(input: unknown): Fault | ChaosPlan {
  const fault = input as Fault | ChaosPlan
  if (typeof fault !== 'object' || fault === null || KINDS.indexOf(fault.kind) < 0)
    throw new Error(`fault.kind must be one of ${KINDS.join(', ')}`)
  if (fault.kind === 'status' && !(fault.status >= 200 && fault.status <= 599))
    throw new Error('fault.status must be a status code from 200 to 599')
  if (fault.kind === 'slow' && !(fault.delayMs >= 0)) throw new Error('fault.delayMs must be a number of ms')
  return fault
}

export interface Faults {
  plan(fault: Fault | ChaosPlan): void
  clear(): void
  /** The fault for the next request of this signal, counted as played. */
  next(signal: SignalPath): FaultKind | undefined
  active(): { fault: Fault | ChaosPlan; left: number }[]
}

export function createFaults(): Faults {
  interface Rule {
    fault: Fault | ChaosPlan
    left: number
    wait: number
    pick(): FaultKind | undefined
  }
  let rules: Rule[] = []
  return {
    plan(fault) {
      checkFault(fault)
      if (fault.kind === 'chaos') rules.push({ fault, left: Infinity, wait: 0, pick: rotation(fault) })
      else rules.push({ fault, left: fault.times ?? Infinity, wait: fault.after ?? 0, pick: () => fault })
    },
    clear() {
      rules = []
    },
    next(signal) {
      for (const rule of rules) {
        const { signal: only = 'all' } = rule.fault
        if ((only !== 'all' && only !== signal) || rule.left <= 0) continue
        if (rule.wait > 0) {
          rule.wait--
          continue
        }
        rule.left--
        rules = rules.filter((each) => each.left > 0)
        return rule.pick()
      }
      return undefined
    },
    active: () => rules.map(({ fault, left }) => ({ fault, left })),
  }
}
