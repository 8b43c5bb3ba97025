import type { Clock } from '../internal/clock.ts'
import type { Instrument, Meter, MeterOptions } from '../metric.ts'
import type { Attributes, Metric, MetricType, Point } from '../signal.ts'
import { DURATION_BOUNDS, recordInto } from './histogram.ts'

/** Series of one instrument between two flushes; what comes after goes to the one marked as overflow. */
const MAX_SERIES = 100
/** Instruments: names that an app makes up without end are not to fill the memory. */
const MAX_INSTRUMENTS = 200
/** Points that gauges hold between two flushes, over all of them. */
const MAX_GAUGE_POINTS = 200

interface Gathering extends Instrument {
  metric: Omit<Metric, 'points'>
  /** What was gathered since the last call. */
  take(): Point[]
}

export function createMeter(options: MeterOptions): Meter {
  const { clock, redact, touch, overflow } = options
  const instruments = new Map<string, Gathering>()
  const tick = strictTime(clock)
  let start = tick()
  let gaugePoints = 0

  function instrument(
    type: MetricType,
    name: string,
    unit: string,
    given: readonly number[] = DURATION_BOUNDS,
  ): Instrument {
    const id = type + '\n' + name + '\n' + unit
    let found = instruments.get(id)
    if (!found) {
      if (instruments.size >= MAX_INSTRUMENTS) return { record: overflow }
      found = gather(type, name, unit, given.slice())
      instruments.set(id, found)
    }
    return found
  }

  function gather(type: MetricType, name: string, unit: string, bounds: number[]): Gathering {
    const isGauge = type === 'gauge'
    // by key, and by what the attributes are after redaction, behind a line break: two keys may come to one series
    const series = new Map<string, Point>()
    const time = strictTime(clock)
    let points: Point[] = []

    function find(key: string, attributes: () => Attributes): Point {
      let point = series.get(key)
      if (point) return point
      const full = series.size >= 2 * MAX_SERIES
      const own = full ? { 'otel.metric.overflow': true } : redact(attributes())
      const id = '\n' + JSON.stringify(own)
      point = series.get(id)
      if (!point) {
        point = { attributes: own, time: 0 }
        series.set(id, point)
        if (!isGauge) points.push(point)
      }
      if (!full) series.set(key, point)
      return point
    }
    return {
      metric: Object.assign(
        { kind: 'metric' as const, type, name, unit },
        isGauge ? {} : { temporality: 1, monotonic: type === 'sum' },
      ),
      record(value, key, attributes) {
        if (isGauge && ++gaugePoints > MAX_GAUGE_POINTS) return overflow()
        const point = find(key, attributes)
        if (isGauge) points.push({ attributes: point.attributes, time: time(), value })
        else if (type === 'sum') point.value = ((point.value as number) || 0) + value
        else recordInto(point, value, bounds)
        touch()
      },
      take() {
        const taken = points
        points = []
        series.clear()
        return taken
      },
    }
  }

  function drain(): Metric[] {
    const now = tick()
    const metrics: Metric[] = []
    instruments.forEach(({ metric, take }) => {
      const points = take()
      if (metric.temporality)
        for (const point of points) {
          // a clock that was set back in between must not make the start come after the end
          point.start = Math.min(start, now)
          point.time = now
        }
      if (points.length) metrics.push(Object.assign({ points }, metric))
    })
    start = now
    gaugePoints = 0
    return metrics
  }

  return {
    histogram: (name, unit, bounds) => instrument('histogram', name, unit, bounds),
    count: (name, unit = '1') => instrument('sum', name, unit),
    gauge: (name, unit = '') => instrument('gauge', name, unit),
    drain,
    clear: drain,
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
