import { type Any, undoAll } from '../internal/guard.ts'
import type { Platform } from '../platform.ts'
import type { PlatformEnv } from './env.ts'
import { type MiniSpec, pathOf } from './mini-spec.ts'
import { report } from './watch.ts'

const keyOf = (entry: Any) =>
  [entry.name, entry.startTime, entry.path, entry.moduleName, entry.packageName].join()

/** Undefined where the base library has no observer. */
export function miniPerformance(spec: MiniSpec, { guard }: PlatformEnv): Partial<Platform> | undefined {
  const options = spec.performance
  const source: Any = options && guard.run('performance', options.source)
  if (!options || !source || typeof source.createObserver !== 'function') return
  const { names, types } = options
  const observePerformance: Platform['observePerformance'] = (listener) => {
    let live = true
    const early: Record<string, boolean> = {}
    const take = (entry: Any) => {
      const { name, entryType } = entry
      const ours = names[entryType + ':' + entry.navigationType] || names[name] || names[entryType]
      if (live && ours)
        report(listener, ours, ours === 'first_paint' ? entry.startTime : entry.duration, pathOf(entry.path))
    }
    // One observer for each type: one that the base library doesn't know throws.
    const undos = types.map((type) =>
      guard.run('performance', () => {
        const observer = source.createObserver(
          guard.wrap('performance', (list: Any) => {
            for (const entry of list.getEntries ? list.getEntries() : list)
              if (!early[keyOf(entry)]) take(entry)
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
  const measures = Object.keys(names).map((name) => names[name])
  return { measures, observePerformance }
}
