import type { Kind } from './history.ts'

/** One thing that the app reported. */
export interface Emission {
  tag: string
  kind: Kind
  value: number
  /** Which process of the app, and when in the device's monotonic ms. */
  run: number
  at: number
  consent: 'granted' | 'pending' | 'denied'
  /** How often the app had been hidden before. */
  hides: number
}

/** Its stack is the app's: ours would name who lives the history. */
export function errorOf(tag: string): Error {
  return Object.assign(new Error(tag), { stack: `Error: ${tag}\n    at onTap (pages/index/index.js:1:1)` })
}

export function gauge(tag: string, now: number): unknown {
  const point = {
    timeUnixNano: `${now}000000`,
    asInt: '1',
    attributes: [{ key: 'tag', value: { stringValue: tag } }],
  }
  return { name: 'sim.gauge', unit: '1', gauge: { dataPoints: [point] } }
}

export function segment(tag: string, now: number): unknown {
  const span = {
    spanId: 0,
    parentSpanId: -1,
    startTime: now,
    endTime: now + 1,
    operationName: 'simulated',
    peer: 'app.test:443',
    spanType: 'Exit',
    spanLayer: 'Http',
    componentId: 10002,
    isError: false,
    tags: [],
  }
  return { traceId: tag, traceSegmentId: tag, service: 'simulated', serviceInstance: '-', spans: [span] }
}
