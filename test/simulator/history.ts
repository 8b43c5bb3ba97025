import fc from 'fast-check'

/** What the collector does with the requests that reach it. */
export const COLLECTOR = [
  'ok',
  '400',
  '401', // unless a new token comes, where the app renews it
  '403',
  'login', // a web page in the place of an answer
  '413',
  '429', // with a Retry-After of two seconds
  'retry-now',
  'retry-past', // a date that has gone by
  'retry-far',
  '503',
  '500',
  'poison-400', // while a poisoned record is in the batch
  'poison-403',
  'poison-500',
  'hang',
  'reset',
  'lost', // takes the batch; the answer never arrives
  'slow', // takes it, and answers a little later than the kit waits
  'slower', // four times so late
  'partial', // takes all but one
  'unknown-host',
] as const
export type CollectorMode = (typeof COLLECTOR)[number]

export const STORAGE = ['ok', 'fail', 'throw', 'half', 'corrupt', 'lost', 'hang'] as const
export type StorageMode = (typeof STORAGE)[number]

export type Kind = 'error' | 'log' | 'metric' | 'segment' | 'count'

export type Step =
  | { do: 'emit'; kind: Kind; count: number; poison?: boolean }
  | { do: 'same-error'; count: number }
  /** An app in use: a log each five seconds. */
  | { do: 'use'; minutes: number }
  | { do: 'request'; fails: boolean }
  | { do: 'wait'; ms: number }
  | { do: 'hide' }
  | { do: 'show' }
  | { do: 'kill'; newer: boolean; consent: 'granted' | 'pending' }
  | { do: 'kill-in-write'; half: boolean }
  | { do: 'clock'; ms: number }
  | { do: 'collector'; mode: CollectorMode }
  | { do: 'storage'; mode: StorageMode }
  | { do: 'consent'; granted: boolean }
  | { do: 'flush' }

const HOUR = 3600000

function often<T>(value: T, times: number): T[] {
  return Array<T>(times).fill(value)
}

const emit = fc.record({
  do: fc.constant('emit' as const),
  kind: fc.constantFrom<Kind>('error', 'log', 'metric', 'segment', 'count'),
  count: fc.oneof({ weight: 5, arbitrary: fc.integer({ min: 1, max: 5 }) }, fc.integer({ min: 6, max: 40 })),
  poison: fc.constantFrom(false, false, false, false, true),
})

/** One thing that happens to a device. */
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 10, arbitrary: emit },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      ms: fc.constantFrom(1, 50, 150, 400, 700, 1200, 3900, 4100, 5100, 11000, 61000, 301000),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('same-error' as const), count: fc.integer({ min: 1, max: 5 }) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('use' as const), minutes: fc.constantFrom(1, 1, 5) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('request' as const), fails: fc.boolean() }) },
  { weight: 2, arbitrary: fc.constant<Step>({ do: 'hide' }) },
  { weight: 2, arbitrary: fc.constant<Step>({ do: 'show' }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('kill' as const),
      newer: fc.boolean(),
      consent: fc.constantFrom(
        'granted' as const,
        'granted' as const,
        'granted' as const,
        'pending' as const,
      ),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('kill-in-write' as const), half: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('clock' as const),
      ms: fc.constantFrom(-30 * 24 * HOUR, -HOUR, -1500, 1500, HOUR, 2 * HOUR),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('collector' as const),
      mode: fc.constantFrom(...COLLECTOR, 'ok' as const),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('storage' as const),
      mode: fc.constantFrom(...STORAGE, ...often('ok' as const, 6)),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('consent' as const), granted: fc.boolean() }) },
  { weight: 1, arbitrary: fc.constant<Step>({ do: 'flush' }) },
)

export interface History {
  consent: 'granted' | 'pending'
  encoding: 'json' | 'proto'
  maxQueue: number
  /** The host makes `{}` of bytes: docs/platforms/wechat.md#spoilt */
  spoils: boolean
  /** The app gives a function for `headers`, whose token is renewed now and then. */
  renews: boolean
  /** What the collector does all the time, whatever the steps say, until all is well at the end. */
  throughout: CollectorMode | undefined
  steps: Step[]
}

/** The life of one device, faults included. */
export const history: fc.Arbitrary<History> = fc.record({
  consent: fc.constantFrom(...often('granted' as const, 5), 'pending' as const),
  encoding: fc.constantFrom('json' as const, 'json' as const, 'json' as const, 'proto' as const),
  maxQueue: fc.constantFrom(20, 200, 200),
  spoils: fc.constantFrom(false, false, false, true),
  renews: fc.constantFrom(false, false, true),
  throughout: fc.oneof(
    { weight: 5, arbitrary: fc.constant(undefined) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        ...COLLECTOR,
        ...often('poison-400' as const, 4),
        ...often('poison-500' as const, 4),
      ),
    },
  ),
  steps: fc.array(step, { minLength: 3, maxLength: 30 }),
})

/** A line that a person can read. */
export function describe(step: Step): string {
  const { do: what, ...rest } = step
  return `${what} ${Object.entries(rest)
    .map(([key, value]) => `${key}=${value}`)
    .join(' ')}`.trim()
}
