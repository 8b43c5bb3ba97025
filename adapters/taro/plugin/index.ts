import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { driverOf, readBuildOptions, startModule, type MonitorPluginOptions } from '../../build/index.ts'
import { checkVersions } from './versions.ts'

export type { MonitorPluginOptions } from '../../build/index.ts'

/** What is used of the object that Taro's CLI hands to a plug-in. */
export interface TaroPluginContext {
  /** `appPath`: root of the app, where its package.json lies. */
  paths: { appPath: string }
  /** The app's `config/index`. */
  initialConfig: { framework?: string }
  /** A hook of the build by its name. */
  registerMethod(method: { name: string; fn: (platform: TaroPlatform) => void }): void
}

/** The target of a build, as Taro hands it to `onSetupClose`. */
export interface TaroPlatform {
  /** `weapp`, `alipay`, `h5` … */
  platform: string
  /** Modules that start before the app's own. */
  runtimePath?: string | string[]
}

const PLUGIN = 'mini-monitor/taro/plugin'

/** Taro's frameworks that there is glue for. */
const autos: { readonly [framework: string]: string } = {
  react: 'mini-monitor/taro/auto',
  vue3: 'mini-monitor/taro/vue/auto',
}

/**
 * `plugins: [['mini-monitor/taro/plugin', { service, collector, … }]]`: every build starts the monitor before the app's
 * own code, with the driver of its platform only.
 * @throws Error, which ends the build, with the path of each bad option
 */
function plugin(ctx: TaroPluginContext, given: MonitorPluginOptions): void {
  const { config, parts, settings } = readBuildOptions(PLUGIN, given)
  const { appPath } = ctx.paths
  const { framework = 'react' } = ctx.initialConfig
  const auto = autos[framework]
  if (!auto)
    throw new Error(`${PLUGIN}: there is nothing for Taro with ${framework}, only for react and vue3`)
  checkVersions(PLUGIN, appPath, framework, (warning) => console.warn(warning))
  const functions = config === undefined ? undefined : moduleOf(appPath, config)
  ctx.registerMethod({
    name: 'onSetupClose',
    fn(target) {
      const driver = driverOf(target.platform)
      if (!driver) {
        console.warn(`${PLUGIN}: nothing is monitored on ${target.platform}, which the kit has no driver for`)
        return
      }
      const source = startModule({ auto, driver, settings, config: functions, parts })
      const file = writeModule(appPath, target.platform, source)
      // Behind `post:`, or Taro would be there before the runtime of its framework is: docs/platforms/taro.md#post
      target.runtimePath = [target.runtimePath ?? []].flat().concat(`post:${file.replace(/\\/g, '/')}`)
    },
  })
}

/** With or without its ending, as imports are written. */
function moduleOf(appPath: string, config: string): string {
  const file = resolve(appPath, config)
  const found = ['', '.ts', '.tsx', '.js', '.jsx', '.mjs'].some((end) => end !== '' && existsSync(file + end))
  if (!found && !existsSync(file)) throw new Error(`${PLUGIN}: option "config": there is no ${file}`)
  return file
}

/** Not within the app's sources, and yet where its bundler finds what they import. */
function writeModule(appPath: string, platform: string, source: string): string {
  const folder = join(appPath, 'node_modules/.cache/mini-monitor')
  // Named by what is in it: builds for several platforms may run at once.
  const hash = createHash('sha256').update(source).digest('hex').slice(0, 8)
  const file = join(folder, `taro-${platform}-${hash}.js`)
  mkdirSync(folder, { recursive: true })
  // The app's package.json may say that none of its modules has effects: https://webpack.js.org/guides/tree-shaking/
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "sideEffects": true }\n')
  writeFileSync(file, source)
  return file
}

// eslint-disable-next-line no-restricted-syntax -- Taro calls what the module is
export default plugin
