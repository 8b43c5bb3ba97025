import type { Any, Fn } from '../internal/guard.ts'
import type { HttpApi } from '../platform.ts'
import { copyOf, type Look } from './calls.ts'
import type { MiniSpec } from './mini.ts'

const isOdd = (callback: unknown) => callback != null && typeof callback !== 'function'

/** Gives the platform a copy of the options with callbacks of ours around the app's. */
export function lookAt(api: HttpApi, { alipay, tasks }: MiniSpec): Look {
  let promises = !tasks
  const add = (copy: Any, field: string, added: object) => {
    const header = copy[field] || {}
    // a string and the like is for the platform to refuse
    if (typeof header === 'object') copy[field] = copyOf(header, added)
  }
  return ({ begin, end, guard }, _, args) => {
    const options = args[0]
    if (!options || typeof options !== 'object') return
    const copy = copyOf(options)
    const { success, fail, complete } = copy
    // Odd arguments fail in the platform's own way.
    if (typeof copy.url !== 'string' || isOdd(success) || isOdd(fail) || isOdd(complete)) return
    args[0] = copy
    const bare = promises && !success && !fail && !complete
    // `header` is but an alias there
    const field = alipay && (copy.headers || !copy.header) ? 'headers' : 'header'
    const method = api === 'request' ? copy.method : api.replace('File', '')
    const watched = begin(api, method, copy.url, copy[field], options)
    if (!watched) return
    if (watched.header) guard.run('request', add, copy, field, watched.header)
    if (bare) {
      // A task, no promise: from now on such calls get callbacks.
      watched.bare = () => void (promises = false)
      return watched
    }
    const around = (callback: Fn | undefined, failed: boolean) =>
      function (this: unknown, res: Any) {
        end(watched, res, failed)
        // a platform that calls `options.success(res)` gives the copy as `this`
        if (callback) return callback.apply(this === copy ? options : this, arguments as Any)
      }
    copy.success = around(success, false)
    copy.fail = around(fail, true)
    // for `this` only, and for a platform that calls nothing else
    if (complete) copy.complete = around(complete, true)
    return watched
  }
}
