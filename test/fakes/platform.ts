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

/** A request of the app's, with whatever differs. */
export function aCall(more: Partial<Call> = {}): Call {
  return { api: 'request', method: 'GET', url: 'https://api.example.com/items', carrier: {}, ...more }
}

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
    call: (call) => observers[0]?.(aCall(call)),
    ...members,
  }
  if (performance) {
    platform.observePerformance = (listener) => taken(measured, listener)
    platform.measure = (entry) => measured.forEach((listener) => listener(entry))
  }
  return platform
}
