import { createMonitor, useMonitor } from 'mini-monitor/taro/vue'
import type { App } from 'vue'
import { options } from '../../config/monitor'

export const install = (app: App) => void app.use(createMonitor(options))
export const useShopMonitor = useMonitor
