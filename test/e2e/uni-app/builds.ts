import { join } from 'node:path'
import { build, type Built } from '../../../playground/builds/index.ts'
import type { PlatformName } from '../../../hosts/index.ts'

/** How the sample app starts the kit; see its vite.config.ts. */
export type Start = 'plugin' | 'use' | 'interceptor' | 'all' | 'none'

/** uni-app's targets, and the simulated platforms that they run on. */
export const TARGETS: [target: string, platform: PlatformName][] = [
  ['mp-weixin', 'wechat'],
  ['mp-alipay', 'alipay'],
  ['mp-toutiao', 'bytedance'],
  ['mp-baidu', 'baidu'],
  ['mp-qq', 'qq'],
  ['mp-kuaishou', 'kuaishou'],
  ['mp-jd', 'jd'],
]

/** The sample app, built by uni-app's own command as a user does it. */
export function buildApp(
  target: string,
  start: Start,
  more: { files?: Record<string, string>; env?: Record<string, string> } = {},
): Promise<Built> {
  return build({
    app: join(import.meta.dirname, '../../../playground/apps/uni-app'),
    title: `uni-app, ${target}, ${start}`,
    command: ['uni', 'build', '-p', target],
    env: { START: start, ...more.env },
    files: more.files,
    kit: start !== 'none',
    output: `dist/build/${target}`,
  })
}
