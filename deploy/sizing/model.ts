import { DURATION_BOUNDS } from '../../core/metrics/histogram.ts'
import type { Assumptions } from './assumptions.ts'
import type { Bytes, MetricCounts } from './measured.ts'

/** What a fleet of one app on one platform comes to. */
export interface Sizing {
  /** On an average day, and what they do. */
  devicesPerDay: number
  sessionsPerDay: number
  /** Requests of the kit. */
  requestsPerSession: number
  requestsPerSecond: number
  requestsAtPeak: number
  /** Up and down, headers included, on a day on which the app is opened. */
  bytesPerDevice: number
  /** Into the data centre. */
  bytesPerDay: number
  bitsAtPeak: number
  /** Data points that the back end takes in. */
  pointsAtPeak: number
  logsPerDay: number
  logBytesPerDay: number
  segmentsPerDay: number
  /** SkyWalking: these do not grow with the number of devices. */
  entities: number
  skywalkingSeries: number
  /** A back end that keeps every set of attributes: gauges by page; of a histogram each bucket, sum and count. */
  attributeSeries: number
}

const DAY = 86_400

export function sizingOf(devices: number, bytes: Bytes, metrics: MetricCounts, given: Assumptions): Sizing {
  const { activeDays, appPages, bursts, calls, errors, gauges, overhead, pages, peak } = given
  const { requests, series, sessions, tracedShare, versions } = given
  const devicesPerDay = (devices * activeDays) / 30
  const sessionsPerDay = devicesPerDay * sessions

  // Every burst is a request with metrics; an error is sent at once, on its own.
  const metricRequests = pages * bursts
  const segments = requests * tracedShare
  const segmentRequests = Math.min(segments, metricRequests)
  const requestsPerSession = metricRequests + errors + segmentRequests
  const bodies =
    (requestsPerSession - segmentRequests) * bytes.envelope +
    pages * gauges * bytes.gauge +
    metricRequests * series * bytes.series +
    errors * bytes.log +
    segments * bytes.segment
  const bytesPerSession = bodies + requestsPerSession * overhead
  const points = pages * gauges + metricRequests * series

  const perSecond = (perSession: number) => (sessionsPerDay * perSession) / DAY
  return {
    devicesPerDay,
    sessionsPerDay,
    requestsPerSession,
    requestsPerSecond: perSecond(requestsPerSession),
    requestsAtPeak: perSecond(requestsPerSession) * peak,
    bytesPerDevice: sessions * bytesPerSession,
    bytesPerDay: sessionsPerDay * bytesPerSession,
    bitsAtPeak: perSecond(bytesPerSession) * 8 * peak,
    pointsAtPeak: perSecond(points) * peak,
    logsPerDay: sessionsPerDay * errors,
    logBytesPerDay: sessionsPerDay * errors * bytes.log,
    segmentsPerDay: sessionsPerDay * segments,
    entities: 1 + versions + appPages,
    skywalkingSeries: metrics.service + versions * metrics.instance + appPages * metrics.endpoint,
    attributeSeries: appPages * Math.ceil(gauges) + appPages * calls * (DURATION_BOUNDS.length + 3),
  }
}
