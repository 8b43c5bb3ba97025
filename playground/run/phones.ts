import {
  createDevice,
  httpNetwork,
  namedNetwork,
  type Device,
  type DeviceOptions,
  type PlatformName,
} from '../../hosts/index.ts'
import { busyClock } from './clock.ts'
import { between, pick, type Random } from './random.ts'

export interface PhoneOptions extends Pick<DeviceOptions, 'record' | 'echo'> {
  platform: PlatformName
  random: Random
  /** Times slower than a fast phone. */
  slowness?: [number, number]
  /** One that measures all that its platform can: docs/platforms/wechat.md#paints */
  full?: boolean
  /** Origins that the app knows, and where they are. */
  names?: { [origin: string]: string }
}

/** A phone as somebody might have it, of a model that chance decides. */
export function createPhone({
  platform,
  random,
  slowness = [1, 1],
  full = false,
  names,
  record,
  echo,
}: PhoneOptions): Device {
  // In this order: what the seed decides is to stay what it was.
  const slow = between(random, slowness)
  const models = (MODELS[platform] ?? [{}]).filter(({ brand }) => !full || brand !== 'Apple')
  const info = pick(random, models)
  return createDevice({
    platform,
    clock: busyClock(),
    network: names && namedNetwork(httpNetwork(), names),
    // Math.random of the app stays what it is: ids have to differ from run to run, whatever the seed.
    // Alipay's compiled entry puts `my`, App and Page on the global object: `self.Page = AFAppX.Page`.
    quirks: { slow, apiAsParameter: false },
    ...{ info, record, echo },
  })
}

const MODELS: { [platform: string]: { [key: string]: string }[] } = {
  wechat: [
    {
      brand: 'Apple',
      model: 'iPhone 15<iPhone15,4>',
      system: 'iOS 17.5.1',
      platform: 'ios',
      version: '8.0.50',
    },
    { brand: 'HUAWEI', model: 'ALN-AL00', system: 'Android 12', platform: 'android', version: '8.0.49' },
    { brand: 'Xiaomi', model: '23127PN0CC', system: 'Android 14', platform: 'android', version: '8.0.47' },
  ],
  alipay: [
    { brand: 'Apple', model: 'iPhone15,2', system: '17.5.1', platform: 'iOS', version: '10.6.10' },
    { brand: 'OPPO', model: 'PHZ110', system: '14', platform: 'Android', version: '10.5.60' },
    { brand: 'vivo', model: 'V2309A', system: '13', platform: 'Android', version: '10.6.0' },
  ],
}
