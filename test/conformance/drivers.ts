import type { DriverEnv } from '../../core/platform.ts'
import { alipay } from '../../core/platforms/alipay.ts'
import { baidu } from '../../core/platforms/baidu.ts'
import { bytedance } from '../../core/platforms/bytedance.ts'
import { jd } from '../../core/platforms/jd.ts'
import { kuaishou } from '../../core/platforms/kuaishou.ts'
import { qq } from '../../core/platforms/qq.ts'
import { wechat } from '../../core/platforms/wechat.ts'
import { xiaohongshu } from '../../core/platforms/xiaohongshu.ts'
import type { Platform } from '../../core/platform.ts'
import type { PlatformName } from '../../hosts/index.ts'

export interface MiniDriver {
  name: PlatformName
  /** Name of the platform object. */
  global: string
  create: (env: DriverEnv) => Platform | undefined
  /** What the platform documents, for the suites that play the platform. */
  header: 'header' | 'headers'
  componentId: number
  layer?: string
  binary?: boolean
  /** request without callbacks: always a task, or perhaps a promise. */
  tasks?: boolean
}

export const MINI_DRIVERS: MiniDriver[] = [
  {
    name: 'wechat',
    global: 'wx',
    create: wechat,
    header: 'header',
    componentId: 10002,
    layer: 'WECHAT_MINI_PROGRAM',
    binary: true,
    tasks: true,
  },
  {
    name: 'alipay',
    global: 'my',
    create: alipay,
    header: 'headers',
    componentId: 10003,
    layer: 'ALIPAY_MINI_PROGRAM',
    binary: true,
  },
  {
    name: 'bytedance',
    global: 'tt',
    create: bytedance,
    header: 'header',
    componentId: 10001,
    binary: true,
    tasks: true,
  },
  { name: 'baidu', global: 'swan', create: baidu, header: 'header', componentId: 10001 },
  { name: 'qq', global: 'qq', create: qq, header: 'header', componentId: 10001 },
  { name: 'jd', global: 'jd', create: jd, header: 'header', componentId: 10001 },
  { name: 'kuaishou', global: 'ks', create: kuaishou, header: 'header', componentId: 10001 },
  { name: 'xiaohongshu', global: 'xhs', create: xiaohongshu, header: 'header', componentId: 10001 },
]

/** Runs `fn` while `api` is the platform object that modules can name. */
export function withGlobals<T>(globals: Record<string, unknown>, fn: () => T): T {
  const scope = globalThis as Record<string, unknown>
  const names = Object.keys(globals)
  const before = names.map((name) => Object.getOwnPropertyDescriptor(scope, name))
  const restore = () =>
    names.forEach((name, i) => {
      delete scope[name]
      if (before[i]) Object.defineProperty(scope, name, before[i])
    })
  for (const name of names)
    Object.defineProperty(scope, name, { value: globals[name], writable: true, configurable: true })
  let result: T
  try {
    result = fn()
  } catch (error) {
    restore()
    throw error
  }
  if (result instanceof Promise) return result.finally(restore) as T
  restore()
  return result
}
