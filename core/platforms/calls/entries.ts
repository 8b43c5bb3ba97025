import { type Any, undoAll } from '../../internal/guard.ts'
import { pathOf } from '../../internal/path.ts'
import type { DriverEnv, PerformanceEntry, Platform } from '../../platform.ts'

type Name = PerformanceEntry['name']

/** What the platform measures, in the kit's terms: by entryType, then by navigationType, name, or '' for the rest. */
export type Kinds = Record<string, Record<string, Name>>

/** Where entries come from; `valueOf` may give what is no number. */
export interface EntrySource {
  createObserver(callback: (list: Any) => void): Any
  getEntries(): Any[]
}

/** Hands on measurements in whole ms, unless the number is impossible: negative, no number, above an hour. */
export function measuring(
  { guard }: DriverEnv,
  source: EntrySource,
  kinds: Kinds,
  valueOf: (entry: Any, paint: boolean) => number,
): Pick<Platform, 'measures' | 'observePerformance'> {
  const measures: Name[] = []
  for (const type of Object.keys(kinds))
    for (const name of Object.keys(kinds[type])) measures.push(kinds[type][name])

  return {
    measures,
    observePerformance(listener) {
      let live = true
      const early: Record<string, boolean> = {}
      const take = (list: Any, isEarly?: boolean) => {
        for (const entry of list.getEntries ? list.getEntries() : list) {
          const { duration, entryType, name, path, startTime } = entry
          const key = [name, startTime, duration, path].join()
          const names = kinds[entryType] || {}
          const ours = names[entry.navigationType] || names[name] || names['']
          if (!live || !ours || early[key]) continue
          if (isEarly) early[key] = true
          const paint = ours === 'first_paint'
          const value = Math.round(valueOf(entry, paint))
          // a paint is wall clock, between 2001 and 2286, neither a duration nor microseconds:
          // docs/platforms/wechat.md#first-paint
          if (paint ? value > 1e12 && value < 1e13 : value >= 0 && value < 3600000)
            listener({ name: ours, value, page: pathOf(path) || undefined })
        }
      }
      // One observer for each type: one that the platform doesn't know throws, docs/platforms/wechat.md#observer
      const undos = Object.keys(kinds).map((type) =>
        guard.run('performance', () => {
          const observer = source.createObserver(guard.wrap('performance', (list) => take(list)))
          // on ByteDance nobody has seen it: docs/platforms/bytedance.md#observe
          observer.observe({ entryTypes: [type] })
          return () => observer.disconnect()
        }),
      )
      // What came before us, a launch, the main package: docs/platforms/wechat.md#buffer
      guard.run('performance', take, source, true)
      return () => {
        live = false
        undoAll(guard, undos)
      }
    },
  }
}
