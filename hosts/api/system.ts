import { asyncCall, syncCall } from './calls.ts'
import type { Host } from '../host.ts'
import type { Loose, LooseFunction } from '../loose.ts'

const DEVICE_KEYS = 'abi benchmarkLevel brand model system platform memorySize deviceAbi'.split(' ')
const APP_KEYS = 'SDKVersion version language theme host enableDebug fontSizeSetting'.split(' ')
const WINDOW_KEYS =
  'pixelRatio screenWidth screenHeight windowWidth windowHeight statusBarHeight safeArea screenTop'.split(' ')

/** What the device says about itself, and the listeners of the platform's events. */
export function installSystem(host: Host, launchOptions: () => Loose): void {
  const { api, realm, spec, device } = host
  const pick = (keys: string[]) => () => {
    const found: Record<string, Loose> = {}
    for (const key of keys) if (key in device.info) found[key] = device.info[key]
    return realm.adopt(found)
  }
  const sync: Record<string, LooseFunction> = {
    getSystemInfoSync: () => realm.adopt(device.info),
    getDeviceInfo: pick(DEVICE_KEYS),
    getAppBaseInfo: pick(APP_KEYS),
    getWindowInfo: pick(WINDOW_KEYS),
    getSystemSetting: () => realm.adopt({ bluetoothEnabled: true, locationEnabled: true, wifiEnabled: true }),
    getAppAuthorizeSetting: () => realm.adopt({ locationAuthorized: 'authorized' }),
    getAccountInfoSync: () =>
      realm.adopt({ miniProgram: { appId: 'wx0000000000000000', envVersion: 'release', version: '1.0.0' } }),
    getAppIdSync: () => realm.adopt({ appId: '2021000000000000' }),
    getEnvInfoSync: () =>
      realm.adopt({ microapp: { appId: 'tt00', mpVersion: '1.0.0', envType: 'production' } }),
    getLaunchOptionsSync: launchOptions,
    getEnterOptionsSync: launchOptions,
    getMenuButtonBoundingClientRect: () =>
      realm.adopt({ width: 87, height: 32, top: 48, right: 365, bottom: 80, left: 278 }),
    base64ToArrayBuffer: (text: string) => realm.buffer(Buffer.from(text, 'base64')),
    arrayBufferToBase64: (buffer: ArrayBuffer) => Buffer.from(buffer).toString('base64'),
  }
  for (const name of Object.keys(sync)) api[name] = syncCall(host, name, sync[name])
  const known = (name: string) =>
    spec.abilities.includes(name) || typeof api[name.split('.')[0]] === 'function'
  api.canIUse = syncCall(host, 'canIUse', (name: Loose) => known(String(name)))
  api.nextTick = syncCall(host, 'nextTick', (callback: Loose) => {
    host.thread.after(0, () => host.thread.call('nextTick', callback))
  })

  api.getSystemInfo = asyncCall(host, 'getSystemInfo', (_, done) => done.success(realm.adopt(device.info)))
  api.getSystemInfoAsync = api.getSystemInfo
  api.getNetworkType = asyncCall(host, 'getNetworkType', (_, done) =>
    done.success({ networkType: device.networkType, networkAvailable: device.networkType !== 'none' }),
  )
  for (const name of spec.events) {
    api[`on${name}`] = syncCall(host, `on${name}`, (listener: Loose, ...more: Loose[]) => {
      // its second argument is when a sub-package is given up: docs/platforms/wechat.md#lazy-load
      if (name === 'LazyLoadError' && more.length) host.patience = Number(more[0]) || 0
      host.events.on(name, listener)
    })
    api[`off${name}`] = syncCall(host, `off${name}`, (listener?: Loose) => host.events.off(name, listener))
  }
}
