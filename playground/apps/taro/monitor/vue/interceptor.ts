import Taro from '@tarojs/taro'
import { registerInterceptor } from 'mini-monitor/taro/vue'
import type { App } from 'vue'
import { options } from '../../config/monitor'

const monitor = registerInterceptor(Taro, options)

export const install = (_app: App) => {}
export const useShopMonitor = () => monitor
