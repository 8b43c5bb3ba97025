import { seeded } from '../../../../test/fakes/random.ts'
import { createDevice } from './device.ts'
import { MINUTE } from '../model/meters.ts'
import { startOf, type Fleet, type Happening, type Sent } from './happening.ts'
import { liveOn } from './life.ts'

/*
 * Devices of one app, each with the whole kit on a simulated platform and clock. What happens is noted as the truth,
 * what the kit sends is handed on.
 */

/** @param send one request of a device's kit, in the order of that device */
export async function runFleet(
  fleet: Fleet,
  service: string,
  send: (sent: Sent) => void,
): Promise<Happening[]> {
  const truth: Happening[] = []
  for (let i = 0; i < fleet.devices; i++) {
    const device = createDevice(seeded(fleet.seed * 100_003 + i), fleet, service, i)
    await liveOn(device, startOf(fleet) + fleet.minutes * MINUTE)
    truth.push(...device.happened())
    device.sent().forEach(send)
  }
  return truth
}
