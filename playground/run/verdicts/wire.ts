import type { Received } from '../../../cli/live/sink/index.ts'
import type { Evidence } from '../evidence.ts'
import { componentOf, RESOURCE, type Rules } from '../expected/index.ts'
import { misfits } from './fit.ts'

/** Every request of the app is in the histograms, and none of the kit's own. */
export function countProblems({ shop, received }: Evidence): string[] {
  const points = received.metrics.filter(({ name }) => name === 'miniprogram.request.duration')
  const counted = total(points.map(({ count }) => Number(count)))
  const odd = points.filter(({ count, buckets = [] }) => total(buckets.map(Number)) !== Number(count))
  return [
    ...(counted === shop.length ? [] : [`${counted} requests in the histograms, ${shop.length} at the shop`]),
    ...(odd.length ? [`${odd.length} histograms whose buckets do not add up to their count`] : []),
  ]
}

function total(numbers: number[]): number {
  return numbers.reduce((sum, each) => sum + each, 0)
}

/** Who sent it: on every batch of logs and metrics, each key once. */
export function resourceProblems({ received, platform, env }: Evidence): string[] {
  const records: Received[] = [...received.logs, ...received.metrics]
  const rules: Rules = {
    ...RESOURCE,
    'service.name': { type: 'string', is: env.service },
    'service.version': { type: 'string', is: env.serviceVersion ?? 'v0.0.0' },
    'miniprogram.platform': { type: 'string', is: platform },
    ...(env.serviceInstance ? { 'service.instance.id': { type: 'string', is: env.serviceInstance } } : {}),
  }
  return [...new Set(records.flatMap((record) => senderProblems(record, rules)))]
}

function senderProblems({ resource, resourceTypes, duplicates, scope }: Received, rules: Rules): string[] {
  const isKit = scope.name === 'mini-monitor' && scope.version
  return [
    ...misfits(rules, resource, resourceTypes, true),
    ...Object.keys(resource)
      .filter((name) => !(name in rules))
      .map((name) => `${name} was not expected`),
    ...duplicates.map((name) => `${name} is there more than once`),
    ...(isKit ? [] : [`the scope is ${scope.name} ${scope.version}`]),
  ]
}

/** The others take no bytes, or do not document it: docs/signals.md#where-it-goes */
const BINARY: readonly string[] = ['wechat', 'alipay', 'bytedance']
const CONTENT_TYPES = { proto: 'application/x-protobuf', json: 'application/json' }

/** The encoding that was asked for, and every answer a yes. */
export function encodingProblems({ requests, env, platform }: Evidence): string[] {
  const encoding = BINARY.includes(platform) ? env.encoding : 'json'
  return requests.flatMap(({ signal, headers, status, path, error }) => {
    const isOtlp = signal === 'logs' || signal === 'metrics'
    const wanted = CONTENT_TYPES[isOtlp ? encoding : 'json']
    const type = headers['content-type']?.split(';')[0]
    return [
      ...(status === 200 || status === 204 ? [] : [`${path} was answered with ${status}: ${error}`]),
      ...(type === wanted ? [] : [`${path} came as ${type}, expected ${wanted}`]),
    ]
  })
}

/** Service and component of segments. */
export function segmentProblems({ received, platform, env }: Evidence): string[] {
  const wrong = received.segments.flatMap(({ service, serviceInstance, spans }) => {
    const { componentId, spanType } = spans[0]!
    const isOurs = service === env.service && serviceInstance === (env.serviceInstance ?? '-')
    const isClient = spanType !== 'Exit' || componentId === componentOf(platform)
    return [
      ...(isOurs ? [] : [`service ${service}, instance ${serviceInstance}`]),
      ...(isClient ? [] : [`component ${componentId}`]),
    ]
  })
  return [...new Set(wrong)]
}
