import { type Any, undoAll } from '../internal/guard.ts'
import type { PerformanceEntry, Platform } from '../platform.ts'
import type { PlatformEnv } from './env.ts'
import { type MiniSpec, pathOf } from './mini.ts'

const HOUR = 3600000

/** The kit's entry for one of the platform's; undefined for kinds that it doesn't report and for impossible numbers. */
function entryOf(spec: MiniSpec, entry: Any): PerformanceEntry | undefined {
  const { names } = spec.performance!
  const name =
    names[entry.name] || names[entry.entryType + ':' + entry.navigationType] || names[entry.entryType]
  if (!name) return
  const paint = name === 'first_paint'
  const value = Math.round(paint ? entry.startTime : entry.duration)
  // a paint is wall clock: between 2001 and 2286, so neither a duration nor microseconds
  if (!(paint ? value > 1e12 && value < 1e13 : value >= 0 && value < HOUR)) return
  const page = pathOf(entry.path)
  return page ? { name, value, page } : { name, value }
}

const keyOf = (entry: Any) =>
  [entry.name, entry.startTime, entry.duration, entry.path, entry.moduleName].join()

/** Undefined where the base library has no observer. */
export function miniPerformance(spec: MiniSpec, { guard }: PlatformEnv): Platform['observePerformance'] {
  const options = spec.performance
  const source: Any = options && guard.run('performance', options.source)
  if (!options || !source || typeof source.createObserver !== 'function') return
  return (listener) => {
    let live = true
    const early: Record<string, boolean> = {}
    const take = (entry: Any) => {
      const ours = live && entry && entryOf(spec, entry)
      if (ours) listener(ours)
    }
    const undos = options.types.map((type) =>
      // One observer for each: a type that a base library doesn't know throws.
      guard.run('performance', () => {
        const observer = source.createObserver(
          guard.wrap('performance', (list: Any) => {
            const entries = typeof list.getEntries === 'function' ? list.getEntries() : list
            for (const entry of entries) if (!early[keyOf(entry)]) take(entry)
          }),
        )
        observer.observe({ entryTypes: [type] })
        return () => observer.disconnect()
      }),
    )
    // The main package was loaded and evaluated before we ran.
    guard.run('performance', () => {
      for (const entry of source.getEntries()) {
        early[keyOf(entry)] = true
        take(entry)
      }
    })
    return () => {
      live = false
      undoAll(guard, undos)
    }
  }
}
