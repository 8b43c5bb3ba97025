import {
  createDevice,
  createStore,
  virtualClock,
  type Device,
  type Runtime,
  type StorageFault,
  type Store,
  type VirtualClock,
} from '../../hosts/index.ts'
import { seeded } from '../fakes/random.ts'
import { COLLECTOR_URL, createCollector, type Collector } from './collector.ts'
import { errorOf, gauge, segment, type Emission } from './emissions.ts'
import type { History, Kind, Step, StorageMode } from './history.ts'
import { asRun, kit, type KitName } from './kit.ts'

/* eslint-disable @typescript-eslint/no-explicit-any */
type Json = any

export const FLUSH_INTERVAL = 5000
export const TIMEOUT = 3000
/** In the background requests are cut off, and nothing runs any more. */
const SUSPENDED_AFTER = 5000

/** What a process left behind when it ended. */
export interface RunEnd {
  run: number
  at: number
  /** How often the app went to the background, over all runs. */
  hides: number
  diagnostics: Json
  /** When storage last failed in this run, if it did. */
  storageFailedAt?: number
  /** Killed in the middle of a storage operation. */
  inWrite: boolean
  /** Since when it had stood still in the background, if it was killed there: answers were not heard any more. */
  asleepAt?: number
  /** When the user was asked, and what they said. */
  answers: { at: number; granted: boolean; hides: number }[]
}

export interface World {
  clock: VirtualClock
  collector: Collector
  emissions: Emission[]
  ends: RunEnd[]
  events: number
  faults: number
  appErrors: unknown[]
  maxQueue: number
  play(step: Step): Promise<void>
  /** A last start with everything in order, long enough for all to arrive. */
  settle(): Promise<void>
}

const APP = {
  'app.js': 'App({})',
  'app.json': '{"pages":["pages/index/index"]}',
  'pages/index/index.js': 'Page({})',
}

/** `sources`: builds of the kit in the place of the sources as they are; the runs of the app take turns. */
export async function createWorld(
  history: History,
  { sources, store = createStore(), name }: { sources?: string[]; store?: Store; name?: KitName } = {},
): Promise<World> {
  const builds = sources?.map(asRun) ?? [await kit(name)]
  const clock = virtualClock({ start: Date.UTC(2026, 0, 1) })
  const collector = createCollector(clock, TIMEOUT, history.spoils)
  let storageMode: StorageMode = 'ok'
  let killInWrite: 'kill' | 'half-kill' | undefined
  const device: Device = createDevice({
    platform: 'wechat',
    clock,
    network: collector.network,
    storage: store,
    record: false,
    quirks: {
      storageFault({ operation, sync }): StorageFault | undefined {
        if (killInWrite && operation === 'set' && !sync) {
          const how = killInWrite
          killInWrite = undefined
          current.inWrite = true
          current.killedAt = clock.monotonic()
          return how
        }
        if (storageMode === 'ok') return undefined
        current.storageFailedAt = clock.monotonic()
        // a write that never calls back and a value that rots are faults of writes
        return operation === 'set' || storageMode === 'fail' || storageMode === 'throw'
          ? storageMode
          : undefined
      },
    },
  })

  const random = seeded(history.steps.length + history.maxQueue)
  let runtime: Runtime | undefined
  let monitor: Json
  let native: Json
  let consent: Emission['consent'] = 'granted'
  let ordinal = 0
  let hides = 0
  let current = newRun(0)
  const world: World = {
    clock,
    collector,
    emissions: [],
    ends: [],
    events: 0,
    faults: 0,
    appErrors: [],
    maxQueue: history.maxQueue,
    play,
    settle,
  }

  function newRun(run: number) {
    return {
      run,
      storageFailedAt: undefined as number | undefined,
      inWrite: false,
      hides,
      answers: [] as RunEnd['answers'],
      hiddenAt: 0,
      killedAt: undefined as number | undefined,
    }
  }

  async function start(given: 'granted' | 'pending', version: string): Promise<void> {
    current = newRun(current.run + 1)
    collector.run = current.run
    consent = given
    runtime = device.start({ files: APP, realm: 'node' })
    Object.assign(globalThis, { simulatorRandom: random })
    native = runtime.run(builds[current.run % builds.length]!, 'kit.js')
    monitor = native.init({
      service: 'simulated',
      serviceVersion: version,
      collector: COLLECTOR_URL,
      platform: 'wechat',
      consent,
      encoding: history.encoding,
      maxQueue: history.maxQueue,
      flushInterval: FLUSH_INTERVAL,
      timeout: TIMEOUT,
      headers: history.renews ? () => ({ Authorization: `Bearer ${collector.token}` }) : undefined,
      deviceContext: false,
    })
    runtime.launch()
    await clock.idle()
  }

  /** Notes what the process knows, and ends it unless it has ended. */
  function end(): void {
    if (!monitor) return
    const diagnostics = JSON.parse(JSON.stringify(monitor.diagnostics()))
    world.appErrors.push(...(runtime?.errors ?? []))
    const asleepAt = runtime?.suspended ? current.hiddenAt + SUSPENDED_AFTER : undefined
    world.ends.push({ ...current, asleepAt, at: current.killedAt ?? clock.monotonic(), diagnostics })
    runtime?.kill()
    monitor = undefined
  }

  function emit(kind: Kind, tag: string): void {
    world.events++
    world.emissions.push({ tag, kind, value: 1, run: current.run, at: clock.monotonic(), consent, hides })
    if (kind === 'error') monitor.captureError(errorOf(tag))
    else if (kind === 'log') monitor.log(tag)
    else if (kind === 'count') monitor.count('sim.count', 1)
    else if (kind === 'metric') native.record('metric', [gauge(tag, clock.now())])
    else native.record('segment', segment(tag, clock.now()))
  }

  async function play(step: Step): Promise<void> {
    if (step.do !== 'wait' && step.do !== 'clock' && runtime && !runtime.alive) {
      end()
      await start('granted', 'v1')
    }
    const runs = runtime?.alive && !runtime.suspended
    switch (step.do) {
      case 'emit':
        if (!runs) return
        for (let i = 0; i < step.count; i++) {
          emit(step.kind, `${step.kind}-${ordinal++}${step.poison && !i ? '-poison' : ''}`)
        }
        break
      case 'same-error':
        if (!runs) return
        for (let i = 0; i < step.count; i++) emit('error', `same-${current.run}`)
        break
      case 'use':
        for (let i = 0; i < step.minutes * 12 && runtime?.alive && !runtime.suspended; i++) {
          emit('log', `log-${ordinal++}`)
          await clock.advance(5000)
        }
        return
      case 'request':
        if (runs) runtime!.api.request({ url: `https://app.test/${step.fails ? 'fail' : 'ok'}/${ordinal++}` })
        break
      case 'wait':
        await clock.advance(step.ms)
        return
      case 'hide':
        if (!runtime!.hidden) {
          current.hides = ++hides
          current.hiddenAt = clock.monotonic()
          runtime!.hide()
        }
        break
      case 'show':
        if (runtime!.hidden) runtime!.show()
        break
      case 'kill':
        world.faults++
        end()
        await start(step.consent, step.newer ? 'v2' : 'v1')
        break
      case 'kill-in-write':
        world.faults++
        killInWrite = step.half ? 'half-kill' : 'kill'
        break
      case 'clock':
        world.faults++
        clock.step(step.ms)
        break
      case 'collector':
        if (step.mode !== 'ok') world.faults++
        collector.mode = history.throughout ?? step.mode
        collector.token++
        break
      case 'storage':
        if (step.mode !== 'ok') world.faults++
        storageMode = step.mode
        break
      case 'consent':
        if (!runs) return
        consent = step.granted ? 'granted' : 'denied'
        current.answers.push({ at: clock.monotonic(), granted: step.granted, hides })
        monitor.setConsent(step.granted)
        break
      case 'flush':
        if (runs) void monitor.flush()
    }
    await clock.idle()
  }

  async function settle(): Promise<void> {
    killInWrite = undefined
    storageMode = 'ok'
    // long enough for the last to be written, whatever the collector does
    if (runtime?.alive && !runtime.suspended) await clock.advance(FLUSH_INTERVAL + 1000)
    end()
    collector.mode = 'ok'
    await start('granted', 'v1')
    for (let minute = 0; minute < 3; minute++) await clock.advance(61000)
    void monitor.flush()
    await clock.advance(TIMEOUT + 1000)
    end()
  }

  collector.mode = history.throughout ?? 'ok'
  await start(history.consent, 'v1')
  return world
}
