import type { Plan } from '../plans.ts'
import type { Tally } from '../account.ts'
import type { Histogram, Percentiles } from './histogram.ts'
import type { SampleSummary } from './samples.ts'

/** What the page shows at one moment: plain JSON, every list bounded. Durations in ms, times in ms since the epoch. */
export interface Snapshot {
  time: number
  startedAt: number
  /** Where the sink listens. */
  collectors: string[]
  filter: Filter
  /** Never filtered: the filters are chosen from it. */
  services: ServiceRow[]
  totals: Totals
  timeline: Timeline
  durations: { histogram: Histogram; percentiles?: Percentiles; failed: number }
  requests: { [dimension in Dimension]: RequestRow[] }
  vitals: { [vital in Vital]?: SampleSummary }
  pages: PageRow[]
  errors: ErrorGroup[]
  traces: Trace[]
  metrics: MetricRow[]
  logs: LogRow[]
  inspector: PayloadRow[]
  account?: Account
  faults: { fault: Plan; left: number | null }[]
}

export interface Filter {
  service?: string
  platform?: string
  framework?: string
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
  version: string
  instance: string
  encodings: string[]
  lastSeen: number
  requests: number
  requestsPerMinute: number
  failed: number
  errors: number
  p95?: number
  launch?: number
  /** Requests in each of the last bins, oldest first. */
  spark: number[]
}

export interface Totals {
  signals: number
  signalsPerMinute: number
  requests: number
  requestsPerMinute: number
  failed: number
  errors: number
  /** Of the last minute of data. */
  errorsPerMinute: number
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
    launch?: number
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

export interface PageRow {
  page: string
  vitals: { [vital in Vital]?: SampleSummary }
}

export interface ErrorGroup {
  id: string
  type: string
  message: string
  count: number
  first: number
  last: number
  /** Occurrences in each of the last bins, oldest first. */
  spark: number[]
  pages: { page: string; count: number }[]
  sources: { service: string; platform: string }[]
  /** The newest occurrence. */
  stack: string
  traceId: string
  attributes: { [key: string]: string }
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
