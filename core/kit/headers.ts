import type { Headers } from '../exporters/http.ts'
import { undoAll, type Undo } from '../internal/guard.ts'
import { isPromise, runHook, type Hooks } from '../internal/hooks.ts'
import type { Draft } from './kit.ts'

/** ms that promised headers are used, unless a receiver refuses them before. */
const HELD = 300000

/**
 * The app's function for headers, for all exporters alike. What it promises (a token is fetched) is waited for as long as a
 * request may take, by one call at a time, and kept: so the request for the token, which is measured as any other, does not
 * lead to the next one. While the app is hidden only what is held is used.
 */
export function renewHeaders(draft: Draft): void {
  const { clock, config, settings } = draft
  const ask = config.headers
  if (typeof ask !== 'function') return
  let held: Headers | undefined
  let since = 0
  let promised = false
  let asked: Promise<Headers> | undefined
  let hidden = false
  let hooks: Hooks = { running: 0 }

  const headers = (): Headers | Promise<Headers> => {
    if (held && (hidden || Math.abs(clock.tick() - since) < HELD)) return held
    if (asked) return asked
    if (hidden && promised) throw 'not asked for while the app is hidden'
    const given = runHook(hooks, ask, undefined)
    if (!isPromise(given)) return given
    promised = true
    const done = () => (asked = undefined)
    asked = new Promise((resolve, reject) => {
      const stop = clock.after(settings.timeout, () => reject('timeout'))
      void given.then(resolve, reject).then(stop)
    })
    asked.then((value) => {
      held = value
      since = clock.tick()
      done()
    }, done)
    return asked
  }
  const refused = (used: Headers | undefined) => {
    if (held === used) held = undefined
  }
  draft.config = Object.assign({}, config, { headers: Object.assign(headers, { refused }) })
  draft.instrumentations.push({
    name: 'headers',
    install({ guard, hooks: known, platform }): Undo {
      hooks = known
      const undos = [
        platform.on('hide', () => void (hidden = true)),
        platform.on('show', () => void (hidden = false)),
      ]
      return () => undoAll(guard, undos)
    },
  })
}
