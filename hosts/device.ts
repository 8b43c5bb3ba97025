import { bootHost, type Booted } from './boot.ts'
import { realClock, type HostClock } from './clock.ts'
import { folderFiles, layeredFiles, memoryFiles } from './files.ts'
import type { Loose } from './loose.ts'
import { httpNetwork } from './network/http.ts'
import type { Network } from './network/network.ts'
import type { PlatformName, PlatformSpec } from './platform.ts'
import { platforms } from './platforms/index.ts'
import type { DeviceState } from './host.ts'
import type { Quirks, Timings } from './quirks.ts'
import type { Runtime, StartOptions } from './runtime.ts'
import { createStore, type Store } from './store.ts'

export interface DeviceOptions {
  platform: PlatformName
  clock?: HostClock
  network?: Network
  quirks?: Quirks
  storage?: Store
  /** Math.random of the app's world. */
  random?: () => number
  /** Overrides of what getSystemInfo and its successors give. */
  info?: Record<string, Loose>
  /** Overrides of the platform's data, for variants that no quirk names. */
  spec?: Partial<PlatformSpec>
  /** Console lines of the app are also printed. */
  echo?: boolean
  /** `false`: `runtime.requests` and `runtime.log` stay empty, for long runs. */
  record?: boolean
}

export interface DeviceStart extends Omit<StartOptions, 'files'> {
  /** Folder with app.js and app.json. */
  dir?: string
  /** Files by path; in front of those in `dir`. */
  files?: Record<string, string>
  /** In front of the device's own, for this start only. */
  quirks?: Quirks
}

/** A phone with one app on it. Its storage and settings outlive the app's processes. */
export interface Device extends Readonly<Pick<DeviceState, 'clock' | 'storage' | 'files' | 'info'>> {
  readonly spec: PlatformSpec
  readonly networkType: string
  /** The process that runs now. */
  readonly runtime: Runtime | undefined
  /** A new process. One that still runs is killed. */
  start(options?: DeviceStart): Runtime
  /** `wifi`, `4g`, `none` …; the app hears of it, and what is under way fails when there is no network. */
  setNetworkType(type: string): void
}

export function createDevice(options: DeviceOptions): Device {
  const spec: PlatformSpec = { ...platforms[options.platform], ...options.spec }
  const state: DeviceState = {
    clock: options.clock ?? realClock(),
    network: options.network ?? httpNetwork(),
    storage: options.storage ?? createStore(),
    files: new Map(),
    info: { ...spec.info, ...options.info },
    networkType: 'wifi',
    nextFile: 0,
  }
  let booted: Booted | undefined

  return {
    spec,
    clock: state.clock,
    storage: state.storage,
    files: state.files,
    info: state.info,
    get networkType() {
      return state.networkType
    },
    get runtime() {
      return booted?.runtime
    },
    start(how = {}) {
      booted?.runtime.kill()
      const quirks = { ...options.quirks, ...how.quirks }
      const { echo = false, record = true, random } = options
      const stopJumps = startJumps(state.clock, quirks)
      const onKill = () => {
        stopJumps()
        booted = undefined
      }
      booted = bootHost(
        { spec, quirks, timings: timingsOf(quirks), device: state, random, echo, record, onKill },
        { files: filesOf(how), realm: how.realm, transform: how.transform },
      )
      return booted.runtime
    },
    setNetworkType(type) {
      if (type === state.networkType) return
      state.networkType = type
      if (!booted) return
      if (type === 'none') booted.failRequests('reset')
      booted.runtime.emit('NetworkStatusChange', { isConnected: type !== 'none', networkType: type })
    },
  }
}

const USUAL: Timings = {
  call: 1,
  launch: 5,
  ready: 30,
  render: 5,
  syncStorage: 0,
  interrupt: 5000,
  suspend: 5000,
}

function timingsOf({ slow = 1, timings }: Quirks): Timings {
  const { call, launch, ready, render, syncStorage } = USUAL
  const slowed = { call: call * slow, launch: launch * slow, ready: ready * slow, render: render * slow }
  return { ...USUAL, ...slowed, syncStorage: syncStorage * slow, ...timings }
}

function filesOf({ dir, files }: DeviceStart) {
  return layeredFiles([...(files ? [memoryFiles(files)] : []), ...(dir ? [folderFiles(dir)] : [])])
}

/** Returns what ends them. */
function startJumps(clock: HostClock, { clockJumps }: Quirks): () => void {
  if (!clockJumps) return () => {}
  let next = 0
  const timer = clock.setInterval(
    () => clock.step(clockJumps.by[next++ % clockJumps.by.length]),
    clockJumps.every,
  )
  return () => clock.clearInterval(timer)
}
