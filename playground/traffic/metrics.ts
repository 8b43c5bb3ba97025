import { PAGES, type App } from './apps.ts'
import { pickOne, random, skewed } from './chance.ts'
import { attributesOf, nanos, type Attributes } from './otlp.ts'

const BOUNDS = [10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10000, 30000, 60000]

/** Durations of requests, as a meter keeps them. */
export interface Histogram {
  add(duration: number, attributes: Attributes): void
  /** No metric, or one with a point for each set of attributes. */
  metrics(): object[]
}

export function createHistogram(now: number): Histogram {
  const points = new Map<string, ReturnType<typeof emptyPoint>>()
  return {
    add(duration, attributes) {
      const key = JSON.stringify(attributes)
      const point = points.get(key) ?? emptyPoint(now, attributes)
      points.set(key, point)
      const bucket = BOUNDS.findIndex((bound) => duration <= bound)
      point.bucketCounts[bucket < 0 ? BOUNDS.length : bucket]!++
      point.count++
      point.sum += duration
    },
    metrics() {
      if (points.size === 0) return []
      const histogram = { aggregationTemporality: 1, dataPoints: [...points.values()] }
      return [{ name: 'miniprogram.request.duration', unit: 'ms', histogram }]
    },
  }
}

function emptyPoint(now: number, attributes: Attributes) {
  return {
    attributes: attributesOf(attributes),
    startTimeUnixNano: nanos(now - 5000),
    timeUnixNano: nanos(now),
    explicitBounds: BOUNDS,
    count: 0,
    sum: 0,
    bucketCounts: [...BOUNDS, Infinity].map(() => 0),
  }
}

/** What a page change took, and now and then a launch. */
export function gaugesOf({ speed }: App, now: number): object[] {
  const page = pickOne(PAGES)
  const slow = speed * (1 + PAGES.indexOf(page) * 0.18)
  const gauges = [gauge(now, 'first_render', 150 * slow, page), gauge(now, 'route', 90 * slow, page)]
  if (random() < 0.35)
    gauges.push(
      gauge(now, 'app_launch', 780 * speed, PAGES[0]!),
      gauge(now, 'script', 70 * speed, PAGES[0]!),
      gauge(now, 'package_load', 130 * speed, PAGES[0]!),
    )
  return gauges
}

function gauge(now: number, name: string, typical: number, page: string): object {
  const point = {
    timeUnixNano: nanos(now),
    asInt: String(skewed(typical)),
    attributes: attributesOf({ 'miniprogram.page.path': page }),
  }
  return { name: `miniprogram.${name}.duration`, unit: 'ms', gauge: { dataPoints: [point] } }
}
