import type { Exporter } from '../exporter.ts'
import { encodeProtobuf } from '../otlp/protobuf.ts'
import { otlpExporter, type OtlpOptions } from './otlp.ts'

/** OTLP over HTTP as protobuf, for platforms that send bytes (`Platform.binary`): no JSON encoder is shipped. */
export function otlpProto(options: OtlpOptions): Exporter {
  return otlpExporter(options, encodeProtobuf)
}
