import { noop } from '../internal/guard.ts'
import type { Instrumentation } from '../instrumentation.ts'

/** SkyWalking lists a service that sends traces only once it has been told the layer. */
export function keepAliveInstrumentation(): Instrumentation {
  return {
    name: 'keepAlive',
    install(context) {
      const { layer } = context.platform
      if (layer) context.emit({ kind: 'keepAlive', layer })
      return noop
    },
  }
}
