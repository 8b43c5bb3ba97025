/** What OTLP says that our model means, written down a second time and with other means than the encoders have. */
import type { Attributes, Exemplar, LogRecord, Metric, Point, Span, Time, Value } from '../../core/signal.ts'
import type { Plain } from './official.ts'

function text(value: string) {
  return (value as unknown as { toWellFormed(): string }).toWellFormed()
}

/** Without members that are undefined, which is how a decoder shows what is not on the wire. */
function compact(plain: Plain): Plain {
  return Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== undefined))
}

export function nanos(time: Time | undefined): string | undefined {
  if (time === undefined) return undefined
  if (typeof time === 'string') return BigInt(time).toString()
  if (!(time > 0)) return '0'
  const whole = Math.floor(time)
  return (BigInt(whole) * 1000000n + BigInt(Math.round((time - whole) * 1e6))).toString()
}

export function anyValue(value: Value | null | undefined): Plain {
  if (value == null) return {}
  if (typeof value === 'string') return { stringValue: text(value) }
  if (typeof value === 'boolean') return { boolValue: value }
  if (typeof value === 'number') {
    return Number.isSafeInteger(value) ? { intValue: String(value) } : { doubleValue: value }
  }
  if (Array.isArray(value)) return { arrayValue: compact({ values: list(value.map(anyValue)) }) }
  if ('int' in value) return { intValue: BigInt(value.int).toString() }
  if ('double' in value) return { doubleValue: Number(value.double) }
  if ('bytes' in value) return { bytesValue: Buffer.from(value.bytes, 'base64').toString('base64') }
  return { kvlistValue: compact({ values: attributes(value.map) }) }
}

function list<T>(items: T[] | undefined): T[] | undefined {
  return items && items.length ? items : undefined
}

export function attributes(map: Attributes): Plain {
  return list(
    Object.entries(map)
      .filter(([, value]) => value != null)
      .map(([key, value]) => ({ key: text(key), value: anyValue(value) })),
  )
}

export function logRecord(log: LogRecord): Plain {
  const uid: Attributes = 'log.record.uid' in log.attributes ? {} : { 'log.record.uid': log.uid }
  return compact({
    timeUnixNano: nanos(log.time),
    observedTimeUnixNano: nanos(log.observed),
    severityNumber: log.severity || undefined,
    severityText: text(log.severityText ?? '') || undefined,
    body: log.body === undefined ? undefined : anyValue(log.body),
    attributes: attributes({ ...log.attributes, ...uid }),
    flags: log.flags || undefined,
    traceId: log.traceId,
    spanId: log.spanId,
    eventName: text(log.eventName ?? '') || undefined,
  })
}

export function span(span: Span): Plain {
  const extra: Attributes = {}
  if (span.page) extra['miniprogram.page.path'] = span.page
  if (span.peer) {
    const [, host, port] = /^(.*):(\d+)$/.exec(span.peer)!
    extra['server.address'] = host.replace('[', '').replace(']', '')
    extra['server.port'] = Number(port)
  }
  return compact({
    traceId: span.traceId,
    spanId: span.spanId,
    traceState: span.traceState || undefined,
    parentSpanId: span.parentSpanId,
    name: text(span.name) || undefined,
    kind: span.spanKind,
    startTimeUnixNano: nanos(span.start),
    endTimeUnixNano: nanos(span.end),
    attributes: attributes({ ...span.attributes, ...extra, ...span.attributes }),
    events: list(
      span.events?.map((event) =>
        compact({
          timeUnixNano: nanos(event.time),
          name: text(event.name) || undefined,
          attributes: attributes(event.attributes),
        }),
      ),
    ),
    links: list(
      span.links?.map((link) =>
        compact({ traceId: link.traceId, spanId: link.spanId, attributes: attributes(link.attributes) }),
      ),
    ),
    status: span.status
      ? compact({ message: text(span.statusMessage ?? '') || undefined, code: span.status || undefined })
      : undefined,
    flags: span.flags || undefined,
  })
}

function number(value: Point['value']): Plain {
  if (value === undefined) return {}
  const { intValue, doubleValue } = anyValue(value)
  return intValue === undefined ? { asDouble: doubleValue } : { asInt: intValue }
}

function exemplar(one: Exemplar): Plain {
  return compact({
    filteredAttributes: attributes(one.attributes),
    timeUnixNano: nanos(one.time),
    ...number(one.value),
    spanId: one.spanId,
    traceId: one.traceId,
  })
}

function count(value: number | string | undefined) {
  return value === undefined ? undefined : BigInt(value).toString()
}

function point(type: Metric['type'], one: Point): Plain {
  const bucketed = (of: Point['positive']) =>
    of && compact({ offset: of.offset || undefined, bucketCounts: list(of.counts.map((n) => count(n))) })
  const common = {
    attributes: attributes(one.attributes),
    startTimeUnixNano: nanos(one.start || undefined),
    timeUnixNano: nanos(one.time),
    flags: one.flags || undefined,
    exemplars: list(one.exemplars?.map(exemplar)),
  }
  if (type === 'gauge' || type === 'sum') return compact({ ...common, ...number(one.value) })
  const numbers = { ...common, count: count(one.count), sum: one.sum, min: one.min, max: one.max }
  if (type === 'summary') return compact({ ...numbers, quantileValues: list(one.quantiles) })
  if (type === 'histogram') {
    return compact({
      ...numbers,
      bucketCounts: list(one.counts?.map((n) => count(n))),
      explicitBounds: list(one.bounds),
    })
  }
  return compact({
    ...numbers,
    scale: one.scale || undefined,
    zeroCount: count(one.zeroCount || undefined),
    zeroThreshold: one.zeroThreshold,
    positive: bucketed(one.positive),
    negative: bucketed(one.negative),
  })
}

/** One model metric as one OTLP metric. */
export function metric(one: Metric): Plain {
  return compact({
    name: text(one.name) || undefined,
    description: text(one.description ?? '') || undefined,
    unit: text(one.unit ?? '') || undefined,
    [one.type]: compact({
      dataPoints: list(one.points.map((p) => point(one.type, p))),
      aggregationTemporality: one.temporality || undefined,
      isMonotonic: one.monotonic || undefined,
    }),
  })
}

/** Zeros and lists that proto3 leaves out or keeps as it likes, and -0, which JSON does not know: made equal. */
export function normal(plain: Plain): Plain {
  if (Array.isArray(plain)) return plain.map(normal)
  if (Object.is(plain, -0)) return 0
  if (!plain || typeof plain !== 'object') return plain
  const out: Plain = {}
  for (const [key, value] of Object.entries(plain)) {
    if (Array.isArray(value) && !value.length) continue
    if (/^(scale|offset|flags|quantile|value)$/.test(key) && value === 0) continue
    if (/^(zeroCount|startTimeUnixNano)$/.test(key) && value === '0') continue
    if (key === 'status' && !Object.keys(value as object).length) continue
    out[key] = normal(value)
  }
  return out
}
