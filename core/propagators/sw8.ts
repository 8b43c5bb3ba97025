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
    inject({ sampled, traceId, spanId, segmentId }, { resource, page, peer }, set) {
      set(
        'sw8',
        (sampled ? '1-' : '0-') +
          base64(traceId) +
          '-' +
          base64(segmentId || traceId + spanId) +
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
