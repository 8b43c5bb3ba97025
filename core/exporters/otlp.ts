import type { Batch, Exporter } from '../exporter.ts'
import type { Encode, Scope, SignalName } from '../otlp/model.ts'
import { httpExporter, type Address } from './http.ts'

/** `url` with `/v1/logs` or the like. */
export interface OtlpOptions extends Address {
  signal: SignalName
  scope: Scope
}

const KINDS = { logs: 'log', metrics: 'metric', traces: 'span' }

/** OTLP over HTTP: one kind of signal to one address. `instead`: where the platform refuses bytes. */
export function otlpExporter(
  options: OtlpOptions,
  encode: Encode<string | ArrayBuffer>,
  instead?: Encode<string>,
): Exporter {
  const { signal, scope } = options
  const by =
    <T extends string | ArrayBuffer>(encode: Encode<T>) =>
    ({ resource, signals }: Batch) =>
      encode(signal, resource, scope, signals)
  return httpExporter('otlp-' + signal, [KINDS[signal]], options, by(encode), instead && by(instead))
}
