import type { Options } from 'mini-monitor/taro'

/** Named by the option `config` of the plug-in: functions can't be written into a build. */
export const beforeSend: Options['beforeSend'] = (signal) => {
  if (signal.kind === 'log') signal.attributes['shop.channel'] = String(process.env.TARO_ENV)
  return signal
}
