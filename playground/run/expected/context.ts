import { platforms } from '../../../hosts/index.ts'
import { hex, PAGE, TEXT, type Rules } from './rules.ts'

/** One value a key, on every batch of logs and metrics. `service.instance.id` only where the app names one. */
export const RESOURCE: Rules = {
  'service.name': TEXT,
  'service.version': TEXT,
  'telemetry.sdk.name': { type: 'string', is: 'mini-monitor' },
  'telemetry.sdk.version': { type: 'string', is: /^\d+\.\d+\.\d+/ },
  'telemetry.sdk.language': { type: 'string', is: 'webjs' },
  'miniprogram.platform': TEXT,
  'miniprogram.framework': { type: 'string', is: ['native', 'taro', 'uni-app'] },
}

/** What the sample apps set themselves, on logs and spans. */
export const AMBIENT: Rules = {
  'shop.channel': { type: 'string', is: Object.keys(platforms) },
  'shop.member.level': { type: 'string', is: 'gold' },
  'user.id': { type: 'string', is: 'member-8812' },
}

/** On every log. */
export const ON_LOGS: Rules = {
  'miniprogram.page.path': PAGE,
  'session.id': { type: 'string', is: hex(32) },
  'log.record.uid': { type: 'string', is: hex(32) },
}

/** What is needed to reproduce an error. */
export const DEVICE: Rules = {
  'device.manufacturer': TEXT,
  'device.model.identifier': TEXT,
  'os.name': TEXT,
  'os.version': TEXT,
  'miniprogram.host.version': TEXT,
  'miniprogram.base_library.version': TEXT,
  'network.connection.type': { type: 'string', is: 'wifi' },
}
