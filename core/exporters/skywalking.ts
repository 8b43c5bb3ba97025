import type { Exporter } from '../exporter.ts'
import { toJson } from '../internal/utf8.ts'
import type { KeepAlive, Segment, Span } from '../signal.ts'
import { instanceOf, serviceOf, toSegment } from '../skywalking/segment.ts'
import { httpExporter, type Address } from './http.ts'

/** `url` with `/v3/segments`. */
export interface SkywalkingOptions extends Address {
  /** SkyWalking's number of the component that made the spans. */
  componentId: number
  /** `miniprogram.platform` */
  platform: string
}

/** Spans and raw segments, to `/v3/segments`. */
export function skywalkingExporter(options: SkywalkingOptions): Exporter {
  // what it answers to a text that a host has serialised twice nobody has seen: docs/platforms/mini.md#json
  const address = Object.assign({ asObject: true }, options)
  return httpExporter('skywalking', ['span', 'segment'], address, ({ resource, signals }) =>
    toJson(
      (signals as (Span | Segment)[]).map((signal) =>
        signal.kind === 'segment'
          ? signal.segment
          : toSegment(signal, resource, options.componentId, options.platform),
      ),
    ),
  )
}

/** Tells SkyWalking that the service is there, to `/v3/management/keepAlive`. */
export function skywalkingKeepAlive(address: Address): Exporter {
  return httpExporter('skywalking-keepalive', ['keepAlive'], address, ({ resource, signals }) =>
    // one call tells one layer; an app has one
    toJson({
      service: serviceOf(resource),
      serviceInstance: instanceOf(resource),
      layer: (signals[0] as KeepAlive).layer,
    }),
  )
}
