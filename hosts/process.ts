import type { HostClock } from './clock.ts'
import type { Network } from './network/network.ts'
import type { Realm } from './engine/realm.ts'
import type { Slots } from './api/slots.ts'
import type { Store } from './store.ts'
import type { Thread } from './engine/thread.ts'
import type {
  Loose,
  LooseFunction,
  PlatformSpec,
  Quirks,
  RequestRecord,
  RuntimeError,
  Timings,
} from './types.ts'

/** What outlives a process. */
export interface DeviceState {
  readonly clock: HostClock
  readonly network: Network
  readonly storage: Store
  /** Temporary and user files by path. */
  readonly files: Map<string, Uint8Array>
  readonly info: Record<string, Loose>
  networkType: string
  nextFile: number
}

/** What came to WeChat's base library after its first years. */
const MODERN = [
  ...['getPerformance', 'getDeviceInfo', 'getAppBaseInfo', 'getWindowInfo', 'getSystemSetting', 'nextTick'],
  ...['getAppAuthorizeSetting', 'onUnhandledRejection', 'offUnhandledRejection', 'getEnterOptionsSync'],
]

export function missingFrom(spec: PlatformSpec, quirks: Quirks) {
  return new Set([...spec.without, ...(quirks.missing ?? []), ...(quirks.oldBaseLibrary ? MODERN : [])])
}

/** Listeners of `on…` functions, by the name without `on`. */
export interface Events {
  on(name: string, listener: Loose): void
  off(name: string, listener?: Loose): void
  count(name: string): number
  emit(name: string, ...args: Loose[]): void
}

/** One JavaScript process, as the parts of the simulated platform see it. */
export interface Process {
  readonly spec: PlatformSpec
  readonly quirks: Quirks
  readonly timings: Timings
  /** Functions, hooks and built-ins that this platform and version lack. */
  readonly missing: Set<string>
  readonly device: DeviceState
  readonly clock: HostClock
  readonly realm: Realm
  readonly thread: Thread
  readonly events: Events
  readonly slots: Slots
  /** Requests under way: to be failed by the platform, or dropped without a word. */
  readonly exchanges: Set<{ fail(reason: string): void; drop(): void }>
  /** The platform object. */
  readonly api: Record<string, LooseFunction>
  /** How often each function was called. */
  readonly calls: Record<string, number>
  readonly requests: RequestRecord[]
  readonly errors: RuntimeError[]
  readonly record: boolean
  /** app.json. */
  readonly config: Loose
  /** An error in the app's code, on its way to the hooks. */
  raise(error: Loose, source: string): void
  kill(): void
}

export function createEvents(call: Thread['call']): Events {
  const listeners = new Map<string, Loose[]>()
  const of = (name: string) => listeners.get(name) ?? []
  return {
    on(name, listener) {
      if (typeof listener === 'function') listeners.set(name, [...of(name), listener])
    },
    off(name, listener) {
      listeners.set(name, listener === undefined ? [] : of(name).filter((each) => each !== listener))
    },
    count: (name) => of(name).length,
    emit(name, ...args) {
      for (const listener of of(name)) call(`on${name}`, listener, undefined, args)
    },
  }
}
