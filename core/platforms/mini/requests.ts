import { copyOf } from '../../internal/copy.ts'
import { type Any, type Fn, noop } from '../../internal/guard.ts'
import type { HttpApi } from '../../platform.ts'
import { type Look, verbOf } from '../calls/observe.ts'
import type { MiniSpec } from './spec.ts'

function isOdd(callback: unknown) {
  return callback != null && typeof callback !== 'function'
}

/** Gives the platform a copy of the options with callbacks of ours around the app's. */
export function lookAt(api: HttpApi, { alipay, tasks }: MiniSpec): Look {
  let promises = !tasks
  return (calls, _, args) => {
    const options = args[0]
    if (!options || typeof options !== 'object') return
    const { url, success, fail, complete } = options
    // Odd arguments fail in the platform's own way.
    if (typeof url !== 'string' || isOdd(success) || isOdd(fail) || isOdd(complete)) return
    // `header` is but an alias there: docs/platforms/alipay.md#headers
    const field = alipay && (options.headers || !options.header) ? 'headers' : 'header'
    const header = options[field]
    const { method } = options
    const watched = calls.start({
      api,
      method: verbOf(api === 'request' ? method : api.replace('File', '')),
      url,
      header,
      carrier: options,
    })
    if (!watched) return
    const pass = (self: unknown, callback: Fn | undefined, given: Any, failed: boolean) => {
      if (!watched.ended) calls.end(watched, given[0], failed)
      // a platform that calls `options.success(res)` gives the copy as `this`: docs/platforms/mini.md#callbacks
      if (callback) return callback.apply(self === copy ? options : self, given)
    }
    let ours: Any = {}
    let copy: Any
    if (promises && !success && !fail && !complete)
      // A task, no promise (docs/platforms/mini.md#promises): from now on such calls get callbacks.
      watched.bare = () => void (promises = false)
    else {
      ours = {
        success(this: unknown) {
          return pass(this, success, arguments, false)
        },
        fail(this: unknown) {
          return pass(this, fail, arguments, true)
        },
        // for `this` only, and for a platform that calls nothing else: docs/platforms/mini.md#callbacks
        complete(this: unknown) {
          return pass(this, complete, arguments, true)
        },
      }
      if (!complete) delete ours.complete
    }
    try {
      const given = header || {}
      // a string and the like is for the platform to refuse
      if (watched.header && typeof given === 'object') ours[field] = copyOf(given, watched.header)
      // all at once, since engines are slow to put one function in the place of another: docs/platforms/mini.md#functions
      copy = copyOf(options, ours)
    } catch (error) {
      calls.guard.caught('request', error)
    }
    // what can't be copied, a proxy that makes its members up, is for the platform as it is
    if (copy && copy.url === url && copy.method === method) args[0] = copy
    else watched.bare = watched.bare || noop
    return watched
  }
}
