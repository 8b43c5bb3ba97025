import type { Any } from '../internal/guard.ts'
import type { HttpApi } from '../platform.ts'
import { copyOf, type Look } from './calls.ts'
import type { MiniSpec } from './mini.ts'

const CALLBACKS = ['success', 'fail', 'complete']

/** Gives the platform a copy of the options with callbacks of ours around the app's. */
export function lookAt(api: HttpApi, { alipay, tasks }: MiniSpec): Look {
  let promises = !tasks
  return (begin, _, args) => {
    const options = args[0]
    if (!options || typeof options !== 'object') return
    const copy = copyOf(options)
    const callbacks = CALLBACKS.map((name) => copy[name])
    // Odd arguments fail in the platform's own way.
    if (typeof copy.url !== 'string' || callbacks.some((each) => each != null && typeof each !== 'function'))
      return
    args[0] = copy
    const bare = promises && !callbacks.some(Boolean)
    // `header` is but an alias there
    const field = alipay && (copy.headers || !copy.header) ? 'headers' : 'header'
    const method = api === 'request' ? copy.method : api.replace('File', '')
    const watched = begin(api, method, copy.url, copy[field], options, (added) => {
      const header = copy[field] || {}
      // a string and the like is for the platform to refuse
      if (typeof header === 'object') copy[field] = copyOf(header, added)
    })
    if (!watched) return
    // A task, no promise: from now on such calls get callbacks.
    if (bare) watched.bare = () => (promises = false)
    else
      callbacks.forEach((callback, i) => {
        // complete only for `this`, and for a platform that calls nothing else
        if (!callback && i > 1) return
        copy[CALLBACKS[i]] = function (this: unknown, res: Any) {
          watched.end(res, i > 0)
          // a platform that calls `options.success(res)` gives the copy as `this`
          if (callback) return callback.apply(this === copy ? options : this, arguments as Any)
        }
      })
    return watched
  }
}
