import { decodeOtlp } from '../../cli/live/sink/decode.ts'
import type { NetRequest } from '../../hosts/index.ts'

/* What was sent, as one line for each kind of thing in it: `log/js attribute session.id string`. */

// Decoded messages.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Any = any

export function pathOf(request: NetRequest): string {
  return new URL(request.url).pathname
}

export function isJson(request: NetRequest): boolean {
  return Object.entries(request.headers).some(
    ([name, value]) => /content-type/i.test(name) && /json/.test(value),
  )
}

export function textOf(request: NetRequest): string {
  return new TextDecoder().decode(request.body)
}

const otlp = { '/v1/logs': 'logs', '/v1/metrics': 'metrics', '/v1/traces': 'traces' } as const

/** What an app measures and notes itself is its own: in these runs, and in the sample apps, such names begin so. */
const OWN_NAME = /^(cart|shop)\b/
const OWN_ATTRIBUTE = / attribute (\S*\[)?(cart|shop)\./

/** Every line that this request of the kit's adds. */
export function linesOf(request: NetRequest): string[] {
  const path = pathOf(request)
  if (path in otlp) {
    const signal = otlp[path as keyof typeof otlp]
    const message: Any = decodeOtlp(signal, isJson(request) ? 'json' : 'protobuf', request.body!)
    const lines = { logs: logLines, metrics: metricLines, traces: spanLines }[signal]
    const groups: Any[] = message.resourceLogs ?? message.resourceMetrics ?? message.resourceSpans
    return groups.flatMap((group) => [
      ...attributeLines('resource', group.resource.attributes),
      ...(group.scopeLogs ?? group.scopeMetrics ?? group.scopeSpans).flatMap((scoped: Any) => [
        ...fieldLines('scope', scoped.scope),
        ...(scoped.logRecords ?? scoped.metrics ?? scoped.spans).flatMap(lines),
      ]),
    ])
  }
  const body: Any = JSON.parse(textOf(request))
  if (path === '/v3/segments') return body.flatMap(segmentLines)
  if (path === '/v3/management/keepAlive') return leafLines('keepAlive', body)
  throw new Error(`nothing is documented of ${path}`)
}

function logLines(log: Any): string[] {
  const type = log.attributes.find((each: Any) => each.key === 'exception.type')
  const kind = `log/${type ? type.value.stringValue : 'log'}`
  return [...fieldLines(kind, log), ...attributeLines(kind, log.attributes)].filter(
    (line) => !OWN_ATTRIBUTE.test(line),
  )
}

function metricLines(metric: Any): string[] {
  if (OWN_NAME.test(metric.name)) return []
  const type = ['gauge', 'sum', 'histogram'].find((each) => metric[each])!
  const id = `metric/${metric.name}`
  const { dataPoints, ...data } = metric[type]
  return [
    `${id} ${type} ${metric.unit}`,
    ...fieldLines(id, data),
    ...dataPoints.flatMap((point: Any) => [
      ...fieldLines(id, point),
      ...attributeLines(id, point.attributes),
    ]),
  ]
}

/** The span of a page has its path as its name. */
function kindOf(name: string, isRequest: boolean): string {
  if (isRequest) return 'request'
  return /^(launch|route|setData)$|\//.test(name) ? 'page' : 'own'
}

function spanLines(span: Any): string[] {
  const id = `span/${kindOf(span.name, span.kind === 3)}`
  return [...fieldLines(id, span), ...attributeLines(id, span.attributes)].filter(
    (line) => !OWN_ATTRIBUTE.test(line),
  )
}

function segmentLines(segment: Any): string[] {
  const [{ operationName, spanType }] = segment.spans
  const id = `segment/${kindOf(operationName, spanType === 'Exit')}`
  return leafLines(id, segment).filter((line) => !OWN_ATTRIBUTE.test(line))
}

/** Members that are set; of a nested message its members; attributes stand apart. */
function fieldLines(id: string, message: Any, prefix = ''): string[] {
  return Object.keys(message).flatMap((name) => {
    const value = message[name]
    if (name === 'attributes' || value == null || (Array.isArray(value) && !value.length)) return []
    const nested =
      typeof value === 'object' && name !== 'body' && Object.getPrototypeOf(value) === Object.prototype
    return nested ? fieldLines(id, value, `${name}.`) : [`${id} field ${prefix}${name}`]
  })
}

function attributeLines(id: string, attributes: Any[]): string[] {
  return attributes.map(
    ({ key, value }) => `${id} attribute ${key} ${Object.keys(value)[0].replace('Value', '')}`,
  )
}

/** Of plain JSON; `tags` by their key. */
function leafLines(id: string, value: Any, path = ''): string[] {
  if (Array.isArray(value)) {
    return value.flatMap((item) =>
      /tags$/.test(path)
        ? [`${id} attribute ${path}[${item.key}] ${typeof item.value}`]
        : leafLines(id, item, `${path}[]`),
    )
  }
  if (typeof value === 'object' && value !== null)
    return Object.keys(value).flatMap((key) => leafLines(id, value[key], path ? `${path}.${key}` : key))
  return [`${id} attribute ${path} ${typeNameOf(value)}`]
}

/** As the documentation says it. */
function typeNameOf(value: Any): string {
  if (typeof value === 'number') return 'int'
  return typeof value === 'boolean' ? 'bool' : typeof value
}
