import { PHONES, type App } from './apps.ts'
import { hex, pickOne } from './chance.ts'
import { attributesOf, nanos, type Attributes } from './otlp.ts'

/** @param ids of the trace that it belongs to */
export function errorLog(
  app: App,
  now: number,
  body: string,
  attributes: Attributes,
  ids: { traceId?: string; spanId?: string } = {},
) {
  const [maker, model, os, version] = PHONES[app.platform]
  return {
    timeUnixNano: nanos(now),
    severityNumber: 17,
    severityText: 'ERROR',
    body: { stringValue: body },
    attributes: attributesOf({
      'log.record.uid': hex(32),
      ...attributes,
      'session.id': hex(16),
      'device.manufacturer': maker,
      'device.model.identifier': model,
      'os.name': os,
      'os.version': version,
      'miniprogram.host.version': '8.0.50',
      'miniprogram.base_library.version': '3.5.8',
      'network.connection.type': pickOne(['wifi', '5g', '4g']),
    }),
    ...ids,
  }
}
