import type { Clock } from '../internal/clock.ts'
import type { Instrument, Meter, MeterOptions } from '../metric.ts'
import type { Attributes, Metric, MetricType, Point } from '../signal.ts'
import { DURATION_BOUNDS, newHistogramPoint, recordInto } from './histogram.ts'

/** Series of one instrument between two flushes; what comes after goes to the one marked as overflow. */
const MAX_SERIES = 100
/** Instruments: names that an app makes up without end are not to fill the memory. */
const MAX_INSTRUMENTS = 200
/** Points that gauges hold between two flushes, over all of them. */
const MAX_GAUGE_POINTS = 200

interface Gathering extends Instrument {
  take(now: number): Metric | undefined
  clear(): void
}

/** Points by key, and by what the attributes are after redaction: two keys may come to the same series. */
interface SeriesTable {
  find(key: string, attributes: () => Attributes): Point
  points: Point[]
}

export function createMeter({ clock, redact, touch, overflow }: MeterOptions): Meter {
  const instruments = new Map<string, Gathering>()
  const tick = strictTime(clock)
  let start = tick()
  let gaugePoints = 0

  const instrument = (
    type: MetricType,
    name: string,
    unit: string,
    bounds?: readonly number[],
  ): Instrument => {
    const id = type + '\n' + name + '\n' + unit
    let found = instruments.get(id)
    if (!found) {
      if (instruments.size >= MAX_INSTRUMENTS) return { record: overflow }
      found = type === 'gauge' ? gauge(name, unit) : aggregate(type, name, unit, bounds)
      instruments.set(id, found)
    }
    return found
  }

  function aggregate(type: MetricType, name: string, unit: string, bounds?: readonly number[]): Gathering {
    let table = seriesTable(redact)
    const isHistogram = type === 'histogram'
    const sorted = isHistogram ? (bounds || DURATION_BOUNDS).slice() : undefined
    const metric = { kind: 'metric', type, name, unit, temporality: 1, monotonic: !isHistogram } as const
    return {
      record(value, key, attributes) {
        const point = table.find(key, attributes)
        if (!sorted) point.value = ((point.value as number) || 0) + value
        else recordInto(point.counts ? point : newHistogramPoint(point, sorted), value)
        touch()
      },
      take(now) {
        const points = table.points
        if (!points.length) return undefined
        table = seriesTable(redact)
        for (const point of points) {
          // a clock that was set back in between must not make the start come after the end
          point.start = Math.min(start, now)
          point.time = now
        }
        return Object.assign({ points }, metric)
      },
      clear() {
        table = seriesTable(redact)
      },
    }
  }

  function gauge(name: string, unit: string): Gathering {
    let points: Point[] = []
    let table = seriesTable(redact)
    const time = strictTime(clock)
    return {
      record(value, key, attributes) {
        if (gaugePoints >= MAX_GAUGE_POINTS) return overflow()
        gaugePoints++
        points.push({ attributes: table.find(key, attributes).attributes, time: time(), value })
        touch()
      },
      take() {
        if (!points.length) return undefined
        const metric: Metric = { kind: 'metric', type: 'gauge', name, unit, points }
        points = []
        table = seriesTable(redact)
        return metric
      },
      clear() {
        points = []
        table = seriesTable(redact)
      },
    }
  }

  return {
    histogram: (name, unit, bounds) => instrument('histogram', name, unit, bounds),
    count: (name, unit) => instrument('sum', name, unit || '1'),
    gauge: (name, unit) => instrument('gauge', name, unit || ''),
    drain() {
      const now = tick()
      const metrics: Metric[] = []
      instruments.forEach((gathering) => {
        const metric = gathering.take(now)
        if (metric) metrics.push(metric)
      })
      start = now
      gaugePoints = 0
      return metrics
    },
    clear() {
      instruments.forEach((gathering) => gathering.clear())
      start = tick()
      gaugePoints = 0
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

function seriesTable(redact: (attributes: Attributes) => Attributes): SeriesTable {
  const byKey = new Map<string, Point>()
  const byAttributes = new Map<string, Point>()
  const points: Point[] = []
  const add = (attributes: Attributes): Point => {
    const id = JSON.stringify(attributes)
    let point = byAttributes.get(id)
    if (!point) {
      point = { attributes, time: 0 }
      byAttributes.set(id, point)
      points.push(point)
    }
    return point
  }
  return {
    points,
    find(key, attributes) {
      let point = byKey.get(key)
      if (!point) {
        if (byKey.size >= MAX_SERIES) return add({ 'otel.metric.overflow': true })
        point = add(redact(attributes()))
        byKey.set(key, point)
      }
      return point
    },
  }
}
