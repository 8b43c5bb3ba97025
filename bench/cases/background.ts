import { settled } from '../clock.ts'
import { createHost } from '../host.ts'
import { nullExporter, ROOMY, started, type Rig, type RigOptions } from '../kit.ts'
import { collect, timeOf, timeOfAsync, type Subject } from '../measure.ts'
import { createMix, fresh, signalsOf } from '../mix.ts'

/** Storing 200 events when the app goes to the background, and reading them at the next start. */
export async function backgroundCases(): Promise<Subject[]> {
  const single = JSON.stringify(createMix(1))
  const tenfold = JSON.stringify(createMix(1, 10))
  return [
    hide('background/hide', single, () => ({ exporter: nullExporter(false) })),
    hide('background/hide-and-send', single),
    stringify('background/stringify', single),
    hide('background/hide/x10', tenfold, () => ({ exporter: nullExporter(false) })),
    hide('background/hide-and-send/x10', tenfold),
    await restore('background/restore', single),
    await parse('background/parse', single),
    await restore('background/restore/x10', tenfold),
  ]
}

/** A monitor that has 200 events or more in its queue. */
export async function filled(mix: string, more: RigOptions = {}): Promise<Rig> {
  const rig = await started(Object.assign({ options: ROOMY }, more))
  rig.host.network = 'silent'
  for (const signal of signalsOf(fresh(mix))) {
    rig.clock.skip(60)
    rig.monitor.emit(signal)
  }
  return rig
}

function hide(id: string, mix: string, more?: () => RigOptions): Subject {
  return {
    id,
    ops: 1,
    warmUp: 30,
    async sample() {
      const { host, monitor } = await filled(mix, more && more())
      collect()
      const time = timeOf(() => host.fire('AppHide'))
      if (!host.stored.size) throw new Error(`${id}: nothing was stored`)
      void monitor.shutdown()
      return time
    },
  }
}

function stringify(id: string, mix: string): Subject {
  const store = new Map<string, string>()
  return {
    id,
    ops: 1,
    sample() {
      const signals = signalsOf(fresh(mix))
      collect()
      return timeOf(() => void store.set('all', JSON.stringify(signals)))
    },
  }
}

async function storedBy(mix: string): Promise<Map<string, string>> {
  const { host, monitor } = await filled(mix, { exporter: nullExporter(false) })
  host.fire('AppHide')
  void monitor.shutdown()
  return host.stored
}

/** From the answer of the storage to the last signal's arrival at an exporter that takes everything. */
async function restore(id: string, mix: string): Promise<Subject> {
  const stored = await storedBy(mix)
  return {
    id,
    ops: 1,
    warmUp: 30,
    async sample() {
      const host = createHost(new Map(stored))
      const { monitor, clock } = await started({ host, exporter: nullExporter(true), options: ROOMY })
      collect()
      let time = 0
      while (monitor.diagnostics().stored.log || host.stored.size > 1) {
        time += await timeOfAsync(async () => {
          clock.next(1000)
          await settled()
        })
      }
      void monitor.shutdown()
      return time
    },
  }
}

async function parse(id: string, mix: string): Promise<Subject> {
  const stored = await storedBy(mix)
  return {
    id,
    ops: 1,
    sample: () => timeOf(() => stored.forEach((text, key) => /:session/.test(key) || JSON.parse(text))),
  }
}
