/** The least that is a kit: errors, requests, what is sent; nothing that is stored, merged or sampled. */
import { nativeFramework } from '../../adapters/native/framework.ts'
import {
  compose,
  errors,
  keepFramework,
  memory,
  otlp,
  otlpHttp,
  readOptions,
  replace,
  requests,
  skywalking,
  succession,
  type Options,
} from '../../core/index.ts'
import { wechat } from '../../core/platforms/wechat.ts'

export { flush, record, shutdown } from '../../adapters/native/index.ts'

export function init(options: Options) {
  const kit = { slices: [memory, errors, requests, otlp(otlpHttp), skywalking], read: readOptions }
  const framework = keepFramework('native', nativeFramework)
  return replace(() => compose(kit, options, { ...succession, framework, platform: wechat }))
}
