/** Simulated mini-program platforms, on node:vm: phones that run the compiled build of any app. See README.md. */
export { realClock, virtualClock, type HostClock, type VirtualClock } from './clock.ts'
export { createDevice, type Device, type DeviceOptions, type DeviceStart } from './device.ts'
export { watchRejections } from './engine/rejections.ts'
export { fakeDevice, type FakeDevice } from './fake.ts'
export { httpNetwork } from './network/http.ts'
export { namedNetwork } from './network/names.ts'
export type {
  NetFailure,
  NetHandlers,
  Network,
  NetReason,
  NetRequest,
  NetResponse,
} from './network/network.ts'
export { scriptedNetwork, type Reply, type ReplyHandler, type ScriptedNetwork } from './network/scripted.ts'
export type { ErrorForm, PlatformName, PlatformSpec } from './platform.ts'
export { platforms } from './platforms/index.ts'
export type { Quirks, StorageFault, StorageOperation, Timings } from './quirks.ts'
export type { LogLine, RequestRecord, RuntimeError } from './records.ts'
export type { LaunchOptions, Runtime, TapOptions } from './runtime.ts'
export { createStore, type Store } from './store.ts'
