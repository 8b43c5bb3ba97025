import type { Any } from '../../internal/guard.ts'
import {
  DEVICE_MANUFACTURER,
  DEVICE_MODEL_IDENTIFIER,
  MINIPROGRAM_BASE_LIBRARY_VERSION,
  MINIPROGRAM_HOST_VERSION,
  OS_NAME,
  OS_VERSION,
} from '../../names.ts'
import type { Attributes } from '../../signal.ts'

/**
 * `device.*` and its kin by the newer calls, which need no privacy declaration; by the old one where they are missing:
 * docs/platforms/wechat.md#device
 */
export function deviceOf(api: Any): Attributes {
  const info: Any =
    api.getDeviceInfo && api.getAppBaseInfo
      ? Object.assign({}, api.getDeviceInfo(), api.getAppBaseInfo())
      : api.getSystemInfoSync()
  // WeChat: 'iOS 17.1', Alipay: '17.1' beside platform 'iOS': docs/platforms/alipay.md#system
  const [, name, version] = /^(\D*)(.*)/.exec(info.system || '')!
  const attributes: Attributes = {}
  const set = (key: string, value: unknown) => {
    if (value) attributes[key] = String(value)
  }
  set(DEVICE_MANUFACTURER, info.brand)
  set(DEVICE_MODEL_IDENTIFIER, info.model)
  set(OS_NAME, name.trim() || info.platform)
  set(OS_VERSION, version)
  set(MINIPROGRAM_HOST_VERSION, info.version)
  set(MINIPROGRAM_BASE_LIBRARY_VERSION, info.SDKVersion || api.SDKVersion)
  return attributes
}
