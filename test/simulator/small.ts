/** A plain app with the least that is a kit. */
import { nativeFramework } from '../../adapters/native/framework.ts'
import { compose, keepFramework, replace, succession, type Options } from '../../core/index.ts'
import { wechat } from '../../core/platforms/wechat.ts'
import { KITS } from '../fakes/kits.ts'

export { flush, record, shutdown } from '../../adapters/native/index.ts'

export function init(options: Options) {
  const framework = keepFramework('native', nativeFramework)
  return replace(() => compose(KITS.smallest, options, { ...succession, framework, platform: wechat }))
}
