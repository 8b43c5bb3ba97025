import { init } from 'mini-monitor'
import { options } from './options'

export const monitor = init(options)
