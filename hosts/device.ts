import { realClock, type HostClock } from './clock.ts'
import { folderFiles, memoryFiles, type AppFiles } from './code/files.ts'
import { httpNetwork } from './network/http.ts'
import { platforms } from './platforms/index.ts'
import type { DeviceState } from './process.ts'
import { createRuntime, type Runtime, type StartOptions } from './boot.ts'
import { createStore, type Store } from './store.ts'
import type { DeviceOptions, Loose, PlatformSpec, Quirks, Timings } from './types.ts'

export interface DeviceStart extends Omit<StartOptions, 'files'> {
  /** Folder with app.js and app.json. */
  dir?: string
  /** Files by path; in front of those in `dir`. */
  files?: Record<string, string>
  /** In front of the device's own, for this start only. */
  quirks?: Quirks
}

/** A phone with one app on it. Its storage and settings outlive the app's processes. */
export interface Device {
  readonly spec: PlatformSpec
  readonly clock: HostClock
  readonly storage: Store
  readonly files: Map<string, Uint8Array>
  readonly info: Record<string, Loose>
  readonly networkType: string
  /** The process that runs now. */
  readonly runtime: Runtime | undefined
  /** A new process. One that still runs is killed. */
  start(options?: DeviceStart): Runtime
  /** `wifi`, `4g`, `none` …; the app hears of it, and what is under way fails when there is no network. */
  setNetworkType(type: string): void
}

const usual: Timings = {
  call: 1,
  launch: 5,
  ready: 30,
  render: 5,
  syncStorage: 0,
  interrupt: 5000,
  suspend: 5000,
}

function timingsOf(quirks: Quirks): Timings {
  const { slow = 1 } = quirks
  const { call, launch, ready, render, syncStorage } = usual
  const slowed = { call: call * slow, launch: launch * slow, ready: ready * slow, render: render * slow }
  return { ...usual, ...slowed, syncStorage: syncStorage * slow, ...quirks.timings }
}

function filesOf({ dir, files }: DeviceStart): AppFiles {
  const parts = [...(files ? [memoryFiles(files)] : []), ...(dir ? [folderFiles(dir)] : [])]
  return {
    read(file) {
      for (const part of parts) {
        const text = part.read(file)
        if (text !== undefined) return text
      }
      return undefined
    },
  }
}

function startJumps(clock: HostClock, { clockJumps }: Quirks): () => void {
  if (!clockJumps) return () => {}
  let next = 0
  const timer = clock.setInterval(
    () => clock.step(clockJumps.by[next++ % clockJumps.by.length]),
    clockJumps.every,
  )
  return () => clock.clearInterval(timer)
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
  let runtime: Runtime | undefined
  let failAll = (_reason: string) => {}

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
      return runtime
    },
    start(how = {}) {
      runtime?.kill()
      const quirks = { ...options.quirks, ...how.quirks }
      const { echo = false, record = true, random } = options
      const stopJumps = startJumps(state.clock, quirks)
      const onKill = () => {
        stopJumps()
        runtime = undefined
      }
      const created = createRuntime(
        { spec, quirks, timings: timingsOf(quirks), device: state, random, echo, record, onKill },
        { files: filesOf(how), realm: how.realm, transform: how.transform },
      )
      failAll = created.failRequests
      return (runtime = created.runtime)
    },
    setNetworkType(type) {
      if (type === state.networkType) return
      state.networkType = type
      if (!runtime) return
      if (type === 'none') failAll('reset')
      runtime.emit('NetworkStatusChange', { isConnected: type !== 'none', networkType: type })
    },
  }
}
