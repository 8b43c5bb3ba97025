import { nativeFramework } from '../adapters/native/framework.ts'
import {
  compose,
  preset,
  type Exporter,
  type Kit,
  type Monitor,
  type Options,
  type Slice,
} from '../core/index.ts'
import { wechat } from '../core/platforms/wechat.ts'
import { benchClock, settled, type BenchClock } from './clock.ts'
import { createHost, freeVariables, type Host } from './host.ts'

export const COLLECTOR = 'https://collector.example.com'

/** A monitor of the full kit on a host of its own. */
export interface Rig {
  monitor: Monitor
  host: Host
  clock: BenchClock
  /** Sends what is queued, and moves on to where no limit remembers what was before. */
  empty(): Promise<void>
}

export interface RigOptions {
  options?: Partial<Options>
  host?: Host
  clock?: BenchClock
  /** Instead of the kit's own. */
  exporter?: Exporter
}

/** Starts the kit; returns at once, as `init` does. */
export function start({
  options,
  host = createHost(),
  clock = benchClock(),
  exporter,
}: RigOptions = {}): Rig {
  Object.assign(globalThis, freeVariables(host))
  const kit: Kit = exporter
    ? Object.assign({}, preset, {
        slices: [(({ exporters }) => exporters.push(exporter)) as Slice].concat(preset.slices),
      })
    : preset
  const monitor = compose(
    kit,
    Object.assign({ service: 'shop', serviceVersion: '1.4.2', collector: COLLECTOR }, options),
    { framework: nativeFramework, platform: wechat, clock },
  )
  return {
    monitor,
    host,
    clock,
    async empty() {
      await monitor.flush()
      clock.skip(61000)
    },
  }
}

/** Starts the kit and waits until it takes things in for good. */
export async function started(given?: RigOptions): Promise<Rig> {
  const rig = start(given)
  await settled()
  return rig
}

/** A queue that holds ten times what an app's does. */
export const ROOMY: Partial<Options> = { maxQueue: 10000, maxQueueBytes: 1e8 }

/** Takes everything, at once or never. */
export function nullExporter(answers: boolean): Exporter {
  return {
    name: 'null',
    accepts: () => true,
    export: () => (answers ? Promise.resolve({ kind: 'success' }) : new Promise(() => {})),
  }
}
