import type { Plan } from '../plans.ts'
import type { Tally } from '../account.ts'
import type { Filter } from './filter.ts'
import type { Headcount } from './affected.ts'
import type { Histogram, Percentiles } from './histogram.ts'
import type { Occurrence } from './occurrences.ts'
import type { SampleSummary } from './samples.ts'

/** What the page shows at one moment: plain JSON, every list bounded. Durations in ms, times in ms since the epoch. */
export interface Snapshot {
  time: number
  startedAt: number
  /** Where the sink listens. */
  collectors: string[]
  filter: Filter
  /** From when on it counts: the beginning, or that of the range. */
  since: number
  /** All who ever sent, whatever the filter: the filters are chosen from it. Their numbers are of the range and version. */
  services: ServiceRow[]
  totals: Totals
  timeline: Timeline
  durations: {
    histogram: Histogram
    percentiles?: Percentiles
    failed: number
    /** Requests by class of status: 2xx 3xx 4xx 5xx, `0` for none at all. */
    status: { [status: string]: number }
  }
  requests: { [dimension in Dimension]: RequestRow[] }
  /** By platform, never together: what one measures the other doesn't. */
  vitals: PlatformVitals[]
  pages: PageRow[]
  errors: ErrorRow[]
  traces: Trace[]
  metrics: MetricRow[]
  logs: LogRow[]
  inspector: PayloadRow[]
  account?: Account
  faults: { fault: Plan; left: number | null }[]
}

export const DIMENSIONS = ['host', 'status', 'page', 'group', 'method'] as const
export type Dimension = (typeof DIMENSIONS)[number]

export const VITALS = ['app_launch', 'first_render', 'route', 'script', 'package_load'] as const
/** The gauges `miniprogram.<vital>.duration`. */
export type Vital = (typeof VITALS)[number]

export interface ServiceRow {
  service: string
  platform: string
  framework: string
  /** All that sent, the newest last. */
  versions: string[]
  instance: string
  encodings: string[]
  lastSeen: number
  requests: number
  /** See `Totals.rateOver`. */
  requestsPerMinute: number
  failed: number
  errors: number
  p95?: number
  /** P75 of `app_launch`. */
  launch?: number
  /** Requests in each of the last bins, oldest first. */
  spark: number[]
}

/** Of the range, what a rate says of the last minute. */
export interface Totals {
  /** What rates are counted over, ms: a minute, less of it in the first one; 0 before there is enough to tell. */
  rateOver: number
  signals: number
  signalsPerMinute: number
  requests: number
  requestsPerMinute: number
  failed: number
  errors: number
  errorsPerMinute: number
  traces: number
  payloads: number
  bytes: number
  repeats: number
  violations: number
}

export interface Timeline {
  /** Width of a bin, ms. */
  step: number
  bins: {
    time: number
    signals: number
    errors: number
    requests: number
    /** Requests by class of status: 2xx 3xx 4xx 5xx, `0` for none at all. */
    status: { [status: string]: number }
    /** Over the 30 s that end with the bin. */
    percentiles?: Percentiles
    /** P75 of `app_launch`, by platform. */
    launch: { [platform: string]: number }
  }[]
}

export interface RequestRow {
  name: string
  count: number
  perMinute: number
  failed: number
  percentiles?: Percentiles
  buckets: number[]
}

export interface PlatformVitals {
  platform: string
  vitals: Vitals
}

export type Vitals = { [vital in Vital]?: SampleSummary }

export interface PageRow {
  page: string
  platform: string
  vitals: Vitals
}

/** Errors that are alike in type, status and message, of all senders together. */
export interface ErrorRow {
  id: string
  type: string
  /** Of the HTTP answer: '' where there was no request, '0' where there was no answer. */
  status: string
  /** Of the newest. */
  message: string
  count: number
  first: number
  last: number
  /** Occurrences in each of the last bins, oldest first. */
  spark: number[]
  /** Where it occurs most; '' where it was not told. */
  page: string
  platforms: string[]
  sessions: Headcount
}

/** What an error unfolds to. What was not told is ''. */
export interface ErrorDetail extends ErrorRow {
  /** The most frequent first; `…` stands for all that follow. */
  splits: { [by in Split]: { name: string; count: number }[] }
  users: Headcount
  /** The newest first. */
  occurrences: ErrorOccurrence[]
  /** Of `count`: those that the occurrences above don't tell of any more. */
  gone: number
}

export const SPLITS = ['version', 'platform', 'system', 'page'] as const
export type Split = (typeof SPLITS)[number]

export interface ErrorOccurrence extends Omit<Occurrence, 'number'> {
  id: string
  service: string
  platform: string
}

export interface TraceSpan {
  id: string
  parent: string
  name: string
  service: string
  platform: string
  kind: string
  layer: string
  peer: string
  component: string
  start: number
  end: number
  error: boolean
  from: 'segment' | 'otlp'
  tags: { key: string; value: string }[]
}

export interface Trace {
  id: string
  start: number
  end: number
  error: boolean
  spans: TraceSpan[]
}

export interface MetricRow {
  name: string
  type: string
  unit: string
  points: number
  series: number
  last: string
}

export interface LogRow {
  time: number
  severity: string
  body: string
  service: string
  platform: string
}

export interface PayloadRow {
  id: number
  time: number
  method: string
  path: string
  encoding: string
  compression: string
  bytes: number
  records: number
  status: number
  fault?: string
  error?: string
}

export interface PayloadDetail extends PayloadRow {
  headers: { [name: string]: string }
  /** First bytes of the body as hex, and the body as decoded JSON, shortened. */
  hex: string
  decoded: string
}

/** The devices' own account, what they say against what came. */
export interface Account {
  devices: {
    device: string
    service: string
    platform: string
    framework: string
    total: Tally
    missing: number
  }[]
  count: number
  total: Tally
  signals: { [signal: string]: Tally }
  missing: number
}
