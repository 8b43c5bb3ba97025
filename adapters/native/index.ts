import {
  assemble,
  inertMonitor,
  keepFramework,
  nativePreset,
  replace,
  running,
  succession,
  withUserApi,
  type Monitor,
  type Options,
  type Slice,
} from '../../core/index.ts'
import { detectPlatform } from '../../core/platforms/detect.ts'
import { nativeFramework } from './framework.ts'
import { setData } from './updates.ts'

export { record } from '../../core/index.ts'
export type {
  Attributes,
  Diagnostics,
  Monitor,
  Options,
  PlatformName,
  RecordKind,
  Signal,
  SpanContext,
  SpanHandle,
} from '../../core/index.ts'

/**
 * Starts monitoring; call it at the top of app.js, before `App()`. Called again while a monitor runs, it shuts that one
 * down and starts anew. On an unknown platform it warns and returns a monitor that does nothing.
 * @throws Error if `service` is missing; nothing else throws
 */
export function init(options: Options): Monitor {
  const monitor = replace(() =>
    assemble(
      Object.assign({}, nativePreset, { slices: nativePreset.slices.concat(setData, withoutLag) }),
      options,
      Object.assign(
        { framework: keepFramework('native', nativeFramework), platform: detectPlatform },
        succession,
      ),
    ),
  )
  return withUserApi(monitor)
}

/** Off by default, and large: not in here. */
function withoutLag({ config, diag }: Parameters<Slice>[0]): void {
  if (config.lag) diag.warn('option "lag" needs a kit that has it: npx mini-monitor native --features lag')
}

/** Resolves when what was pending has been delivered or given up for now. */
export function flush(): Promise<void> {
  return (running() || inertMonitor()).flush()
}

/** Flushes, stores what could not be delivered, and leaves every API as it was before `init`. */
export function shutdown(): Promise<void> {
  return (running() || inertMonitor()).shutdown()
}
