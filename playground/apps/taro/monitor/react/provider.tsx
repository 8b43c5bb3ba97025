import { MonitorProvider, useMonitor } from 'mini-monitor/taro'
import type { PropsWithChildren } from 'react'
import { options } from '../../config/monitor'
import { beforeSend } from '../functions'

export function Root({ children }: PropsWithChildren) {
  return <MonitorProvider options={{ ...options, beforeSend }}>{children}</MonitorProvider>
}
export const useShopMonitor = useMonitor
