import { base64, base64Bytes } from '../internal/base64.ts'
import { cut } from '../internal/utf8.ts'
import { HEADER_SW8 } from '../names.ts'
import type { Propagator } from '../propagator.ts'

/** Names repeat from request to request; so many of each are kept encoded. */
const MOST_NAMES = 50

/** SkyWalking drops a header with an empty part, and cuts names that are longer. */
function partsOf(limit: number): (text: string | undefined) => string {
  const known = new Map<string | undefined, string>()
  return (text) => {
    let part = known.get(text)
    if (!part) {
      if (known.size >= MOST_NAMES) known.clear()
      part = base64(cut(text || '', limit) || '-')
      known.set(text, part)
    }
    return part
  }
}

/** SkyWalking's header, version 3: eight parts, text in base64. */
export function sw8(): Propagator {
  const names = partsOf(50)
  const pages = partsOf(150)
  const peers = partsOf(255)
  /** Where the last one was from. */
  let last: Parameters<Propagator['inject']>[1] | undefined
  let from = ''
  /** How ids of one run begin, and the same in whole groups of base64. */
  let run = ''
  let encoded = ''
  return {
    name: 'sw8',
    inject({ sampled, traceId, segmentId }, where, set) {
      const { page, peer, resource } = where
      if (!last || page !== last.page || peer !== last.peer || resource !== last.resource) {
        last = where
        from = ['-0', names(resource.service), names(resource.instance), pages(page), peers(peer)].join('-')
      }
      if (!run || traceId.lastIndexOf(run, 0)) encoded = base64Bytes((run = traceId.slice(0, 18)))
      const trace = encoded + base64Bytes(traceId.slice(18))
      const segment = segmentId === traceId ? trace : base64Bytes(segmentId)
      set(HEADER_SW8, (sampled ? '1-' : '0-') + trace + '-' + segment + from)
    },
  }
}
