import {
  assemble,
  findPlatform,
  keepFramework,
  memory,
  readOptions,
  replace,
  succession,
  withUserApi,
  type Config,
  type Driver,
  type FindPlatform,
  type Kit,
  type Monitor,
  type MonitorCore,
  type Options,
  type Slice,
} from '../../core/index.ts'
import { nativeFramework } from './framework.ts'

export { bestFit } from '../../core/platforms/fit.ts'
export { setData } from './updates.ts'

/** What an `init` of one's own is made of. */
export interface NativeKit {
  /** From `mini-monitor/core`, in the order of `docs/guides/small-kit.md`. */
  slices: readonly Slice[]
  /** By their names, from `mini-monitor/platforms/<name>`: `{ wechat }`. */
  platforms: { [name: string]: Driver }
  /**
   * Which of several platforms it is, where objects of more than one are there: `bestFit` looks closer.
   *
   * @default the first of `platforms`
   */
  choose?: Parameters<typeof findPlatform>[1]
}

/**
 * An `init` with the parts that are named and no others, for apps that bundle. Without `storage` among the slices, what
 * is not sent is lost with the app.
 * @returns as `init` of `mini-monitor`: throws an Error if `service` is missing, and nothing else
 */
export function createInit({ slices, platforms, choose }: NativeKit): (options: Options) => Monitor {
  const start = createStart({ slices: slices.concat(memory), platforms, choose, read: readOptions })
  return (options) => withUserApi(start(options))
}

/**
 * What a file that `npx mini-monitor native` makes starts by: `createInit` without what apps call of their own, and,
 * where `read` is left out, without the check of options, which are a `Config` then. The slices name `storage` or
 * `memory`.
 */
export function createStart({
  slices,
  platforms,
  choose,
  read,
}: NativeKit & Pick<Kit, 'read'>): (options: Options | Config) => MonitorCore {
  const find: FindPlatform = findPlatform(platforms, choose)
  const around = Object.assign(
    { framework: keepFramework('native', nativeFramework), platform: find },
    succession,
  )
  return (options) => replace(() => assemble({ slices, read }, options, around))
}
