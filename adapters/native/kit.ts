import {
  compose,
  findPlatform,
  keepFramework,
  readOptions,
  replace,
  succession,
  type Driver,
  type Monitor,
  type Options,
  type Slice,
} from '../../core/index.ts'
import { nativeFramework } from './framework.ts'

/** What an `init` of one's own is made of. */
export interface NativeKit {
  /** From `mini-monitor/core`, in the order of `docs/guides/small-kit.md`. */
  slices: readonly Slice[]
  /** By their names, from `mini-monitor/platforms/<name>`: `{ wechat }`. */
  platforms: { [name: string]: Driver }
}

/**
 * An `init` with the parts that are named and no others, for apps that bundle. Without `storage` among the slices, what
 * is not sent is lost with the app.
 * @returns as `init` of `mini-monitor`: throws an Error if `service` is missing, and nothing else
 */
export function createInit({ slices, platforms }: NativeKit): (options: Options) => Monitor {
  const kit = { slices, read: readOptions }
  const around = Object.assign(
    { framework: keepFramework('native', nativeFramework), platform: findPlatform(platforms) },
    succession,
  )
  return (options) => replace(() => compose(kit, options, around))
}
