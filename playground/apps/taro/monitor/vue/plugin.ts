import { useMonitor } from 'mini-monitor/taro/vue'
import type { App } from 'vue'

/** The plug-in of the build has started the monitor: nothing is left to be done here. */
export const install = (_app: App) => {}
export const useShopMonitor = useMonitor
