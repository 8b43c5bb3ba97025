import type { Exporter } from '../exporter.ts'
import { encodeJson } from '../otlp/json.ts'
import { encodeProtobuf } from '../otlp/protobuf.ts'
import { otlpExporter, type OtlpOptions } from './otlp.ts'

export interface OtlpHttpOptions extends OtlpOptions {
  encoding: 'proto' | 'json'
}

/** OTLP over HTTP, protobuf (JSON where the platform refuses bytes) or JSON: one kind of signal to one address. */
export function otlpHttp(options: OtlpHttpOptions): Exporter {
  return otlpExporter(options, options.encoding === 'json' ? encodeJson : encodeProtobuf, encodeJson)
}
