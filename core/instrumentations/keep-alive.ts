import { noop } from '../internal/guard.ts'
import type { Instrumentation } from '../instrumentation.ts'

/**
 * SkyWalking lists a service that sends traces only once it has been told the layer.
 * @param given of platforms that have none in a SkyWalking as it comes
 */
export function keepAliveInstrumentation(given?: string): Instrumentation {
  return {
    name: 'keepAlive',
    install(context) {
      const layer = given || context.platform.layer
      if (layer) context.emit({ kind: 'keepAlive', layer })
      return noop
    },
  }
}
