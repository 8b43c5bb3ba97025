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

function atLeast(least: number, words: string, most = Number.MAX_SAFE_INTEGER) {
  return v.pipe(v.number(words), v.minValue(least, words), v.maxValue(most, words))
}

/** ms; beyond 2^31 a timer fires at once. */
const LONGEST_DELAY = 600_000

const WORDS = v.pipe(v.string(), v.maxLength(65_536, 'at most 64 KB'))
/** As it may stand in a header. */
const HEADER = v.pipe(
  v.string(),
  v.maxLength(1000, 'a short text'),
  v.regex(/^[\t\x20-\x7e]*$/, 'one line of ASCII'),
)

/** Of either sign; a date has no more. */
const SECONDS = v.pipe(v.number(), v.minValue(-1e9, 'seconds'), v.maxValue(1e9, 'seconds'))

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
      retryAfter: v.optional(v.union([SECONDS, HEADER])),
      retryAfterAs: v.optional(v.picklist(['seconds', 'date'])),
      body: v.optional(WORDS),
      ...scope,
    }),
    v.strictObject({ kind: v.literal('hang'), ...scope }),
    v.strictObject({ kind: v.literal('reset'), ...scope }),
    v.strictObject({
      kind: v.literal('slow'),
      delayMs: atLeast(0, 'a number of ms', LONGEST_DELAY),
      ...scope,
    }),
    v.strictObject({
      kind: v.literal('partial'),
      rejected: v.optional(atLeast(0, 'a number of records')),
      message: v.optional(WORDS),
      ...scope,
    }),
    v.strictObject({ kind: v.literal('lose'), ...scope }),
    v.strictObject({ kind: v.literal('login'), ...scope }),
  ])
}

/** At once. */
export const PLANS = 100

const FAULT_KIND = faultsWith({})
const FAULT = faultsWith(SCOPE)
const CHAOS = v.strictObject({
  kind: v.literal('chaos'),
  seed: v.optional(v.number()),
  signal: SCOPE.signal,
  faults: v.optional(v.pipe(v.array(FAULT_KIND), v.maxLength(PLANS, 'fewer faults'))),
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
