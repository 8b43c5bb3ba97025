/** The sample shop in another version of Taro, or of its framework: the journey of test/e2e/taro. */
import { deepStrictEqual } from 'node:assert'
import { build, taroApp, taroBuild, type Build, type TaroFramework } from '../../playground/builds/index.ts'
import { expectedSignals, receivedSignals } from '../e2e/taro/expected.ts'
import { walkMini } from '../e2e/taro/mini.ts'
import { walkWeb } from '../e2e/taro/web.ts'
import type { Row } from './row.ts'
import { withVersions } from './versions.ts'

/** What is tried. */
interface Try {
  taro: string
  framework?: TaroFramework
  /** Of the framework; default: what the sample app has. */
  version: string
  target?: 'weapp' | 'h5'
  /** How the kit comes in. */
  kit?: 'plugin' | 'init'
}

const NAMES = { react: 'React', vue3: 'Vue' }
const TARGETS = { weapp: 'WeChat', h5: 'Chromium' }

/** Taro's packages have one version, all of them. */
const TARO = /^(@tarojs\/|babel-preset-taro$|babel-plugin-transform-taroapi$)/

/** Packages of a framework that have its version. */
const FRAMEWORK = { react: /^react(-dom)?$/, vue3: /^(vue|@vue\/compiler-sfc)$/ }

/** Not every registry has each of Taro's packages in each version, so that only those are asked for that are used. */
const NOT_NEEDED = /^@tarojs\/(vite-runner$|plugin-platform-(?!(weapp|h5)$))/
const OTHER = { react: '@tarojs/plugin-framework-vue3', vue3: '@tarojs/plugin-framework-react' }

/** The kit as a native app starts it: what needs no build plug-in, and knows nothing of Taro. */
const INIT = `import { init } from 'mini-monitor'
import { Fragment } from 'react'
import { options } from '../../config/monitor'
import { beforeSend } from '../functions'

const monitor = init({ ...options, beforeSend })

export const Root = Fragment
export const useShopMonitor = () => monitor
`

export function taroRow({ taro, framework = 'react', version, target = 'weapp', kit = 'plugin' }: Try): Row {
  const versionOf = (name: string, other: string) => {
    if (NOT_NEEDED.test(name) || name === OTHER[framework]) return undefined
    if (FRAMEWORK[framework].test(name)) return version
    return TARO.test(name) ? taro : other
  }
  const how = kit === 'init' ? 'init() of `mini-monitor`' : 'the plug-in'
  return {
    what: `Taro ${taro}, ${NAMES[framework]} ${version}, ${TARGETS[target]}, webpack, ${kit}`,
    how: `the sample shop with ${how}: its journey reports what it must, and the app is what it is without the kit`,
    attempt: () => withVersions(taroApp, versionOf, (app) => walk(app, framework, target, kit)),
  }
}

async function walk(
  app: string,
  framework: TaroFramework,
  target: 'weapp' | 'h5',
  kit: 'plugin' | 'init',
): Promise<string> {
  const walkWith = async (way: 'plugin' | 'init' | 'none') => {
    const { env, ...rest } = taroBuild(framework, target, way === 'init' ? 'interceptor' : way)
    const own: Partial<Build> =
      way === 'init' ? { env: { ...env, KIT: 'init' }, files: { 'monitor/react/init.tsx': INIT } } : { env }
    const { folder } = await build({ ...rest, ...own, app })
    return target === 'h5' ? walkWeb(folder) : walkMini('wechat', folder)
  }
  const [with_, without] = [await walkWith(kit), await walkWith('none')]
  const signals = receivedSignals(with_.received)
  deepStrictEqual(signals, expected(target, kit))
  deepStrictEqual(with_.shown, without.shown)
  deepStrictEqual(with_.errors, without.errors)
  return `${signals.length} kinds of signals, each as it must be`
}

function expected(target: 'weapp' | 'h5', kit: 'plugin' | 'init'): string[] {
  const all =
    target === 'h5'
      ? expectedSignals('h5', 'http://shop.coral.example')
      : expectedSignals('entries', 'https://shop.coral.example')
  // What a page throws while it is rendered stays with Taro's own boundary.
  return all.filter((line) => kit === 'plugin' || !/reading 'length'/.test(line))
}
