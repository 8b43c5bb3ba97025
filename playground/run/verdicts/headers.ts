import type { ReceivedSegment } from '../../../cli/live/sink/index.ts'
import type { Evidence } from '../evidence.ts'
import type { ShopRequest } from '../shop/shop.ts'

/** Each header that the shop saw has its segment with the same words, and the other way round. */
export function headerProblems({ shop, received, env }: Evidence): string[] {
  const exits = new Map(
    received.segments
      .filter(({ spans }) => spans[0]?.spanType === 'Exit')
      .map((segment) => [segment.traceSegmentId, segment]),
  )
  const problems = shop.flatMap((request) => {
    const problem = problemOf(request, exits, env)
    return problem === undefined ? [] : [`${request.method} ${request.path}: ${problem}`]
  })
  if (exits.size) problems.push(`${exits.size} segments of requests that never carried a header`)
  return problems
}

/** Takes the segment of the request out of those that are left. */
function problemOf(
  { headers: { sw8 }, path }: ShopRequest,
  exits: Map<string, ReceivedSegment>,
  env: Evidence['env'],
): string | undefined {
  if (path === '/api/flash-sale') return sw8 ? 'is on the deny-list, but carries sw8' : undefined
  if (!sw8) return 'no sw8 header'
  const [sample, trace, id, spanId, service, instance, endpoint, peer, ...rest] = sw8.split('-')
  const segment = exits.get(decode(id ?? ''))
  if (!segment) return `no segment for ${sw8}`
  exits.delete(segment.traceSegmentId)
  const { operationName, peer: asked } = segment.spans[0]!
  const names = [service, instance, endpoint, peer].map((part) => decode(part!))
  const said = [sample, decode(trace!), spanId, ...names]
  const kept = ['1', segment.traceId, '0', env.service, env.serviceInstance ?? '-', operationName, asked]
  return rest.length || said.join('|') !== kept.join('|')
    ? `sw8 says ${said.join(' | ')}, its segment ${kept.join(' | ')}`
    : undefined
}

function decode(part: string): string {
  return Buffer.from(part, 'base64').toString()
}
