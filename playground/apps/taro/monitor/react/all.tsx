import Taro from '@tarojs/taro'
import { MonitorProvider, registerInterceptor, useMonitor } from 'mini-monitor/taro'
import type { PropsWithChildren } from 'react'
import { options } from '../../config/monitor'

/** Everything at once, beside the plug-in: what runs is used, and nothing is counted twice. */
registerInterceptor(Taro, options)

export function Root({ children }: PropsWithChildren) {
  return <MonitorProvider options={options}>{children}</MonitorProvider>
}
export const useShopMonitor = useMonitor
