/**
 * A device for tests of the core: time that moves when the test says so, a platform whose every answer is scripted,
 * storage with faults, an exporter that keeps what it is given. Nothing of it is real, and a seed repeats it all.
 */
import type { Batch, Exporter, ExportOutcome } from '../../core/exporter.ts'
import type { Framework, FrameworkError, LogicalWatch, PageEvent, UpdateEvent } from '../../core/framework.ts'
import type { Context, ErrorReport } from '../../core/context.ts'
import type { Clock } from '../../core/internal/clock.ts'
import { createDiag } from '../../core/internal/diag.ts'
import { createGuard } from '../../core/internal/guard.ts'
import { hexId, type Random } from '../../core/internal/id.ts'
import { cleanUrl } from '../../core/internal/url.ts'
import { createMeter } from '../../core/metrics/meter.ts'
import { createMonitor } from '../../core/monitor/monitor.ts'
import type { Parts } from '../../core/monitor/parts.ts'
import { readOptions } from '../../core/kit/options.ts'
import type {
  Call,
  CallObserver,
  CallWatch,
  OwnRequest,
  OwnResult,
  PerformanceEntry,
  Platform,
  PlatformEvents,
} from '../../core/platform.ts'
import { contextProcessor } from '../../core/processors/context.ts'
import { deviceProcessor } from '../../core/processors/device.ts'
import { limitProcessor } from '../../core/processors/limit.ts'
import { createRedactor, redactProcessor } from '../../core/processors/redact.ts'
import { sampleProcessor, shareOf } from '../../core/processors/sample.ts'
import type { Attributes, LogRecord, Metric, Point, Signal, Span } from '../../core/signal.ts'

export interface DeviceClock extends Clock {
  /** Time passes, and the timers that come due run in their order. */
  advance(ms: number): void
  /** The same; promises settle after each timer, as they would. */
  pass(ms: number): Promise<void>
  /** Somebody sets the wall clock; no time passes. */
  step(ms: number): void
  /** Timers that wait. */
  readonly waiting: number
}

/** As in mini programs, ticks come from the wall clock, and step with it, unless `monotonic`. */
export function deviceClock(options: { start?: number; monotonic?: boolean } = {}): DeviceClock {
  let passed = 0
  let wall = options.start ?? Date.UTC(2024, 5, 1)
  let timers: { due: number; fn: () => void }[] = []
  const next = (until: number) => {
    const timer = timers.filter((each) => each.due <= until).sort((a, b) => a.due - b.due)[0]
    if (timer) timers = timers.filter((each) => each !== timer)
    return timer
  }
  const moveTo = (at: number) => {
    wall += Math.max(0, at - passed)
    passed = Math.max(at, passed)
  }
  return {
    now: () => wall,
    tick: () => (options.monotonic ? passed : wall),
    after(ms, fn) {
      const timer = { due: passed + ms, fn }
      timers.push(timer)
      return () => void (timers = timers.filter((each) => each !== timer))
    },
    advance(ms) {
      const until = passed + ms
      for (let timer = next(until); timer; timer = next(until)) {
        moveTo(timer.due)
        timer.fn()
      }
      moveTo(until)
    },
    async pass(ms) {
      const until = passed + ms
      await settle()
      for (let timer = next(until); timer; timer = next(until)) {
        moveTo(timer.due)
        timer.fn()
        await settle()
      }
      moveTo(until)
    },
    step: (ms) => void (wall += ms),
    get waiting() {
      return timers.length
    },
  }
}

/** Lets promises that are settled run what waits for them. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 60; i++) await Promise.resolve()
}

/** mulberry32: small, and even enough for tests. */
export function seeded(seed: number): Random {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 0x100000000
  }
}

export type Answer = Partial<OwnResult> | ((request: OwnRequest) => Partial<OwnResult> | Promise<OwnResult>)

export interface FakePlatform extends Platform {
  /** What the kit sent, and how it is answered: by the next of the script, or else with 200. */
  readonly sent: OwnRequest[]
  readonly script: Answer[]
  /** What is in storage; `faults` make calls of that name fail. */
  readonly stored: Map<string, string>
  readonly faults: Set<'get' | 'set' | 'setNow' | 'remove' | 'keys'>
  /** Every call of the kit's that touches storage, network or device. */
  readonly asked: string[]
  page: string
  fire<E extends keyof PlatformEvents>(event: E, ...args: Parameters<PlatformEvents[E]>): void
  /** Listeners that are still there. */
  listening(): number
  /** The app makes a request; undefined: the kit lets it pass untouched. */
  call(call: Partial<Call>): CallWatch | undefined
  /** The runtime has measured something. */
  measure?: (entry: PerformanceEntry) => void
}

const CALL = { api: 'request', method: 'GET', url: 'https://api.example.com/items' } as const

export function fakePlatform(options: { performance?: boolean } & Partial<Platform> = {}): FakePlatform {
  const sent: OwnRequest[] = []
  const script: Answer[] = []
  const stored = new Map<string, string>()
  const faults: FakePlatform['faults'] = new Set()
  const asked: string[] = []
  const listeners: { event: string; listener: (...args: never[]) => void }[] = []
  const observers: CallObserver[] = []
  const measured: ((entry: PerformanceEntry) => void)[] = []

  const storage = <T>(name: 'get' | 'set' | 'remove' | 'keys', key: string, fn: () => T): Promise<T> => {
    asked.push(`storage.${name} ${key}`)
    return faults.has(name) ? Promise.reject(new Error(`${name}:fail`)) : Promise.resolve(fn())
  }
  const taken = <T>(list: T[], item: T) => {
    list.push(item)
    return () => void (list.includes(item) && list.splice(list.indexOf(item), 1))
  }
  const { performance, ...members } = options
  const platform: FakePlatform = {
    name: 'fake',
    componentId: 10001,
    sent,
    script,
    stored,
    faults,
    asked,
    page: '',
    request(request) {
      asked.push('request')
      sent.push(request)
      const answer = script.shift() ?? {}
      const result = typeof answer === 'function' ? answer(request) : answer
      return Promise.resolve(result).then((r) => ({ status: 200, header: () => '', ...r }))
    },
    storage: {
      get: (key) => storage('get', key, () => stored.get(key)),
      set: (key, value) => storage('set', key, () => void stored.set(key, value)),
      remove: (key) => storage('remove', key, () => void stored.delete(key)),
      keys: (prefix) => storage('keys', prefix, () => [...stored.keys()].filter((k) => k.startsWith(prefix))),
      setNow(key, value) {
        asked.push(`storage.setNow ${key}`)
        if (faults.has('setNow')) throw new Error('setNow:fail quota')
        stored.set(key, value)
      },
    },
    on: (event, listener) => taken(listeners, { event, listener: listener as (...args: never[]) => void }),
    currentPage: () => platform.page,
    observeRequests: (start) => ({ undo: taken(observers, start), patched: { 'fake.request': true } }),
    device() {
      asked.push('device')
      return { 'device.model.identifier': 'Fake 1', 'os.name': 'fakeOS' }
    },
    network() {
      asked.push('network')
      return Promise.resolve('wifi')
    },
    fire(event, ...args) {
      for (const each of listeners.slice())
        if (each.event === event) each.listener(...(args as unknown as never[]))
    },
    listening: () => listeners.length + observers.length + measured.length,
    call: (call) => observers[0]?.({ ...CALL, carrier: {}, ...call }),
    ...members,
  }
  if (performance) {
    platform.observePerformance = (listener) => taken(measured, listener)
    platform.measure = (entry) => measured.forEach((listener) => listener(entry))
  }
  return platform
}

export interface FakeFramework extends Framework {
  onPage(event: PageEvent): void
  onError(event: FrameworkError): void
  onApp(phase: 'launch' | 'show'): void
  onUpdate(event: UpdateEvent): void
  /** The framework's interceptor sees a request; undefined: nobody asks for it. */
  begin(call: Partial<Call>): LogicalWatch | undefined
  listening(name: 'page' | 'error' | 'app' | 'update' | 'request'): number
}

export function fakeFramework(): FakeFramework {
  const hubs = {
    page: new Set<never>(),
    error: new Set<never>(),
    app: new Set<never>(),
    update: new Set<never>(),
    request: new Set<never>(),
  }
  const on = (name: keyof typeof hubs) => (listener: unknown) => {
    hubs[name].add(listener as never)
    return () => void hubs[name].delete(listener as never)
  }
  const tell = (name: keyof typeof hubs, event: unknown) =>
    hubs[name].forEach((listener) => (listener as (event: unknown) => void)(event))
  return {
    name: 'fake',
    observePages: on('page'),
    observeErrors: on('error'),
    observeApp: on('app'),
    observeUpdates: on('update'),
    observeRequests: on('request'),
    onPage: (event) => tell('page', event),
    onError: (event) => tell('error', event),
    onApp: (phase) => tell('app', { phase }),
    onUpdate: (event) => tell('update', event),
    begin(call) {
      const [begin] = hubs.request as Set<unknown> as Set<(call: Call) => LogicalWatch | undefined>
      return begin?.({ ...CALL, carrier: {}, ...call })
    },
    listening: (name) => hubs[name].size,
  }
}

export interface FakeExporter extends Exporter {
  readonly batches: Batch[]
  /** What arrived: of the batches that were taken. */
  readonly signals: Signal[]
  /** Outcomes of the next exports; then success. */
  readonly script: (ExportOutcome | Promise<ExportOutcome>)[]
}

export function fakeExporter(accepts: (signal: Signal) => boolean = () => true): FakeExporter {
  const batches: Batch[] = []
  const signals: Signal[] = []
  const script: FakeExporter['script'] = []
  return {
    name: 'fake',
    url: 'https://collector.example.com/v1/logs',
    accepts,
    batches,
    signals,
    script,
    async export(batch, send) {
      batches.push(batch)
      await send({ url: 'https://collector.example.com/v1/logs', body: 'x', header: {} })
      const outcome = (await script.shift()) ?? { kind: 'success' }
      // as the wire has it: what is sent can't be changed any more
      if (outcome.kind === 'success') signals.push(...(JSON.parse(JSON.stringify(batch.signals)) as Signal[]))
      return outcome
    },
  }
}

export function logsOf(signals: readonly Signal[]) {
  return signals.filter((s): s is LogRecord => s.kind === 'log')
}

export function spansOf(signals: readonly Signal[]) {
  return signals.filter((s): s is Span => s.kind === 'span')
}

export function metricsOf(signals: readonly Signal[], name?: string) {
  return signals.filter((s): s is Metric => s.kind === 'metric' && (!name || s.name === name))
}

export function pointsOf(signals: readonly Signal[], name: string): Point[] {
  return metricsOf(signals, name).flatMap((metric) => metric.points)
}

/** A monitor of the core's own parts on a fake device. */
export function testMonitor(
  given: {
    options?: Record<string, unknown>
    platform?: FakePlatform
    clock?: DeviceClock
    seed?: number
    parts?: Partial<Parts>
  } = {},
) {
  const platform = given.platform ?? fakePlatform()
  const clock = given.clock ?? deviceClock()
  const framework = fakeFramework()
  const exporter = fakeExporter()
  const diag = createDiag(false, {})
  const config = readOptions({ service: 'shop', ...given.options }, diag.warn)
  const redact = createRedactor(config.redactKeys, !!config.redactUrl)
  const ambient = { attributes: config.attributes }
  const monitor = createMonitor({
    platform,
    framework,
    resource: { service: 'shop', attributes: { 'service.name': 'shop' } },
    clock,
    random: seeded(given.seed ?? 1),
    diag,
    guard: createGuard(diag),
    settings: config,
    instrumentations: [],
    capture: contextProcessor(ambient),
    processors: [deviceProcessor(), sampleProcessor(), redactProcessor(redact), limitProcessor()],
    exporters: [exporter],
    meter: createMeter,
    redact,
    ambient,
    shareOf,
    ...given.parts,
  })
  return {
    monitor,
    platform,
    framework,
    clock,
    exporter,
    diag,
    /** What has arrived after a flush. */
    async flushed(): Promise<Signal[]> {
      const done = monitor.flush()
      await clock.pass(0)
      await done
      return exporter.signals
    },
  }
}

export type TestMonitor = ReturnType<typeof testMonitor>

/** Both sides of taken + restored = delivered + dropped + pending + stored, over all kinds. */
export function balanceOf(monitor: TestMonitor['monitor']): { in: number; out: number } {
  const { taken, restored, delivered, dropped, pending, stored } = monitor.diagnostics()
  const sum = (counts: Record<string, number>) => Object.values(counts).reduce((a, b) => a + b, 0)
  return {
    in: sum(taken) + sum(restored),
    out: sum(delivered) + Object.values(dropped).reduce((a, b) => a + sum(b), 0) + sum(pending) + sum(stored),
  }
}

/** What an instrumentation or a processor is installed with; notes what it is told. */
export function testContext(given: Partial<Context> & { platform?: FakePlatform; clock?: DeviceClock } = {}) {
  const platform = given.platform ?? fakePlatform()
  const clock = given.clock ?? deviceClock()
  const framework = fakeFramework()
  const diag = createDiag(false, {})
  const emitted: Signal[] = []
  const reports: ErrorReport[] = []
  const drops: string[] = []
  const touched = { times: 0 }
  const random = seeded(1)
  const drop = (kind: string, reason: string) => void drops.push(`${kind} ${reason}`)
  const meter = createMeter({
    clock,
    redact: (attributes: Attributes) => attributes,
    touch: () => touched.times++,
    overflow: () => drop('metric', 'queue_full'),
  })
  const context: Context = {
    framework,
    resource: { service: 'shop', attributes: { 'service.name': 'shop' } },
    random,
    diag,
    guard: createGuard(diag),
    meter,
    appRequests: { active: 0 },
    patched: {},
    page: () => platform.page,
    session: () => 'a'.repeat(32),
    traceId: () => hexId(random, 32),
    consent: () => 'granted',
    cleanUrl,
    emit: (signal) => void emitted.push(signal),
    emitLater(make) {
      const signal = make()
      if (signal) emitted.push(signal)
    },
    catchUp() {},
    report: (report) => void reports.push(report),
    keep: () => true,
    touch: () => touched.times++,
    drop,
    ...given,
    platform,
    clock,
  }
  return { context, platform, framework, clock, meter, diag, emitted, reports, drops, touched }
}
