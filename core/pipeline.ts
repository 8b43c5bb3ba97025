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
  emit(signal: Signal): void
  /** What the meter drained: redacted when its series were made, so that only beforeSend is left. */
  emitAggregate(signal: Signal): void
  /** The processors' summaries. */
  drain(why: Why): void
  /** Lets through, or drops, what is held and what comes. */
  open(): void
  deny(): void
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
  /** At the end of the gate: what only now may be read. */
  release(signal: Signal): Signal
}

const isSignal = (thing: unknown): thing is Signal => !!thing && typeof (thing as Signal).kind === 'string'

export function createPipeline(parts: Parts): Pipeline {
  const { account, guard, processors } = parts
  let gate: 'held' | 'open' | 'denied' = 'held'
  let ring: Signal[] = []

  const drop = (signal: Signal, reason: DropReason) => account.drop(signal.kind, reason, weigh(signal))

  function run(signal: Signal, from: number): void {
    let current = signal
    for (let i = from; i < processors.length; i++) {
      const result = guard.run('processor', () => processors[i].onEmit(current))
      if (!isSignal(result)) return drop(current, result || 'invalid')
      current = result
    }
    finish(current)
  }

  function finish(signal: Signal): void {
    const hook = parts.beforeSend
    let result: unknown = signal
    if (hook) result = guard.run('beforeSend', () => hook(signal))
    if (isSignal(result) && result.kind === signal.kind) return parts.accept(result)
    drop(signal, 'before_send')
  }

  return {
    emit(signal) {
      account.add('taken', signal.kind, weigh(signal))
      if (gate === 'denied') return drop(signal, 'consent_denied')
      const captured = guard.run('capture', () => parts.capture.onEmit(signal))
      if (!isSignal(captured)) return drop(signal, captured || 'invalid')
      if (gate === 'open') return run(parts.release(captured), 0)
      ring.push(captured)
      if (ring.length > RING) drop(ring.shift()!, 'queue_full')
    },
    emitAggregate(signal) {
      account.add('taken', signal.kind, weigh(signal))
      finish(signal)
    },
    drain(why) {
      processors.forEach((processor, i) => {
        if (!processor.drain) return
        const signals = guard.run('drain', () => processor.drain!(why)) || []
        signals.forEach((signal) => {
          account.add('taken', signal.kind, weigh(signal))
          run(signal, i + 1)
        })
      })
    },
    open() {
      if (gate === 'open') return
      gate = 'open'
      const held = ring
      ring = []
      held.forEach((signal) => run(parts.release(signal), 0))
    },
    deny() {
      gate = 'denied'
      ring.forEach((signal) => drop(signal, 'consent_denied'))
      ring = []
      processors.forEach((processor) => processor.clear && guard.run('clear', () => processor.clear!()))
    },
    held(counts) {
      ring.forEach((signal) => (counts[signal.kind] = (counts[signal.kind] || 0) + weigh(signal)))
      return counts
    },
  }
}
