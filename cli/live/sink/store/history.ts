import type { Identity, Trail } from './identity.ts'
import { createScope, weightOf } from './scope.ts'
import type { Scope } from './scope.ts'
import { createScopes, SCOPE_LIMIT } from './scopes.ts'
import { BIN_COUNT, STEP } from './time.ts'

interface Slice {
  number: number
  /** By the identity that the whole has for it, so that a name that is learnt later holds for old slices, too. */
  scopes: Map<Identity, Scope>
  /** Known once the slice is over. */
  weight: number
}

/** Rows, of about half a kilobyte each, in all slices of one width. */
const WEIGHT_LIMIT = 40_000

/** What came, apart for each `step` (ms) of time; the newest `keep` of them, fewer where they hold much. */
export function createSlices(step: number, keep: number) {
  let slices: Slice[] = []
  const numberAt = (time: number): number => Math.floor(time / step)
  const begin = (number: number): Slice => {
    const last = slices.at(-1)
    if (last) last.weight = [...last.scopes.values()].reduce((sum, scope) => sum + weightOf(scope), 0)
    const slice: Slice = { number, scopes: new Map(), weight: 0 }
    slices = slices.filter((each) => each.number > number - keep)
    let weight = slices.reduce((sum, each) => sum + each.weight, 0)
    while (weight > WEIGHT_LIMIT) weight -= slices.shift()!.weight
    slices.push(slice)
    return slice
  }
  return {
    step,
    numberAt,
    of(identity: Identity, now: number): Scope {
      const number = numberAt(now)
      const last = slices.at(-1)
      // A clock that was set back counts on where it was.
      const { scopes } = last && last.number >= number ? last : begin(number)
      let scope = scopes.get(identity)
      if (!scope) {
        scopes.set(identity, (scope = createScope(identity)))
        if (scopes.size > SCOPE_LIMIT) scopes.delete(scopes.keys().next().value!)
      }
      return scope
    },
    /** Of all slices by number, both ends included. */
    between: (first: number, last: number): Scope[] =>
      slices
        .filter(({ number }) => number >= first && number <= last)
        .flatMap(({ scopes }) => [...scopes.values()]),
    at: (number: number): Scope[] => [
      ...(slices.find((each) => each.number === number)?.scopes.values() ?? []),
    ],
    /** When the oldest that is kept began. */
    get start(): number {
      return (slices[0]?.number ?? 0) * step
    },
    clear(): void {
      slices = []
    },
  }
}

export type Slices = ReturnType<typeof createSlices>

const COARSE_STEP = 30_000
/** What a point of the timeline looks back over, beyond the first one that is shown. */
const BEFORE = 8

/** Who sent what: in all, by five seconds for ten minutes, and by half a minute for an hour. */
export function createHistory() {
  const whole = createScopes()
  const fine = createSlices(STEP, BIN_COUNT + BEFORE)
  const coarse = createSlices(COARSE_STEP, 3_600_000 / COARSE_STEP + BEFORE)
  return {
    fine,
    coarse,
    /** All that have to be told of what this one sent now; the first counts since the beginning. */
    of(identity: Identity, now: number, trail?: Trail): Scope[] {
      const scope = whole.of(identity, trail)
      return [scope, fine.of(scope.identity, now), coarse.of(scope.identity, now)]
    },
    all: whole.list,
    /** What came in the last `length` ms, from the beginning of a slice on; all without. */
    last(length: number | undefined, now: number): Scope[] {
      if (length === undefined) return whole.list()
      const slices = slicesFor({ fine, coarse }, length)
      return slices.between(slices.numberAt(now - length), slices.numberAt(now))
    },
    /** When what `last` gives began: later than asked for where so much came that not all of it was kept. */
    startOf(length: number, now: number): number {
      const { numberAt, step, start } = slicesFor({ fine, coarse }, length)
      return Math.max(numberAt(now - length) * step, start)
    },
    clear(): void {
      for (const each of [whole, fine, coarse]) each.clear()
    },
  }
}

export type History = ReturnType<typeof createHistory>

/** The finest that reach so far (ms) back. */
export function slicesFor({ fine, coarse }: Pick<History, 'fine' | 'coarse'>, length: number): Slices {
  return length <= BIN_COUNT * STEP ? fine : coarse
}
