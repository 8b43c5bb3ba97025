import { join } from 'node:path'
import { build, type Build, type Built } from '../../../playground/builds/index.ts'
import type { PlatformName } from '../../../hosts/index.ts'

/** How the sample app starts the kit; see its vite.config.ts. */
export type Start = 'plugin' | 'use' | 'interceptor' | 'all' | 'none'

export const uniApp = join(import.meta.dirname, '../../../playground/apps/uni-app')

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

interface More {
  files?: Record<string, string>
  env?: Record<string, string>
}

/** The sample app, built by uni-app's own command as a user does it. */
export function buildApp(target: string, start: Start, more?: More): Promise<Built> {
  return build(buildOf(target, start, more))
}

/** Everything that is built more than for one test. */
export function uniBuilds(): Build[] {
  const starts: [target: string, start: Start][] = [
    ['mp-weixin', 'use'],
    ['mp-weixin', 'interceptor'],
    ['mp-weixin', 'all'],
    ...(['plugin', 'use', 'interceptor', 'all', 'none'] as const).map((start): [string, Start] => [
      'h5',
      start,
    ]),
    ...TARGETS.flatMap(([target]) =>
      (['plugin', 'none'] as const).map((start): [string, Start] => [target, start]),
    ),
  ]
  return starts.map(([target, start]) => buildOf(target, start))
}

export function buildOf(target: string, start: Start, { files, env }: More = {}): Build {
  return {
    app: uniApp,
    title: `uni-app, ${target}, ${start}`,
    command: ['uni', 'build', '-p', target],
    env: { START: start, ...env },
    files,
    kit: start !== 'none',
    output: `dist/build/${target}`,
  }
}
