import Taro from '@tarojs/taro'
import { registerInterceptor } from 'mini-monitor/taro'
import { Fragment } from 'react'
import { options } from '../../config/monitor'
import { beforeSend } from '../functions'

const monitor = registerInterceptor(Taro, { ...options, beforeSend })

export const Root = Fragment
export const useShopMonitor = () => monitor
