import type { ProcessorFactory } from '../processor.ts'
import type { Attributes } from '../signal.ts'

/** What is needed to reproduce an error; read late, and never before consent. */
export function deviceProcessor(): ProcessorFactory {
  return ({ platform, guard, diag }) => {
    let device: Attributes | undefined
    let network: unknown
    return {
      open: () =>
        Promise.resolve(platform.network && guard.run('network', () => platform.network!())).then(
          (type) => (network = type),
          (error) => diag.error('network', error),
        ),
      onEmit(signal) {
        if (signal.kind !== 'log' || signal.severity < 17) return signal
        if (!device)
          device = Object.assign({}, platform.device && guard.run('device', () => platform.device!()))
        if (typeof network === 'string' && network) device['network.connection.type'] = network
        const { attributes } = signal
        for (const key in device) if (!(key in attributes)) attributes[key] = device[key]
        return signal
      },
    }
  }
}
