import Taro from '@tarojs/taro'
import { createMonitor, registerInterceptor, useMonitor } from 'mini-monitor/taro/vue'
import type { App } from 'vue'
import { options } from '../../config/monitor'

/** Everything at once, beside the plug-in: what runs is used, and nothing is counted twice. */
export const install = (app: App) => {
  registerInterceptor(Taro, options)
  app.use(createMonitor(options))
}
export const useShopMonitor = useMonitor
