import { base64 } from '../internal/base64.ts'
import { cut } from '../internal/utf8.ts'
import type { Propagator } from '../propagator.ts'

/** Names repeat from request to request; this many are kept encoded. */
const KEPT = 100

/** SkyWalking's header, version 3: eight parts, text in base64. */
export function sw8(): Propagator {
  let encoded: Record<string, string> = Object.create(null)
  let size = 0
  /** SkyWalking drops a header with an empty part, and cuts names that are longer. */
  function part(text: string | undefined, limit: number): string {
    const short = cut(text || '', limit) || '-'
    const known = encoded[short]
    if (known) return known
    if (++size > KEPT) {
      encoded = Object.create(null)
      size = 1
    }
    return (encoded[short] = base64(short))
  }
  return {
    name: 'sw8',
    inject({ sampled, traceId, segmentId }, { resource, page, peer }, set) {
      // how ids of one run begin, in whole groups of base64
      const trace = part(traceId.slice(0, 18), 18) + base64(traceId.slice(18))
      const segment = segmentId === traceId ? trace : base64(segmentId)
      set(
        'sw8',
        (sampled ? '1-' : '0-') +
          trace +
          '-' +
          segment +
          '-0-' +
          part(resource.service, 50) +
          '-' +
          part(resource.instance, 50) +
          '-' +
          part(page, 150) +
          '-' +
          part(peer, 255),
      )
    },
  }
}
