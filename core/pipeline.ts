import type { Account, Counts } from './outbox/account.ts'
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

const KINDS = ['log', 'metric', 'span', 'segment', 'keepAlive']

/** Whole enough not to trip those who handle it; raw records were looked at more closely before. */
function isSignal(thing: unknown): thing is Signal {
  const { kind, attributes, points } = Object(thing)
  if (kind === 'metric') return Array.isArray(points)
  return (
    KINDS.indexOf(kind) >= 0 && (kind === 'log' || kind === 'span' ? Object(attributes) === attributes : true)
  )
}

export function createPipeline(parts: Parts): Pipeline {
  const { account, guard, processors } = parts
  const ring: { signal: Signal; weight: number }[] = []
  let gate: 'held' | 'open' | DropReason = 'held'

  function take(signal: Signal): number {
    const weight = weigh(signal)
    account.add('taken', signal.kind, weight)
    return weight
  }

  /** `weight` as it was taken in, whatever has become of the signal since. */
  function run(signal: Signal, weight: number, from: number): void {
    let current = signal
    for (let i = from; i < processors.length; i++) {
      const result = guard.run('processor', () => processors[i].onEmit(current))
      if (!isSignal(result)) return account.drop(signal.kind, result || 'invalid', weight)
      current = result
    }
    finish(current, weight)
  }

  function finish(signal: Signal, weight: number): void {
    const { kind } = signal
    const hook = parts.beforeSend
    // a copy in plain JSON: a hook may return anything, and keep what it returned
    const result: unknown = hook
      ? guard.run('beforeSend', () => {
          const returned = hook(signal)
          return returned && JSON.parse(JSON.stringify(returned))
        })
      : signal
    if (!isSignal(result) || result.kind !== kind) return account.drop(kind, 'before_send', weight)
    const more = weigh(result) - weight
    if (more > 0) account.add('taken', kind, more)
    else account.drop(kind, 'before_send', -more)
    if (!guard.run('accept', () => (parts.accept(result), true))) account.drop(kind, 'invalid', weight + more)
  }

  return {
    emit(signal) {
      if (!guard.run('emit', () => isSignal(signal))) {
        account.add('taken', 'log')
        return account.drop('log', 'invalid')
      }
      const weight = take(signal)
      if (gate !== 'open' && gate !== 'held') return account.drop(signal.kind, gate, weight)
      const captured = guard.run('capture', () => parts.capture.onEmit(signal))
      if (!isSignal(captured)) return account.drop(signal.kind, captured || 'invalid', weight)
      if (gate === 'open') return run(captured, weight, 0)
      ring.push({ signal: captured, weight })
      const oldest = ring.length > RING && ring.shift()
      if (oldest) account.drop(oldest.signal.kind, 'queue_full', oldest.weight)
    },
    emitAggregate: (signal) => finish(signal, take(signal)),
    drain(why) {
      processors.forEach((processor, i) => {
        const signals = processor.drain && guard.run('drain', () => processor.drain!(why))
        if (signals) signals.forEach((signal) => run(signal, take(signal), i + 1))
      })
    },
    prepare: () =>
      Promise.all(processors.map((p) => Promise.resolve(p.open && guard.run('open', () => p.open!())))),
    open() {
      if (gate === 'open') return
      gate = 'open'
      ring.splice(0).forEach(({ signal, weight }) => {
        guard.run('release', () => parts.release(signal))
        run(signal, weight, 0)
      })
    },
    shut(reason) {
      gate = reason
      ring.splice(0).forEach(({ signal, weight }) => account.drop(signal.kind, reason, weight))
      processors.forEach((processor) => processor.clear && guard.run('clear', () => processor.clear!()))
    },
    held(counts) {
      ring.forEach(({ signal, weight }) => (counts[signal.kind] = (counts[signal.kind] || 0) + weight))
      return counts
    },
  }
}
