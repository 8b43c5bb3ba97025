import type { Exporter } from '../exporter.ts'
import { toJson } from '../internal/utf8.ts'
import type { KeepAlive } from '../signal.ts'
import { instanceOf, segmentsToJson, serviceOf, toSegment } from '../skywalking/segment.ts'
import { judge } from './outcome.ts'
import { post, type Headers } from './post.ts'

export interface SkywalkingOptions {
  /** The whole of it, `/v3/segments` included. */
  url: string
  headers?: Headers
  /** SkyWalking's number of the component that made the spans. */
  componentId: number
  /** `miniprogram.platform` */
  platform: string
}

/** Spans and raw segments, to `/v3/segments`. */
export function skywalkingExporter({ url, headers, componentId, platform }: SkywalkingOptions): Exporter {
  return {
    name: 'skywalking',
    url,
    accepts: ({ kind }) => kind === 'span' || kind === 'segment',
    export(batch, send) {
      if (!batch.encoded) {
        const segments: object[] = []
        batch.signals.forEach((signal) => {
          if (signal.kind === 'segment') segments.push(signal.segment)
          else if (signal.kind === 'span')
            segments.push(toSegment(signal, batch.resource, componentId, platform))
        })
        batch.encoded = segmentsToJson(segments)
      }
      return post({ url, headers, body: batch.encoded }, send, (result) => judge(result, batch))
    },
  }
}

/** Tells SkyWalking that the service is there, to `/v3/management/keepAlive`. */
export function skywalkingKeepAlive({ url, headers }: { url: string; headers?: Headers }): Exporter {
  return {
    name: 'skywalking-keepalive',
    url,
    accepts: ({ kind }) => kind === 'keepAlive',
    export(batch, send) {
      const { resource, signals } = batch
      // one call tells one layer; an app has one
      const { layer } = signals[0] as KeepAlive
      const body = toJson({ service: serviceOf(resource), serviceInstance: instanceOf(resource), layer })
      return post({ url, headers, body }, send, (result) => judge(result, batch))
    },
  }
}
