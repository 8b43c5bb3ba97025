import type { Exporter } from '../exporter.ts'
import { encodeLogs } from '../otlp/logs.ts'
import { encodeMetrics } from '../otlp/metrics.ts'
import { encodeTraces } from '../otlp/traces.ts'
import { otlpJson, type Encode, type OtlpJsonOptions } from './otlp-json.ts'

export interface OtlpOptions extends OtlpJsonOptions {
  encoding: 'proto' | 'json'
}

const ENCODE: Record<OtlpOptions['signal'], Encode<ArrayBuffer>> = {
  logs: encodeLogs,
  metrics: encodeMetrics,
  traces: encodeTraces,
}

/** OTLP over HTTP, protobuf (JSON where the platform refuses bytes) or JSON: one kind of signal to one address. */
export function otlpHttp(options: OtlpOptions): Exporter {
  return otlpJson(options, options.encoding === 'json' ? undefined : ENCODE[options.signal])
}
