export { realClock, virtualClock, type HostClock, type VirtualClock } from './clock.ts'
export { createDevice, type Device, type DeviceStart } from './device.ts'
export { fakeDevice, type FakeDevice } from './fake.ts'
export { watchRejections } from './engine/rejections.ts'
export { httpNetwork } from './network/http.ts'
export { namedNetwork } from './network/names.ts'
export {
  scriptedNetwork,
  type NetFailure,
  type NetHandlers,
  type NetReason,
  type NetRequest,
  type NetResponse,
  type Network,
  type Reply,
  type ReplyHandler,
  type ScriptedNetwork,
} from './network/network.ts'
export { platforms } from './platforms/index.ts'
export { type Runtime } from './boot.ts'
export { createStore, type Store } from './store.ts'
export { type TapOptions } from './view/tap.ts'
export type {
  DeviceOptions,
  LaunchOptions,
  LogLine,
  ErrorForm,
  PlatformName,
  PlatformSpec,
  Quirks,
  RequestRecord,
  RuntimeError,
  StorageFault,
  StorageOperation,
  Timings,
} from './types.ts'
