import { count, type Account, type Counts } from './outbox/account.ts'
import type { Guard } from './internal/guard.ts'
import type { Processor, Why } from './processor.ts'
import { weigh, type DropReason, type Signal } from './signal.ts'

/** What is held while the user has not been asked yet, and until the session is known. */
const RING = 100

/**
 * emit → capture (page, session, user, as they are now) → gate (consent) → processors → beforeSend → outbox.
 */
export interface Pipeline {
  /** What is no signal is counted as an invalid log. */
  emit(signal: Signal): void
  /** What the meter drained: redacted when its series were made, so that only beforeSend is left. */
  emitAggregate(signal: Signal): void
  /** What the user's hook makes of it; undefined if it drops it, throws, or gives back something else. */
  review(signal: Signal): Signal | undefined
  /** The processors' summaries. */
  drain(why: Why): void
  /** Consent is there: asks what has to be asked first; resolves always. */
  prepare(): Promise<unknown>
  /** Lets through, or drops for a reason, what is held and what comes. */
  open(): void
  shut(reason: DropReason): void
  /** Adds what is held to the counts of what is pending. */
  held(counts: Counts): Counts
}

interface Parts {
  capture: Processor
  processors: Processor[]
  beforeSend?: (signal: Signal) => unknown
  guard: Guard
  account: Account
  accept(signal: Signal): void
  /** What was held comes through the gate. */
  release(signal: Signal): void
}

/** Whole enough not to trip those who handle it; raw records were looked at more closely before. */
function isSignal(thing: unknown): thing is Signal {
  const { kind, attributes, points } = Object(thing)
  if (kind === 'metric') return Array.isArray(points)
  if (kind === 'log' || kind === 'span') return Object(attributes) === attributes
  return kind === 'segment' || kind === 'keepAlive'
}

export function createPipeline(parts: Parts): Pipeline {
  const { account, beforeSend, guard } = parts
  const steps = [parts.capture].concat(parts.processors)
  const ring: { signal: Signal; weight: number }[] = []
  let gate: 'held' | 'open' | DropReason = 'held'

  function take(signal: Signal): number {
    const weight = weigh(signal)
    account.add('taken', signal.kind, weight)
    return weight
  }

  /** From this step on; `weight` as it was taken in, whatever has become of the signal since. */
  function run(signal: Signal, weight: number, from: number): void {
    const { kind } = signal
    for (let i = from; i < steps.length; i++) {
      const result = guard.run('processor', () => steps[i].onEmit(signal))
      if (!isSignal(result)) return account.drop(kind, result || 'invalid', weight)
      signal = result
      if (!i && gate === 'held') return hold(signal, weight)
    }
    finish(signal, kind, weight)
  }

  function hold(signal: Signal, weight: number): void {
    ring.push({ signal, weight })
    const oldest = ring.length > RING && ring.shift()
    if (oldest) account.drop(oldest.signal.kind, 'queue_full', oldest.weight)
  }

  function review(signal: Signal): Signal | undefined {
    const { kind } = signal
    // a copy in plain JSON: a hook may return anything, and keep what it returned
    const result: unknown = beforeSend
      ? guard.run('beforeSend', () => {
          const returned = beforeSend(signal)
          return returned && JSON.parse(JSON.stringify(returned))
        })
      : signal
    return isSignal(result) && result.kind === kind ? result : undefined
  }

  function finish(signal: Signal, kind: Signal['kind'], weight: number): void {
    const result = review(signal)
    if (!result) return account.drop(kind, 'before_send', weight)
    const now = weigh(result)
    if (now > weight) account.add('taken', kind, now - weight)
    account.drop(kind, 'before_send', weight - now)
    if (!guard.run('accept', () => (parts.accept(result), true))) account.drop(kind, 'invalid', now)
  }

  return {
    emit(signal) {
      if (!guard.run('emit', () => isSignal(signal))) {
        account.add('taken', 'log')
        return account.drop('log', 'invalid')
      }
      const weight = take(signal)
      if (gate === 'open' || gate === 'held') run(signal, weight, 0)
      else account.drop(signal.kind, gate, weight)
    },
    review,
    emitAggregate: (signal) => finish(signal, signal.kind, take(signal)),
    drain(why) {
      steps.forEach((step, i) => {
        const signals = step.drain && guard.run('drain', () => step.drain!(why))
        if (signals) signals.forEach((signal) => run(signal, take(signal), i + 1))
      })
    },
    prepare: () => Promise.all(steps.map((step) => step.open && guard.run('open', () => step.open!()))),
    open() {
      if (gate === 'open') return
      gate = 'open'
      ring.splice(0).forEach(({ signal, weight }) => {
        guard.run('release', () => parts.release(signal))
        run(signal, weight, 1)
      })
    },
    shut(reason) {
      gate = reason
      ring.splice(0).forEach(({ signal, weight }) => account.drop(signal.kind, reason, weight))
      steps.forEach((step) => step.clear && guard.run('clear', () => step.clear!()))
    },
    held(counts) {
      ring.forEach(({ signal, weight }) => count(counts, signal.kind, weight))
      return counts
    },
  }
}
