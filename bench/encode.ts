import { otlpHttp, type Exporter, type Signal } from '../core/index.ts'
import { COLLECTOR } from './kit.ts'
import type { Mix } from './mix.ts'
import { RESOURCE, SCOPE } from './resource.ts'

/** Of logs, metrics and traces. */
export type Bodies = (string | ArrayBuffer)[]
export type Encoder = (mix: Mix) => Bodies

/** Encodes by the kit's exporters; their network takes the body and never answers. */
export function createEncoder(encoding: 'proto' | 'json'): Encoder {
  const signals = ['logs', 'metrics', 'traces'] as const
  const exporters = signals.map((signal) =>
    otlpHttp({ signal, url: `${COLLECTOR}/v1/${signal}`, encoding, scope: SCOPE }),
  )
  return ({ logs, metrics, spans }) => [
    encode(exporters[0], logs),
    encode(exporters[1], metrics),
    encode(exporters[2], spans),
  ]
}

function encode(exporter: Exporter, signals: readonly Signal[]): string | ArrayBuffer {
  let sent: string | ArrayBuffer = ''
  void exporter.export({ id: '', resource: RESOURCE, signals }, ({ body }) => {
    sent = body
    return new Promise(() => {})
  })
  return sent
}

/** On the wire, where text is UTF-8. */
export function bytesOf(bodies: Bodies): number {
  return bodies.reduce(
    (sum, body) => sum + (typeof body === 'string' ? Buffer.byteLength(body) : body.byteLength),
    0,
  )
}
