import type { PlatformName, Runtime } from '../../hosts/index.ts'
import type {
  Received,
  ReceivedData,
  ReceivedLog,
  ReceivedPoint,
  ReceivedSegment,
  Sink,
  SinkRequest,
} from '../../cli/live/sink/index.ts'
import { components, EXPECTED, resource, type Expected, type Rule, type Rules } from './expected/index.ts'
import type { ShopRequest } from './shop/shop.ts'
import type { AppEnv, Visitor } from './visitor.ts'

/** What one tour has left behind. */
export interface Evidence {
  platform: PlatformName
  env: AppEnv
  received: ReceivedData
  requests: SinkRequest[]
  violations: Sink['violations']
  repeats: Sink['repeats']
  /** What the shop saw. */
  shop: ShopRequest[]
  /** Each process of the app, in order. */
  runs: Runtime[]
  /** Where all signals went, after the monitor was shut down. */
  account: ReturnType<Visitor['account']>
}

export interface Verdict {
  id: string
  group: string
  title: string
  /** `absent`: this platform does not have it, and it is not there. */
  state: 'good' | 'bad' | 'absent'
  problems: string[]
}

type Fields = { [name: string]: unknown }

/** Any record in one form. */
interface Seen {
  fields: Fields
  attributes: Fields
  types: { [name: string]: string }
}

function seenLog(log: ReceivedLog): Seen {
  return {
    fields: { ...log },
    attributes: log.attributes,
    types: { ...log.types, body: log.bodyType },
  }
}

function seenPoint(point: ReceivedPoint): Seen {
  return {
    fields: { ...point, bounds: point.bounds?.join() },
    attributes: point.attributes,
    types: point.types,
  }
}

function seenSegment(segment: ReceivedSegment): Seen {
  const { tags, ...span } = segment.spans[0]!
  const attributes = Object.fromEntries((tags ?? []).map(({ key, value }) => [key, value]))
  return { fields: { ...segment, ...span }, attributes, types: {} }
}

function seenOf({ signal }: Expected, { received }: Evidence): Seen[] {
  if (signal === 'log') return received.logs.map(seenLog)
  if (signal === 'metric') return received.metrics.map(seenPoint)
  if (signal === 'segment') return received.segments.map(seenSegment)
  return received.keepAlives.map((each) => ({ fields: { ...each }, attributes: {}, types: {} }))
}

function fits({ is }: Rule, value: unknown): boolean {
  if (is === undefined) return value !== undefined
  if (is instanceof RegExp) return value !== undefined && value !== null && is.test(String(value))
  return Array.isArray(is) ? is.includes(value as string) : value === is
}

function matches(rules: Rules = {}, values: Fields): boolean {
  return Object.entries(rules).every(([name, rule]) => fits(rule, values[name]))
}

function show(value: unknown): string {
  return value === undefined ? 'nothing' : value instanceof RegExp ? String(value) : JSON.stringify(value)
}

function misfits(rules: Rules, values: Fields, types: Seen['types'], must: boolean): string[] {
  return Object.entries(rules).flatMap(([name, rule]) => {
    const value = values[name]
    if (value === undefined && !must) return []
    if (!fits(rule, value)) return [`${name} is ${show(value)}, expected ${show(rule.is ?? rule.type)}`]
    const type = types[name]
    return rule.type && type && type !== rule.type
      ? [`${name} is of type ${type}, expected ${rule.type}`]
      : []
  })
}

function problemsOf(wanted: Expected, { fields, attributes, types }: Seen): string[] {
  const { optional } = wanted
  const surprises = Object.keys(attributes).filter(
    (name) => !(name in wanted.attributes) && !(name in optional),
  )
  return [
    ...misfits(wanted.fields, fields, types, true),
    ...misfits(wanted.attributes, attributes, types, true),
    ...misfits(optional, attributes, types, false),
    ...surprises.map((name) => `${name} was not expected: ${show(attributes[name])}`),
  ]
}

function judge(wanted: Expected, evidence: Evidence): Verdict {
  const { id, group, title, where, platforms } = wanted
  const found = seenOf(wanted, evidence).filter(
    (seen) => matches(where.fields, seen.fields) && matches(where.attributes, seen.attributes),
  )
  const applies = !platforms || platforms.includes(evidence.platform)
  if (!applies) {
    const problems = found.length ? ['it came from a platform that can not have it'] : []
    return { id, group, title, state: problems.length ? 'bad' : 'absent', problems }
  }
  const problems = found.length
    ? [...new Set(found.flatMap((seen) => problemsOf(wanted, seen)))]
    : ['it did not come']
  return { id, group, title, state: problems.length ? 'bad' : 'good', problems }
}

function total(numbers: number[]): number {
  return numbers.reduce((sum, each) => sum + each, 0)
}

function decode(part: string): string {
  return Buffer.from(part, 'base64').toString()
}

/** Each header that the shop saw has its segment with the same words, and the other way round. */
function headerProblems({ shop, received, env }: Evidence): string[] {
  const problems: string[] = []
  const exits = new Map(
    received.segments
      .filter(({ spans }) => spans[0]?.spanType === 'Exit')
      .map((segment) => [segment.traceSegmentId, segment]),
  )
  for (const { headers, path, method } of shop) {
    const { sw8 } = headers
    const where = `${method} ${path}`
    if (path === '/api/flash-sale') {
      if (sw8) problems.push(`${where}: is on the deny-list, but carries sw8`)
      continue
    }
    if (!sw8) {
      problems.push(`${where}: no sw8 header`)
      continue
    }
    const [sample, trace, id, spanId, service, instance, endpoint, peer, ...rest] = sw8.split('-')
    const segment = exits.get(decode(id ?? ''))
    if (!segment) {
      problems.push(`${where}: no segment for ${sw8}`)
      continue
    }
    exits.delete(segment.traceSegmentId)
    const span = segment.spans[0]!
    const said = [
      sample,
      decode(trace!),
      spanId,
      ...[service, instance, endpoint, peer].map((part) => decode(part!)),
    ]
    const kept = [
      '1',
      segment.traceId,
      '0',
      env.service,
      env.serviceInstance ?? '-',
      span.operationName,
      span.peer,
    ]
    if (rest.length || said.join('|') !== kept.join('|'))
      problems.push(`${where}: sw8 says ${said.join(' | ')}, its segment ${kept.join(' | ')}`)
  }
  if (exits.size) problems.push(`${exits.size} segments of requests that never carried a header`)
  return problems
}

/** Every request of the app is in the histograms, and none of the kit's own. */
function countProblems({ shop, received }: Evidence): string[] {
  const points = received.metrics.filter(({ name }) => name === 'miniprogram.request.duration')
  const counted = total(points.map(({ count }) => Number(count)))
  const odd = points.filter(({ count, buckets = [] }) => total(buckets.map(Number)) !== Number(count))
  return [
    ...(counted === shop.length ? [] : [`${counted} requests in the histograms, ${shop.length} at the shop`]),
    ...(odd.length ? [`${odd.length} histograms whose buckets do not add up to their count`] : []),
  ]
}

function resourceProblems({ received, platform, env }: Evidence): string[] {
  const records: Received[] = [...received.logs, ...received.metrics]
  const rules: Rules = {
    ...resource,
    'service.name': { type: 'string', is: env.service },
    'service.version': { type: 'string', is: env.serviceVersion ?? 'v0.0.0' },
    'miniprogram.platform': { type: 'string', is: platform },
    ...(env.serviceInstance ? { 'service.instance.id': { type: 'string', is: env.serviceInstance } } : {}),
  }
  return [
    ...new Set(
      records.flatMap(({ resource: found, resourceTypes, duplicates, scope }) => [
        ...misfits(rules, found, resourceTypes, true),
        ...Object.keys(found)
          .filter((name) => !(name in rules))
          .map((name) => `${name} was not expected`),
        ...duplicates.map((name) => `${name} is there more than once`),
        ...(scope.name === 'mini-monitor' && scope.version
          ? []
          : [`the scope is ${scope.name} ${scope.version}`]),
      ]),
    ),
  ]
}

const contentTypes = { proto: 'application/x-protobuf', json: 'application/json' }

function wireProblems({ requests, env }: Evidence): string[] {
  return requests.flatMap(({ signal, headers, status, path, error }) => {
    const isOtlp = signal === 'logs' || signal === 'metrics'
    const wanted = contentTypes[isOtlp ? env.encoding : 'json']
    const type = headers['content-type']?.split(';')[0]
    return [
      ...(status === 200 || status === 204 ? [] : [`${path} was answered with ${status}: ${error}`]),
      ...(type === wanted ? [] : [`${path} came as ${type}, expected ${wanted}`]),
    ]
  })
}

function segmentProblems({ received, platform, env }: Evidence): string[] {
  const wrong = received.segments.flatMap(({ service, serviceInstance, spans }) => {
    const { componentId, spanType } = spans[0]!
    return [
      ...(service === env.service && serviceInstance === (env.serviceInstance ?? '-')
        ? []
        : [`service ${service}, instance ${serviceInstance}`]),
      ...(spanType !== 'Exit' || componentId === components[platform] ? [] : [`component ${componentId}`]),
    ]
  })
  return [...new Set(wrong)]
}

/** taken + restored = delivered + dropped + pending + stored, and nothing dropped but what was merged. */
function accountProblems({ runs }: Evidence): string[] {
  return runs.flatMap((run) => {
    const { dropped, errors, warnings } = run.app.monitor.diagnostics() as {
      dropped: { [kind: string]: { [reason: string]: number } }
      errors: unknown[]
      warnings: string[]
    }
    const lost = Object.entries(dropped).flatMap(([kind, reasons]) =>
      Object.entries(reasons)
        .filter(([reason]) => reason !== 'deduplicated')
        .map(([reason, count]) => `${count} × ${kind} dropped: ${reason}`),
    )
    return [...lost, ...errors.map((error) => `error: ${JSON.stringify(error)}`), ...warnings]
  })
}

/** What holds for a tour as a whole. */
const WHOLES: { id: string; title: string; problems: (evidence: Evidence) => string[] }[] = [
  { id: 'wire.resource', title: 'resource and scope', problems: resourceProblems },
  { id: 'wire.encoding', title: 'encoding, and every answer a yes', problems: wireProblems },
  { id: 'wire.headers', title: 'sw8 headers and segments agree', problems: headerProblems },
  { id: 'wire.segments', title: 'service and component of segments', problems: segmentProblems },
  { id: 'wire.requests', title: 'every request counted, none of the kit’s own', problems: countProblems },
  {
    id: 'wire.poison',
    title: 'nothing that a back end would choke on',
    problems: ({ violations }) => violations.map(({ rule, detail }) => `${rule}: ${detail}`),
  },
  {
    id: 'wire.once',
    title: 'nothing twice',
    problems: ({ repeats }) => repeats.map(({ kind, key, count }) => `${kind} ${key} came ${count} times`),
  },
  { id: 'kit.account', title: 'nothing dropped, no errors, no warnings', problems: accountProblems },
]

/** Holds what a tour left behind against what it had to. */
export function verify(evidence: Evidence): Verdict[] {
  return [
    ...EXPECTED.map((each) => judge(each, evidence)),
    ...WHOLES.map(({ id, title, problems }): Verdict => {
      const found = problems(evidence)
      return { id, group: 'the wire', title, state: found.length ? 'bad' : 'good', problems: found }
    }),
  ]
}
