import type { Context } from '../context.ts'
import { count, lose, type Account, type Counts } from '../outbox/account.ts'
import type { Processor, Why } from '../processor.ts'
import { weigh, type DropReason, type Signal } from '../signal.ts'
import type { Parts } from './parts.ts'
import { createReview, isSignal } from './review.ts'
import { createRing, type Held } from './ring.ts'

/**
 * emit → capture (page, session, user, as they are now) → gate (consent) → processors → beforeSend → outbox.
 */
export interface Pipeline {
  /** What is no signal is counted as an invalid log. */
  emit(signal: unknown): void
  /** What the user's hook makes of it; undefined if it drops it, throws, or gives back something else. */
  review(signal: Signal): Signal | undefined
  /** Once it is open: the processors' summaries, and what the meter has gathered. */
  drain(why: Why): void
  /** Consent is there: asks what has to be asked first; resolves always. */
  prepare(): Promise<unknown>
  /** Lets through, or drops for a reason, what is held and what comes. */
  open(): void
  shut(reason: DropReason): void
  isOpen(): boolean
  /** Adds what is held to the counts of what is pending. */
  held(counts: Counts): Counts
}

/** `release`: what was held comes through the gate. */
export function createPipeline(
  { capture, processors, settings }: Pick<Parts, 'capture' | 'processors' | 'settings'>,
  context: Context,
  account: Account,
  accept: (signal: Signal) => void,
  release: (signal: Signal) => void,
): Pipeline {
  const { guard, meter } = context
  const { beforeSend } = settings
  const steps = [capture].concat(processors).map((factory) => factory(context))
  const review = createReview(context, beforeSend)
  const loseHeld =
    (reason: DropReason) =>
    ({ signal, weight }: Held) =>
      lose(account, signal.kind, reason, weight)
  const ring = createRing(settings, loseHeld('queue_full'))
  let gate: 'held' | 'open' | DropReason = 'held'
  const hold = (signal: Signal, weight: number) => gate === 'held' && ring.hold(signal, weight)
  const loss = beforeSend ? 'before_send' : 'invalid'
  const run = createRun(context, account, steps, hold, review, loss, accept)

  /** One that comes in, at this step. */
  function take(signal: Signal, step: number): void {
    const weight = weigh(signal)
    count(account.taken, signal.kind, weight)
    if (gate === 'open' || gate === 'held') run(signal, step, weight)
    else lose(account, signal.kind, gate, weight)
  }

  return {
    emit: (signal) => void (isTaken(context, signal) && take(signal, 0)),
    review,
    drain(why) {
      if (gate !== 'open') return
      context.catchUp()
      const summaries = steps.map((step) => step.drain && guard.run('drain', () => step.drain!(why)))
      summaries.forEach((signals, i) => signals && signals.forEach((signal) => take(signal, i + 1)))
      // redacted when their series were made
      meter.drain().forEach((metric) => take(metric, steps.length))
    },
    prepare: () => Promise.all(steps.map((step) => step.open && guard.run('open', () => step.open!()))),
    open() {
      gate = 'open'
      ring.empty().forEach(({ signal, weight }) => {
        guard.run('release', release, signal)
        run(signal, 1, weight)
      })
    },
    shut(reason) {
      gate = reason
      ring.empty().forEach(loseHeld(reason))
      steps.forEach((step) => step.clear && guard.run('clear', () => step.clear!()))
      // all of it is refused, and counted
      meter.drain().forEach((metric) => take(metric, 0))
      context.catchUp()
    },
    isOpen: () => gate === 'open',
    held: ring.addTo,
  }
}

/** What is none, and what the user's hooks do themselves, is counted. */
function isTaken({ drop, hooks }: Context, signal: unknown): signal is Signal {
  if (!isSignal(signal)) drop('log', 'invalid')
  else if (!hooks.running) return true
  else drop(signal.kind, 'before_send')
  return false
}

/**
 * How a signal goes on from a step: the capture is the first, then come the processors, the user's hook, the outbox.
 * `weight` as it was taken in, whatever has become of it since.
 */
function createRun(
  { diag }: Context,
  account: Account,
  steps: Processor[],
  hold: (signal: Signal, weight: number) => boolean,
  review: (signal: Signal) => Signal | undefined,
  /** The reason, where `review` gives back less. */
  loss: DropReason,
  accept: (signal: Signal) => void,
): (signal: Signal, step: number, weight: number) => void {
  return (signal, step, weight) => {
    const { kind } = signal
    // not through the guard: each signal comes by, and closures cost where there is no JIT:
    // docs/platforms/mini.md#runtime
    try {
      for (let i = step; i < steps.length; i++) {
        const result = steps[i].onEmit(signal)
        if (typeof result === 'string') return lose(account, kind, result, weight)
        signal = result
        if (!i && hold(signal, weight)) return
      }
      const result = review(signal)
      const left = result && result.kind === kind ? weigh(result) : 0
      if (left > weight) count(account.taken, kind, left - weight)
      lose(account, kind, loss, weight - left)
      weight = left
      if (left) accept(result!)
    } catch (error) {
      diag.error('emit', error)
      lose(account, kind, 'invalid', weight)
    }
  }
}
