import { useMonitor } from 'mini-monitor/taro'
import { Fragment } from 'react'

/** The plug-in of the build has started the monitor: nothing is left to be done here. */
export const Root = Fragment
export const useShopMonitor = useMonitor
