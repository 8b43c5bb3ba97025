import type { Clock } from '../internal/clock.ts'
import { stringify } from '../internal/own.ts'
import type { Instrument, Meter, MeterOptions } from '../metric.ts'
import { OTEL_METRIC_OVERFLOW } from '../names.ts'
import type { Attributes, Metric, MetricType, Point } from '../signal.ts'
import { DURATION_BOUNDS, histogramPoint, recordInto } from './histogram.ts'

/** Series of one instrument between two flushes; what comes after goes to the one marked as overflow. */
const MAX_SERIES = 100
/** Instruments: names that an app makes up without end are not to fill the memory. */
const MAX_INSTRUMENTS = 200
/** Points that gauges hold between two flushes, over all of them. */
const MAX_GAUGE_POINTS = 200

interface Gathering extends Instrument {
  /** With what was gathered since the last drain. */
  readonly metric: Metric
  /** By key, and by what the attributes are after redaction, behind a line break: two keys may come to one series. */
  readonly series: Map<string, Point>
}

export function createMeter(options: MeterOptions): Meter {
  const instruments = new Map<string, Gathering>()
  const tick = strictTime(options.clock)
  const gauged = { points: 0 }
  let start = tick()

  function instrument(type: MetricType, name: string, unit: string, bounds?: readonly number[]): Instrument {
    const id = type + '\n' + name + '\n' + unit
    const known = instruments.get(id)
    if (known) return known
    if (instruments.size >= MAX_INSTRUMENTS) return { record: options.overflow }
    const metric: Metric = { kind: 'metric', type, name, unit, points: [] }
    if (type !== 'gauge') Object.assign(metric, { temporality: 1, monotonic: type === 'sum' })
    const made = gather(metric, options, gauged, bounds)
    instruments.set(id, made)
    return made
  }

  function drain(): Metric[] {
    const now = tick()
    const metrics: Metric[] = []
    instruments.forEach(({ metric, series }) => {
      const { points, temporality } = metric
      if (!points.length) return
      if (temporality)
        for (const point of points) {
          // a clock that was set back in between must not make the start come after the end
          point.start = Math.min(start, now)
          point.time = now
        }
      metrics.push(Object.assign({}, metric))
      metric.points = []
      series.clear()
    })
    start = now
    gauged.points = 0
    return metrics
  }

  return {
    histogram: (name, unit, bounds) => instrument('histogram', name, unit, bounds),
    count: (name, unit = '1') => instrument('sum', name, unit),
    gauge: (name, unit = '') => instrument('gauge', name, unit),
    drain,
  }
}

/** What comes by goes into series of the metric; `gauged`: points of all gauges. */
function gather(
  metric: Metric,
  { clock, overflow, redact, touch }: MeterOptions,
  gauged: { points: number },
  given: readonly number[] = DURATION_BOUNDS,
): Gathering {
  const isGauge = metric.type === 'gauge'
  const isSum = metric.type === 'sum'
  const series = new Map<string, Point>()
  // one for all gauges would lead them further away from when they were measured
  const time = strictTime(clock)
  const bounds = given.slice()

  /** A flush is due in time; of what is gathered into points that are there it is already. */
  function add(point: Point): void {
    metric.points.push(point)
    touch()
  }

  function find(key: string, attributes: () => Attributes): Point {
    const full = series.size >= 2 * MAX_SERIES
    const own = full ? { [OTEL_METRIC_OVERFLOW]: true } : redact(attributes())
    const ownKey = '\n' + stringify(own)
    let point = series.get(ownKey)
    if (!point) {
      point = isGauge || isSum ? { attributes: own, time: 0, value: 0 } : histogramPoint(own, bounds)
      series.set(ownKey, point)
      if (!isGauge) add(point)
    }
    if (!full) series.set(key, point)
    return point
  }

  return {
    metric,
    series,
    record(value, key, attributes) {
      if (isGauge && ++gauged.points > MAX_GAUGE_POINTS) return overflow()
      const point = series.get(key) || find(key, attributes)
      if (isGauge) add({ attributes: point.attributes, time: time(), value })
      else if (isSum) (point.value as number) += value
      else recordInto(point, value)
    },
  }
}

/** The wall clock, but never the same millisecond twice; one that was set back by more than a second is believed. */
function strictTime(clock: Clock): () => number {
  let last = 0
  let seen = 0
  return () => {
    const now = clock.now()
    last = seen - now > 1000 ? now : Math.max(now, last + 1)
    seen = now
    return last
  }
}
