import { createSlots, type Slots } from './network/slots.ts'
import type { HostClock } from './clock.ts'
import { createRealm, nodeRealm, type Realm } from './engine/realm.ts'
import { createThread, type Thread } from './engine/thread.ts'
import { createEvents, type Events } from './events.ts'
import type { Loose, LooseFunction } from './loose.ts'
import type { Network } from './network/network.ts'
import type { PlatformSpec } from './platform.ts'
import type { Quirks, Timings } from './quirks.ts'
import type { RequestRecord, RuntimeError } from './records.ts'
import type { Store } from './store.ts'

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

/** One JavaScript process, as the parts of the simulated platform see it. */
export interface Host {
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
  /** ms after which the platform gives up a sub-package that is loaded on demand. */
  patience: number
  /** app.json. */
  readonly config: Loose
  /** An error in the app's code, on its way to the hooks. */
  raise(error: Loose, source: string): void
  /** Ends all requests under way as the platform does. */
  failRequests(reason: string): void
  kill(): void
}

export interface HostOptions {
  spec: PlatformSpec
  quirks: Quirks
  timings: Timings
  device: DeviceState
  /** `node`: Node's own realm instead of a vm context. */
  realm?: 'context' | 'node'
  random?: () => number
  record: boolean
  onKill: () => void
}

/** A process before anything of the platform or the app is in it; `raise` does nothing yet. */
export function createHost(options: HostOptions): Host {
  const { spec, quirks, timings, device, record } = options
  const { clock } = device
  const thread = createThread(clock, (error, source) => host.raise(error, source))
  const realm = realmOf(options, thread)
  // Those that wait for a slot first, or they would set off as the others leave.
  const underWay = () => [...host.exchanges].reverse()
  const host: Host = {
    ...{ spec, quirks, timings, device, clock, realm, thread, record },
    missing: missingFrom(spec, quirks),
    events: createEvents(thread.call),
    slots: createSlots(quirks.slots ?? spec.request.slots),
    exchanges: new Set(),
    api: realm.object(),
    calls: {},
    requests: [],
    errors: [],
    config: {},
    patience: 5000,
    raise() {},
    failRequests(reason) {
      for (const exchange of underWay()) exchange.fail(reason)
    },
    kill() {
      if (!thread.alive) return
      thread.stop()
      for (const exchange of underWay()) exchange.drop()
      options.onKill()
    },
  }
  return host
}

function realmOf({ realm, quirks, random, device }: HostOptions, { timers }: Thread): Realm {
  const { clock } = device
  if (realm === 'node') return nodeRealm(clock)
  const { codeFromStrings, timerPromise } = quirks
  return createRealm({ clock, random, codeFromStrings, timerPromise, setTimeout: timers.setTimeout })
}

/** What came after the first years: docs/platforms/wechat.md, each fact's `Since` */
const MODERN = [
  ...['getPerformance', 'getDeviceInfo', 'getAppBaseInfo', 'getWindowInfo', 'getSystemSetting', 'nextTick'],
  ...['getAppAuthorizeSetting', 'onUnhandledRejection', 'offUnhandledRejection', 'getEnterOptionsSync'],
]

function missingFrom(spec: PlatformSpec, quirks: Quirks): Set<string> {
  return new Set([...spec.without, ...(quirks.missing ?? []), ...(quirks.oldBaseLibrary ? MODERN : [])])
}
