import * as v from 'valibot'
import { checked } from './check.ts'
import { SIGNAL_PATHS } from './types.ts'

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
export type FaultKind = v.InferOutput<typeof FAULT_KIND>

/** A fault for some requests: of one `signal` (default all), `times` of them (all), `after` so many (none). */
export type Fault = v.InferOutput<typeof FAULT>

/**
 * A seeded endless rotation: some requests fail in one way, some go well, then the next way.
 * `faults` are the ways (default `CHAOS_FAULTS`); from 1 to `failing` (4) requests fail, from 1 to `healthy` (8) go well.
 */
export type ChaosPlan = v.InferOutput<typeof CHAOS>

export type Plan = Fault | ChaosPlan

function atLeast(least: number, words: string) {
  return v.pipe(v.number(words), v.minValue(least, words))
}

const STATUS_WORDS = 'a status code from 200 to 599'

const SCOPE = {
  signal: v.optional(v.picklist([...SIGNAL_PATHS, 'all'])),
  times: v.optional(atLeast(0, 'a number of requests')),
  after: v.optional(atLeast(0, 'a number of requests')),
}

function faultsWith<S extends v.ObjectEntries>(scope: S) {
  return v.variant('kind', [
    v.strictObject({
      kind: v.literal('status'),
      status: v.pipe(atLeast(200, STATUS_WORDS), v.maxValue(599, STATUS_WORDS), v.integer(STATUS_WORDS)),
      retryAfter: v.optional(v.union([v.number(), v.string()])),
      retryAfterAs: v.optional(v.picklist(['seconds', 'date'])),
      body: v.optional(v.string()),
      ...scope,
    }),
    v.strictObject({ kind: v.literal('hang'), ...scope }),
    v.strictObject({ kind: v.literal('reset'), ...scope }),
    v.strictObject({ kind: v.literal('slow'), delayMs: atLeast(0, 'a number of ms'), ...scope }),
    v.strictObject({
      kind: v.literal('partial'),
      rejected: v.optional(atLeast(0, 'a number of records')),
      message: v.optional(v.string()),
      ...scope,
    }),
    v.strictObject({ kind: v.literal('lose'), ...scope }),
    v.strictObject({ kind: v.literal('login'), ...scope }),
  ])
}

const FAULT_KIND = faultsWith({})
const FAULT = faultsWith(SCOPE)
const CHAOS = v.strictObject({
  kind: v.literal('chaos'),
  seed: v.optional(v.number()),
  signal: SCOPE.signal,
  faults: v.optional(v.array(FAULT_KIND)),
  failing: v.optional(atLeast(1, 'a number of requests')),
  healthy: v.optional(atLeast(1, 'a number of requests')),
})

const KINDS = [...FAULT.options, CHAOS].map(({ entries }) => entries.kind.literal)

/** One plan; several are a list of it. */
export const PLAN = v.variant('kind', [FAULT, CHAOS], ({ path }) =>
  path ? `one of ${KINDS.join(', ')}` : 'an object with fault.kind',
)

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

/** @throws Error that says what is wrong with a plan */
export function checkFault(input: unknown): Plan {
  return checked(PLAN, input, 'fault')
}
