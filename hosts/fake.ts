import { virtualClock, type VirtualClock } from './clock.ts'
import { createDevice, type Device, type DeviceOptions } from './device.ts'
import { scriptedNetwork, type ReplyHandler, type ScriptedNetwork } from './network/scripted.ts'
import type { PlatformName } from './platform.ts'

export interface FakeDevice {
  readonly device: Device
  readonly clock: VirtualClock
  readonly network: ScriptedNetwork
}

/** A device without real time or network, for tests. Replies take 20 ms unless they say otherwise. */
export function fakeDevice(
  platform: PlatformName,
  reply: ReplyHandler = () => {},
  options: Omit<DeviceOptions, 'platform' | 'clock' | 'network'> = {},
): FakeDevice {
  const clock = virtualClock()
  const network = scriptedNetwork(async (request) => {
    const answer = (await reply(request)) ?? {}
    return answer === 'hang' ? answer : { after: 20, ...answer }
  }, clock)
  return { clock, network, device: createDevice({ ...options, platform, clock, network }) }
}
