import type { Exporter } from '../exporter.ts'
import type { Encode, Scope, SignalName } from '../otlp/model.ts'
import { httpExporter, type Address } from './http.ts'
import { refusesBinary } from './outcome.ts'

/** `url` with `/v1/logs` or the like. */
export interface OtlpOptions extends Address {
  signal: SignalName
  scope: Scope
}

const KINDS = { logs: 'log', metrics: 'metric', traces: 'span' }

/**
 * OTLP over HTTP: one kind of signal to one address. `encode`: used until the platform refuses the bytes that it gives,
 * then `instead`, for the rest of the run.
 */
export function otlpExporter(
  options: OtlpOptions,
  encode: Encode<string | ArrayBuffer>,
  instead?: Encode<string>,
): Exporter {
  const { signal, scope } = options
  return httpExporter(
    'otlp-' + signal,
    [KINDS[signal]],
    options,
    ({ encoded, resource, signals }) =>
      // what another exporter of the run made may be bytes
      encoded && (encode !== instead || typeof encoded === 'string')
        ? encoded
        : encode(signal, resource, scope, signals),
    (result) => {
      if (!instead || encode === instead || !refusesBinary(result)) return false
      encode = instead
      return true
    },
  )
}
