import type { Any } from '../internal/guard.ts'
import type { Choose } from './find.ts'

/** What runtimes can do, and objects that are merely called like theirs seldom: docs/platforms/mini.md#namesakes */
const ABILITIES = ['getStorage', 'setStorage', 'getNetworkType', 'onError', 'onAppHide']
/** As many as make a mini program of what is a web page, too. */
const RUNTIME = 4

/** What tells these from others that are as able, since one object may have both names; positive or negative. */
const OWN: { [platform: string]: (api: Any) => number } = {
  alipay(api) {
    if (!api.getStorageSync) return 0
    // who takes a text there is of WeChat's shape: docs/platforms/alipay.md#storage
    return typeof api.getStorageSync('mm:') === 'object' ? 1 : -1
  },
  // docs/platforms/wechat.md#device
  wechat: (api) => +('getDeviceInfo' in api),
}

/** The first of those platforms that fit best, where objects of several are there. */
export const bestFit: Choose = (found, { guard }) => {
  const abilitiesOf = (api: object) => ABILITIES.filter((each) => each in api).length
  const fits = found.map(({ api, name }) => {
    if (!api) return RUNTIME
    const own = OWN[name] && guard.run('platform', OWN[name], api)
    return (guard.run('platform', abilitiesOf, api) || 0) + (own || 0)
  })
  return found[fits.indexOf(Math.max(...fits))]
}
