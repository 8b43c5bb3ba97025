import type { Host } from '../host.ts'
import type { Loose } from '../loose.ts'

/** What an instance tells of its updates. */
export interface Updates {
  /** What the platform puts on the instance. */
  readonly functions: Record<string, Loose>
  /** A setData is about to run; the result is called when it has. */
  begin(patch: Loose): () => void
}

/** `setUpdatePerformanceListener`: docs/platforms/wechat.md#update-listener */
export function createUpdates({ clock, quirks, realm, spec, thread, timings }: Host): Updates {
  if (!spec.updateListener || quirks.oldBaseLibrary) return { functions: {}, begin: () => () => {} }
  let listener: Loose
  let withDataPaths = false
  /** A setData within another, by an observer of its component, is a part of that. */
  let underWay: number[] = []
  let last = 0

  const told = (id: number, parent: number | undefined, paths: string[], from: number) => {
    const listening = listener
    thread.after(timings.render, () => {
      // one that was replaced, or taken away, meanwhile hears no more
      if (!listening || listening !== listener) return
      const result = realm.object({
        updateProcessId: id,
        ...(parent !== undefined && { parentUpdateProcessId: parent }),
        isMergedUpdate: false,
        ...(withDataPaths && { dataPaths: realm.adopt(paths) }),
        pendingStartTimestamp: from,
        updateStartTimestamp: from,
        updateEndTimestamp: clock.now(),
      })
      thread.call('updatePerformanceListener', listener, undefined, [result])
    })
  }
  return {
    functions: {
      setUpdatePerformanceListener(options: Loose, callback?: Loose) {
        withDataPaths = !!options?.withDataPaths
        listener = callback ?? undefined
      },
    },
    begin(patch) {
      if (!listener) return () => {}
      const id = ++last
      const parent = underWay.at(-1)
      const from = clock.now()
      const paths = Object.keys(patch ?? {})
      underWay.push(id)
      return () => {
        underWay = underWay.filter((each) => each !== id)
        told(id, parent, paths, from)
      }
    },
  }
}
