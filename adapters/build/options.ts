import type { PartsOptions } from './kit.ts'
import { toSource } from './source.ts'
import { PLATFORM_NAMES } from '../../core/platforms/names.ts'
import { readOptions, type Config, type Options } from '../../core/index.ts'

/**
 * What a build plug-in is given: the options of the kit that can be written down, and a module for the others. A bad one
 * ends the build.
 *
 * @see docs/taro.md#set-up-without-code-changes, docs/uni-app.md#set-up-without-code-changes
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
  /**
   * What the app may go without.
   *
   * @default all
   */
  parts?: PartsOptions
}

export interface ReadBuildOptions {
  /** As the kit takes them: every member is there and in range. */
  settings: Config
  /** Path of the module with functions. */
  config?: string
  parts: PartsOptions
}

/**
 * Checks what the plug-in was given by the rules that hold in the app. There a bad option costs a warning, here it ends
 * the build, since somebody is looking.
 * @param plugin what a message begins with: `mini-monitor/taro/plugin`
 * @throws Error with the path of each bad option
 */
export function readBuildOptions(plugin: string, given: unknown): ReadBuildOptions {
  const problems: string[] = []
  const { config, parts = {}, ...options } = Object(given) as { config?: unknown; parts?: unknown } & Options
  if (config !== undefined && (typeof config !== 'string' || !config))
    problems.push('option "config" must be the path of a module')
  problems.push(...problemsOf(parts))
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
  return { settings, config: config as string | undefined, parts: parts as PartsOptions }
}

const PARTS: (keyof PartsOptions)[] = ['storage', 'limits', 'record']

function problemsOf(parts: unknown): string[] {
  if (typeof parts !== 'object' || !parts || Array.isArray(parts)) return ['option "parts" must be an object']
  return Object.entries(parts).flatMap(([name, value]) => {
    if (!(PARTS as string[]).includes(name))
      return [`option "parts.${name}": there is no such part, only ${PARTS.join(', ')}`]
    return typeof value === 'boolean' || value === undefined
      ? []
      : [`option "parts.${name}" must be true or false`]
  })
}
