import { readFileSync } from 'node:fs'
import { PLATFORM_NAMES } from '../../core/platforms/names.ts'
import { text, type Text } from '../data/text.ts'

/* What an app imports, and how large that may be. */

/** The README's own words for what is measured; a test holds that none is left out. */
export const sizeNames: Record<string, Text> = {
  'native, all in one file': text(
    "`mini-monitor`, the single file used by WeChat's npm build",
    '`mini-monitor`，微信 npm 构建使用的单个文件',
  ),
  'native, bundled': text('`mini-monitor`, with a bundler', '`mini-monitor`，经打包工具'),
  'core, every part': text('`mini-monitor/core`, all parts', '`mini-monitor/core`，全部功能'),
  'core: errors, requests, OTLP JSON, one driver': text(
    'a custom kit for errors and requests (OTLP JSON), with the WeChat driver',
    '仅含错误与请求（OTLP JSON）的组合，加微信驱动',
  ),
  'a made file: errors, requests, JSON, without storage, limits, api': text(
    'a file from `npx mini-monitor native`: errors and requests as JSON, `--no-storage --no-limits --no-api`',
    '`npx mini-monitor native` 生成的文件：仅错误与请求（JSON），加 `--no-storage --no-limits --no-api`',
  ),
  'a made file: errors, requests, JSON': text('the same with those three parts', '同上，含这三个部分'),
  'a made file: default features': text('such a file with the default features', '默认功能的文件'),
  'a made file: default options in it': text('the same with the options in the file', '同上，选项写入文件'),
  ...Object.fromEntries(
    PLATFORM_NAMES.filter((name) => name !== 'h5').map((name) => [
      `platforms/${name}`,
      text(
        '`mini-monitor/platforms/…`, the driver for one mini-program platform',
        '`mini-monitor/platforms/…`，单个小程序平台的驱动',
      ),
    ]),
  ),
  'platforms/h5': text('`mini-monitor/platforms/h5`', '`mini-monitor/platforms/h5`'),
  taro: text('`mini-monitor/taro`, all parts', '`mini-monitor/taro`，全部功能'),
  'taro/vue': text('`mini-monitor/taro/vue`, all parts', '`mini-monitor/taro/vue`，全部功能'),
  'uni-app': text('`mini-monitor/uni-app`, all parts', '`mini-monitor/uni-app`，全部功能'),
  'taro/auto': text(
    "the minimum added by Taro's build plug-in (React)",
    'Taro 构建插件至少带入的代码（React）',
  ),
  'taro/vue/auto': text('the same with Vue 3', '同上（Vue 3）'),
  'uni-app/auto': text("the minimum added by uni-app's build plug-in", 'uni-app 构建插件至少带入的代码'),
}

export interface SizeLimit {
  /** Key of sizeNames. */
  what: string
  minified: string
  gzipped: string
}

/** The limits file has a line for each form: `native, bundled, gzipped`. */
export function sizeLimits(): SizeLimit[] {
  const lines: { name: string; limit: string }[] = JSON.parse(
    readFileSync(new URL('../../.size-limit.json', import.meta.url), 'utf8'),
  )
  const found = new Map<string, SizeLimit>()
  for (const { name, limit } of lines) {
    // a part of what others import, which nobody imports alone
    if (name.startsWith('slice ')) continue
    const [, what, form] = /^(.*), (minified|gzipped)$/.exec(name) ?? []
    if (!form) throw new Error(`.size-limit.json: "${name}" is neither "…, minified" nor "…, gzipped"`)
    found.set(what, { minified: '–', gzipped: '–', ...found.get(what), what, [form]: limit })
  }
  return [...found.values()]
}
