import { merge } from '../internal/own.ts'
import { NETWORK_CONNECTION_TYPE } from '../names.ts'
import type { ProcessorFactory } from '../processor.ts'
import type { Attributes } from '../signal.ts'

/** What is needed to reproduce an error; read late, and never before consent. */
export function deviceProcessor(): ProcessorFactory {
  return (context) => {
    const { platform, guard, diag } = context
    const known: Attributes = {}
    let asked = false
    return {
      open: () =>
        new Promise<unknown>((resolve) => resolve(platform.network && platform.network())).then(
          (type) => {
            if (typeof type === 'string' && type) known[NETWORK_CONNECTION_TYPE] = type
          },
          (error) => diag.error('network', error),
        ),
      onEmit(signal) {
        if (signal.kind === 'log' && (signal.severity >= 17 || signal.door)) {
          if (!asked) Object.assign(known, platform.device && guard.run('device', () => platform.device!()))
          asked = true
          if (context.networkType) known[NETWORK_CONNECTION_TYPE] = context.networkType
          signal.attributes = merge(merge({}, known), signal.attributes)
        }
        return signal
      },
    }
  }
}
