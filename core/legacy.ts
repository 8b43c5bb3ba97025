import type { Context } from './instrumentation.ts'
import { readRaw, type RecordKind } from './record.ts'

/** Where mini-program-monitor 0.4 kept what it could not send: a JSON array of `{ kind, time, payload }`. */
const KEY = 'mpm:pending'

/** An app that changes from mini-program-monitor to this kit loses nothing of what the former had stored. */
export function takeOverPending({ platform, clock, diag, emit, drop }: Context): void {
  const { storage } = platform
  const failed = (error: unknown) => diag.error('takeOver', error)
  storage
    .get(KEY)
    .then((text) => {
      if (!text) return undefined
      return storage.remove(KEY).then(() => {
        const events: unknown = JSON.parse(text)
        if (!Array.isArray(events)) return
        events.forEach((event: { kind?: RecordKind; time?: number; payload?: unknown } | null) => {
          const { kind, time, payload } = event || {}
          readRaw(kind!, payload, Number(time) || clock.now(), emit, (of) => drop(of, 'invalid'))
        })
      })
    })
    .then(undefined, failed)
}
