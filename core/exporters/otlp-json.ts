import type { Exporter } from '../exporter.ts'
import { encodeJson } from '../otlp/json.ts'
import { otlpExporter, type OtlpOptions } from './otlp.ts'

/** OTLP over HTTP as JSON; an app that has no other exporter of OTLP ships no protobuf. */
export function otlpJson(options: OtlpOptions): Exporter {
  return otlpExporter(options, encodeJson)
}
