import type { Any, Fn } from '../internal/guard.ts'
import type { HttpApi } from '../platform.ts'
import { copyOf, type Look, verbOf } from './calls.ts'
import type { MiniSpec } from './mini.ts'

const isOdd = (callback: unknown) => callback != null && typeof callback !== 'function'

/** Gives the platform a copy of the options with callbacks of ours around the app's. */
export function lookAt(api: HttpApi, { alipay, tasks }: MiniSpec): Look {
  let promises = !tasks
  const add = (copy: Any, field: string, added: object) => {
    const header = copy[field] || {}
    // a string and the like is for the platform to refuse
    if (typeof header === 'object') copy[field] = Object.assign(copyOf(header), added)
  }
  return (calls, _, args) => {
    const options = args[0]
    if (!options || typeof options !== 'object') return
    const copy = copyOf(options)
    const { success, fail, complete } = copy
    // Odd arguments fail in the platform's own way.
    if (typeof copy.url !== 'string' || isOdd(success) || isOdd(fail) || isOdd(complete)) return
    const bare = promises && !success && !fail && !complete
    // `header` is but an alias there
    const field = alipay && (copy.headers || !copy.header) ? 'headers' : 'header'
    const watched = calls.start({
      api,
      method: verbOf(api === 'request' ? copy.method : api.replace('File', '')),
      url: copy.url,
      header: copy[field],
      carrier: options,
    })
    if (!watched) return
    if (watched.header) calls.guard.run('request', add, copy, field, watched.header)
    args[0] = copy
    if (bare) {
      // A task, no promise: from now on such calls get callbacks.
      watched.bare = () => void (promises = false)
      return watched
    }
    const pass = (self: unknown, callback: Fn | undefined, given: Any, failed: boolean) => {
      if (!watched.ended) calls.end(watched, given[0], failed)
      // a platform that calls `options.success(res)` gives the copy as `this`
      if (callback) return callback.apply(self === copy ? options : self, given)
    }
    copy.success = function (this: unknown) {
      return pass(this, success, arguments, false)
    }
    copy.fail = function (this: unknown) {
      return pass(this, fail, arguments, true)
    }
    // for `this` only, and for a platform that calls nothing else
    if (complete)
      copy.complete = function (this: unknown) {
        return pass(this, complete, arguments, true)
      }
    return watched
  }
}
