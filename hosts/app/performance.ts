import { syncCall } from '../api/calls.ts'
import type { OpenType } from './navigation.ts'
import type { OpenPage } from './page.ts'
import type { Host } from '../host.ts'
import type { Loose } from '../loose.ts'

type Entry = Record<string, Loose> & { entryType: string; name: string; startTime: number }

/** Performance entries where the platform has them (docs/platforms/wechat.md#entries); elsewhere it does nothing. */
export interface PerformanceLog {
  launched(at: { began: number; evaluated: number; files: string[]; bytes: number }): void
  /** The page has been drawn for the first time. */
  drawn(type: OpenType, from: OpenPage | undefined, page: OpenPage, began: number): void
}

const NOTHING: PerformanceLog = { launched() {}, drawn() {} }

export function installPerformance(host: Host): PerformanceLog {
  const spec = host.spec.performance
  if (!spec || host.quirks.oldBaseLibrary) return NOTHING
  const { realm, thread, clock } = host
  const entries: Loose[] = []
  const observers = new Set<{ types: string[]; buffer: Loose[]; callback: Loose }>()
  const listOf = (found: Loose[]) => {
    const array = realm.adopt(found)
    if (spec.list === 'array') return array
    const filter = (key: string) => (value: string) =>
      realm.adopt(found.filter((entry) => entry[key] === value))
    return realm.object({
      getEntries: () => array,
      getEntriesByName: filter('name'),
      getEntriesByType: filter('entryType'),
    })
  }
  const deliver = (observer: { buffer: Loose[]; callback: Loose }) => {
    const found = observer.buffer
    observer.buffer = []
    if (found.length) thread.call('PerformanceObserver', observer.callback, undefined, [listOf(found)])
  }
  const createObserver = (callback: Loose) => {
    const observer = { types: [] as string[], buffer: [] as Loose[], callback }
    return realm.object({
      observe(options: Loose) {
        const types: string[] = options?.entryTypes ?? (options?.type ? [options.type] : [])
        const unknown = Array.from(types).find((type) => !spec.entryTypes.includes(type))
        if (unknown !== undefined || !types.length)
          throw realm.error(`unknown entryType ${unknown}`, 'TypeError')
        observer.types = [...new Set([...observer.types, ...types])]
        observers.add(observer)
      },
      disconnect: () => void observers.delete(observer),
    })
  }
  const door = realm.object({
    createObserver,
    getEntries: () => realm.adopt(entries),
    getEntriesByType: (type: string) => realm.adopt(entries.filter((entry) => entry.entryType === type)),
    getEntriesByName: (name: string) => realm.adopt(entries.filter((entry) => entry.name === name)),
    setBufferSize() {},
  })
  host.api.getPerformance = syncCall(host, 'getPerformance', () => door)
  if (spec.property) (host.api as Loose).performance = door

  const add = (entry: Entry) => {
    const own = realm.object(entry)
    entries.push(own)
    for (const observer of observers) {
      if (!observer.types.includes(entry.entryType)) continue
      // Entries of one moment arrive together, and never inside the code that caused them.
      if (observer.buffer.push(own) === 1) thread.after(host.timings.call, () => deliver(observer))
    }
  }
  return spec.names === 'wechat'
    ? wechatLog(add, clock.now, () => /ios/i.test(String(host.device.info.system)))
    : bytedanceLog(add, clock.now)
}

/** iOS has but one of them: docs/platforms/wechat.md#paints */
const PAINTS = ['firstPaint', 'firstContentfulPaint', 'largestContentfulPaint']

function wechatLog(add: (entry: Entry) => void, now: () => number, isIos: () => boolean): PerformanceLog {
  let launch = 0
  return {
    launched({ began, evaluated, files, bytes }) {
      launch = began
      const size = { packageName: '__APP__', packageSize: bytes }
      add({ entryType: 'loadPackage', name: 'downloadPackage', startTime: began, duration: 35, ...size })
      const script = { moduleName: '__APP__', fileList: files }
      add({
        entryType: 'script',
        name: 'evaluateScript',
        startTime: began,
        duration: evaluated - began,
        ...script,
      })
    },
    drawn(type, from, page, began) {
      const end = now()
      const at = { path: page.path, pageId: page.id, startTime: began }
      const duration = end - began
      if (type === 'appLaunch') {
        const start = { startTime: launch, duration: end - launch, navigationStart: launch - 20 }
        add({ entryType: 'navigation', name: 'appLaunch', ...at, ...start, navigationType: type })
      } else {
        const referrer = { referrerPath: from?.path ?? '', referrerPageId: from?.id ?? 0 }
        const route = { navigationStart: began - 5, navigationType: type, ...referrer }
        add({ entryType: 'navigation', name: 'route', ...at, duration, ...route })
      }
      add({
        ...{ entryType: 'render', name: 'firstRender', ...at, duration },
        viewLayerReadyTime: began,
        initDataSendTime: began + 1,
        initDataRecvTime: began + 2,
        viewLayerRenderStartTime: began + 2,
        viewLayerRenderEndTime: end,
      })
      // Points in time, by the wall clock; they have no duration: docs/platforms/wechat.md#first-paint
      for (const name of isIos() ? ['firstContentfulPaint'] : PAINTS)
        add({ entryType: 'render', name, ...at, startTime: end })
    },
  }
}

function bytedanceLog(add: (entry: Entry) => void, now: () => number): PerformanceLog {
  let launch = 0
  return {
    launched({ began, evaluated, files, bytes }) {
      launch = began
      const size = { packageName: '__APP__', packageSize: bytes }
      add({ entryType: 'resource', name: 'miniprogram-package', startTime: began, duration: 35, ...size })
      const script = { packageName: '__APP__', fileName: files[0] ?? 'app-service.js' }
      add({
        entryType: 'evaluate',
        name: 'app-service',
        startTime: began,
        duration: evaluated - began,
        ...script,
      })
    },
    drawn(type, from, page, began) {
      const end = now()
      const path = page.path
      if (type === 'appLaunch')
        add({ entryType: 'launch', name: 'app-click', startTime: launch, duration: began - launch })
      const route = { navigationType: type, referrerPath: from?.path ?? '' }
      add({
        entryType: 'navigation',
        name: 'navigation',
        path,
        startTime: began,
        duration: end - began,
        ...route,
      })
      for (const name of ['first-paint', 'first-contentful-paint', 'largest-contentful-paint'])
        add({ entryType: 'paint', name, path, startTime: end, duration: 0 })
    },
  }
}
