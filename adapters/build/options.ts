import { toSource } from './source.ts'
import { PLATFORM_NAMES } from '../../core/platforms/names.ts'
import { readOptions, type Config, type Options } from '../../core/index.ts'

/**
 * What a build plug-in is given: the options of the kit that can be written down, and a module for the others. A bad one
 * ends the build.
 *
 * @see docs/taro.md#start-it-without-code, docs/uni-app.md#start-it-without-code
 */
export interface MonitorPluginOptions extends Omit<Options, 'beforeSend' | 'redactUrl' | 'headers'> {
  /**
   * Added to the kit's own requests; what is only known in the app comes from the module of `config`.
   *
   * @default none
   */
  headers?: { [name: string]: string }
  /**
   * Path of a module of the app, from its root, whose exports are options too: `beforeSend`, `redactUrl`, `headers` and
   * other functions, or what is only known in the app.
   *
   * @default none
   */
  config?: string
}

export interface ReadBuildOptions {
  /** As the kit takes them: every member is there and in range. */
  settings: Config
  /** Path of the module with functions. */
  config?: string
}

/**
 * Checks what the plug-in was given by the rules that hold in the app. There a bad option costs a warning, here it ends
 * the build, since somebody is looking.
 * @param plugin what a message begins with: `mini-monitor/taro/plugin`
 * @throws Error with the path of each bad option
 */
export function readBuildOptions(plugin: string, given: unknown): ReadBuildOptions {
  const problems: string[] = []
  const { config, ...options } = Object(given) as { config?: unknown } & Options
  if (config !== undefined && (typeof config !== 'string' || !config))
    problems.push('option "config" must be the path of a module')
  let settings: Config | undefined
  try {
    settings = readOptions(options, (problem) => problems.push(problem))
    const { platform } = settings
    if (platform && !(PLATFORM_NAMES as readonly string[]).includes(platform))
      problems.push(`option "platform": there is no "${platform}", only ${PLATFORM_NAMES.join(', ')}`)
    toSource(options)
  } catch (error) {
    problems.push((error as Error).message.replace(/^mini-monitor: /, ''))
  }
  if (problems.length || !settings)
    throw new Error(problems.map((problem) => `${plugin}: ${problem}`).join('\n'))
  return { settings, config: config as string | undefined }
}
