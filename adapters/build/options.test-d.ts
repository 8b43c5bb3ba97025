/** What an editor says of a plug-in's options before the build does. */
import type { MonitorPluginOptions } from './index.ts'

const good = {
  service: 'shop',
  platform: 'alipay',
  tracing: { propagators: ['w3c'] },
  request: { urlGroupRules: { goods: /\/goods\/\d+/ } },
  headers: { 'x-shop': '1' },
  config: 'src/monitor',
} satisfies MonitorPluginOptions

export const BAD: MonitorPluginOptions[] = [
  // @ts-expect-error: a service is required
  { config: good.config },
  // @ts-expect-error: the name of a target is none of a platform
  { ...good, platform: 'weapp' },
  // @ts-expect-error: there is no such option
  { ...good, serivceVersion: '1.0.0' },
  // @ts-expect-error: functions come from the module that `config` names
  { ...good, beforeSend: () => false },
  // @ts-expect-error: those of headers, too
  { ...good, headers: () => ({}) },
]
