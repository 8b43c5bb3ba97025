import { addTally, emptyTally, missingIn } from '../account.ts'
import type { DeviceAccount, Tally } from '../account.ts'
import { matches } from './identity.ts'
import type { Filter } from './filter.ts'
import type { Account } from './snapshot.ts'

const DEVICES_SHOWN = 60

function clone(tally: Tally): Tally {
  return { ...tally, dropped: { ...tally.dropped } }
}

export function accountOf(all: DeviceAccount[], filter: Filter): Account | undefined {
  const devices = all.filter(({ service = '', platform = '', framework = '' }) =>
    matches({ service, platform, framework }, filter),
  )
  if (devices.length === 0) return undefined
  const sum = emptyTally()
  const signals = new Map<string, Tally>()
  for (const device of devices) {
    addTally(sum, device.total)
    for (const [signal, tally] of Object.entries(device.signals)) {
      const known = signals.get(signal)
      if (known) addTally(known, tally)
      else signals.set(signal, clone(tally))
    }
  }
  return {
    count: devices.length,
    // Those that don't come out even first: they are what is looked for.
    devices: devices
      .map(({ device, service = '', platform = '', framework = '', total: tally, missing }) => ({
        device,
        service,
        platform,
        framework,
        total: tally,
        missing,
      }))
      .sort((a, b) => Number(b.missing !== 0) - Number(a.missing !== 0) || (a.device < b.device ? -1 : 1))
      .slice(0, DEVICES_SHOWN),
    total: sum,
    signals: Object.fromEntries(signals),
    missing: missingIn(sum),
  }
}
