import { join } from 'node:path'
import type { PlatformName } from '../../hosts/index.ts'
import type { Build } from './build.ts'

export type TaroFramework = 'react' | 'vue3'
export type TaroTarget = 'weapp' | 'alipay' | 'tt' | 'swan' | 'qq' | 'jd' | 'h5'
/** How the kit comes into the app; see playground/apps/taro/monitor. */
export type TaroKit = 'plugin' | 'provider' | 'interceptor' | 'all' | 'none'

/** Which simulated platform a target runs on. */
export const taroHosts = {
  weapp: 'wechat',
  alipay: 'alipay',
  tt: 'bytedance',
  swan: 'baidu',
  qq: 'qq',
  jd: 'jd',
} as const satisfies { [target in Exclude<TaroTarget, 'h5'>]: PlatformName }

const TITLES = { react: 'React', vue3: 'Vue 3' }

export const taroApp = join(import.meta.dirname, '../apps/taro')

/**
 * A build of the sample shop in Taro.
 * @param options what the plug-in is given instead of the app's own options
 */
export function taroBuild(
  framework: TaroFramework,
  target: TaroTarget,
  kit: TaroKit = 'plugin',
  options: object = {},
): Build {
  return {
    app: taroApp,
    title: `Taro, ${TITLES[framework]}, ${target}${kit === 'plugin' ? '' : `, ${kit}`}`,
    command: ['taro', 'build', '--type', target],
    env: { FRAMEWORK_OF_APP: framework, KIT: kit, MONITOR_OPTIONS: JSON.stringify(options) },
    output: 'dist',
    kit: kit !== 'none',
  }
}
