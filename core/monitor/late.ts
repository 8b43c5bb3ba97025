import type { Context } from '../context.ts'
import type { Guard } from '../internal/guard.ts'
import type { Signal } from '../signal.ts'

/** What is emitted later; more are emitted at once. */
const MAX_LATE = 100

/** Signals that are made some time after what they tell of, many at once. */
export function createLate(
  guard: Guard,
  emit: (signal: Signal) => void,
  touch: () => void,
): Pick<Context, 'emitLater' | 'catchUp'> {
  const late: (() => Signal | undefined)[] = []

  function catchUp(): void {
    late.splice(0).forEach((make) => {
      const signal = guard.run('emitLater', make)
      if (signal) emit(signal)
    })
  }

  return {
    emitLater(make) {
      if (late.push(make) === 1) touch()
      if (late.length >= MAX_LATE) catchUp()
    },
    catchUp,
  }
}
