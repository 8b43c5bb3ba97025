import type { Context } from './instrumentation.ts'
import { readRaw, type RecordKind } from './record.ts'

/** Where mini-program-monitor 0.4 kept what it could not send: a JSON array of `{ kind, time, payload }`. */
const KEY = 'mpm:pending'

/** An app that changes from mini-program-monitor to this kit loses nothing of what the former had stored. */
export function takeOverPending(context: Context): void {
  const { storage } = context.platform
  const failed = (error: unknown) => context.diag.error('takeOver', error)
  storage
    .get(KEY)
    .then((text) => {
      if (!text) return undefined
      return storage.remove(KEY).then(() => {
        const events: unknown = JSON.parse(text)
        if (!Array.isArray(events)) return
        events.forEach((event: { kind?: RecordKind; time?: number; payload?: unknown } | null) => {
          const { kind, time, payload } = event || {}
          const read = readRaw(kind!, payload, Number(time) || context.clock.now())
          if (typeof read !== 'string') read.forEach(context.emit)
          else context.drop(kind === 'metric' || kind === 'segment' ? kind : 'log', 'invalid')
        })
      })
    }, failed)
    .then(undefined, failed)
}
