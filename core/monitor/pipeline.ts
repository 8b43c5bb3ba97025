import type { Context } from '../context.ts'
import { count, lose, type Account, type Counts } from '../outbox/account.ts'
import type { ProcessorFactory, Why } from '../processor.ts'
import { weigh, type DropReason, type Signal } from '../signal.ts'

/** What is held while the user has not been asked yet, and until the session is known. */
const RING = 100

/**
 * emit → capture (page, session, user, as they are now) → gate (consent) → processors → beforeSend → outbox.
 */
export interface Pipeline {
  /** What is no signal is counted as an invalid log. */
  emit(signal: Signal): void
  /** What the user's hook makes of it; undefined if it drops it, throws, or gives back something else. */
  review(signal: Signal): Signal | undefined
  /** The processors' summaries, and what the meter has gathered. */
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
  capture: ProcessorFactory
  processors: ProcessorFactory[]
  settings: { beforeSend?: (signal: Signal) => unknown }
}

/** Whole enough not to trip those who handle it; raw records were looked at more closely before. */
function isSignal(thing: unknown): thing is Signal {
  const { kind, attributes, points } = Object(thing)
  if (kind === 'metric') return Array.isArray(points) && points.every(Boolean)
  if (kind === 'log' || kind === 'span') return Object(attributes) === attributes
  return kind === 'segment' || kind === 'keepAlive'
}

/** `release`: what was held comes through the gate. */
export function createPipeline(
  { capture, processors, settings: { beforeSend } }: Parts,
  context: Context,
  account: Account,
  accept: (signal: Signal) => void,
  release: (signal: Signal) => void,
): Pipeline {
  const { diag, guard, meter } = context
  const steps = [capture].concat(processors).map((factory) => factory(context))
  const ring: { signal: Signal; weight: number }[] = []
  let gate: 'held' | 'open' | DropReason = 'held'

  /** From this step on; `weight` as it was taken in, whatever has become of the signal since. */
  function run(signal: Signal, from: number, weight: number): void {
    const { kind } = signal
    // not through the guard: each signal comes by, and closures cost where there is no JIT
    try {
      for (let i = from; i < steps.length; i++) {
        const result = steps[i].onEmit(signal)
        if (typeof result === 'string') return lose(account, kind, result, weight)
        signal = result
        if (!i && gate === 'held') return hold(signal, weight)
      }
      const result = review(signal)
      const left = result && result.kind === kind ? weigh(result) : 0
      if (left > weight) count(account.taken, kind, left - weight)
      lose(account, kind, beforeSend ? 'before_send' : 'invalid', weight - left)
      weight = left
      if (left) accept(result!)
    } catch (error) {
      diag.error('emit', error)
      lose(account, kind, 'invalid', weight)
    }
  }

  /** The same for one that comes in. */
  function take(signal: Signal, from: number): void {
    const weight = weigh(signal)
    count(account.taken, signal.kind, weight)
    if (gate === 'open' || gate === 'held') run(signal, from, weight)
    else lose(account, signal.kind, gate, weight)
  }

  function hold(signal: Signal, weight: number): void {
    ring.push({ signal, weight })
    const oldest = ring.length > RING && ring.shift()
    if (oldest) lose(account, oldest.signal.kind, 'queue_full', oldest.weight)
  }

  function review(signal: Signal): Signal | undefined {
    // a copy in plain JSON: a hook may return anything, and keep what it returned
    const result: unknown = beforeSend
      ? guard.run('beforeSend', () => {
          const returned = beforeSend(signal)
          return returned && JSON.parse(JSON.stringify(returned))
        })
      : signal
    return isSignal(result) ? result : undefined
  }

  /** Calls all steps that have such a member. */
  const ask = (what: 'open' | 'drain' | 'clear', why?: Why) =>
    steps.map((step) => step[what] && guard.run(what, () => step[what]!(why!)))

  return {
    emit(signal) {
      if (isSignal(signal)) return take(signal, 0)
      count(account.taken, 'log', 1)
      lose(account, 'log', 'invalid', 1)
    },
    review,
    drain(why) {
      ask('drain', why).forEach((signals, i) => {
        if (signals) (signals as Signal[]).forEach((signal) => take(signal, i + 1))
      })
      // redacted when their series were made
      meter.drain().forEach((metric) => take(metric, steps.length))
    },
    prepare: () => Promise.all(ask('open')),
    open() {
      if (gate === 'open') return
      gate = 'open'
      ring.splice(0).forEach(({ signal, weight }) => {
        guard.run('release', release, signal)
        run(signal, 1, weight)
      })
    },
    shut(reason) {
      gate = reason
      ring.splice(0).forEach(({ signal, weight }) => lose(account, signal.kind, reason, weight))
      void ask('clear')
      // all of it is refused, and counted
      meter.drain().forEach((metric) => take(metric, 0))
    },
    held(counts) {
      ring.forEach(({ signal, weight }) => count(counts, signal.kind, weight))
      return counts
    },
  }
}
