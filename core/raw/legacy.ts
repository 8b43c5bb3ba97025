import type { Context } from '../context.ts'
import { readRaw } from './record.ts'

/** Where mini-program-monitor 0.4 kept what it could not send: a JSON array of `{ kind, time, payload }`. */
const LEGACY_KEY = 'mpm:pending'

/** An app that changes from mini-program-monitor to this kit loses nothing of what the former had stored. */
export function takeOverPending({ platform: { storage }, clock, diag, emit, drop }: Context): void {
  storage
    .get(LEGACY_KEY)
    .then((text) => {
      if (!text) return undefined
      return storage.remove(LEGACY_KEY).then(() =>
        [].concat(JSON.parse(text)).forEach((event) => {
          const { kind, time, payload } = Object(event)
          readRaw(kind, payload, +time || clock.now(), emit, (of) => drop(of, 'invalid'))
        }),
      )
    })
    .then(undefined, (error) => diag.error('takeOver', error))
}
