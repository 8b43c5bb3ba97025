import type { Call, LogicalWatch } from '../../core/index.ts'
import { copyOf } from '../../core/internal/copy.ts'
import type { Any, Guard, Undo } from '../../core/internal/guard.ts'
import { verbOf } from '../../core/platforms/calls/observe.ts'
import { outcomeOf } from '../../core/platforms/calls/outcome.ts'
import { intercept } from './uni.ts'

type Api = Call['api']

/**
 * The requests of `uni`, as its interceptors see them, before those that the app registers later change anything:
 * docs/platforms/uni-app.md#interceptors
 */
export function observeRequests(guard: Guard, begin: (call: Call) => LogicalWatch | undefined): Undo {
  const wrap = (fn: (first: Any, second: Any) => void) => guard.wrap('interceptor', fn)
  /** By uni-app's copy of the options, which all hooks of one call are given: docs/platforms/uni-app.md#interceptors */
  const watches = new WeakMap<object, LogicalWatch>()
  /** Begun, and the platform not called yet; the innermost call last. */
  const open: LogicalWatch[] = []
  const sent = (watch?: LogicalWatch) => {
    const at = watch ? open.indexOf(watch) : open.length - 1
    if (at >= 0) open.splice(at, 1)[0].sent()
  }
  const end = (failed: boolean, api?: Api) =>
    wrap((result, options) => {
      const watch = watches.get(options)
      if (!watch) return
      watches.delete(options)
      sent(watch)
      watch.end(failed || api !== 'connectSocket' ? outcomeOf(result, failed) : { status: 101 })
    })
  const hooks = (api: Api) => ({
    invoke: wrap((options) => {
      if (!options || typeof options.url !== 'string') return
      const { url, header } = options
      const method = verbOf(/File/.test(api) ? api.replace('File', '') : options.method)
      const watch = begin({ api, method, url, header, carrier: options })
      if (!watch) return
      watches.set(options, watch)
      open.push(watch)
      // `options` is uni-app's copy, but `header` is the app's own object: docs/platforms/uni-app.md#interceptors
      if (watch.header && (header === undefined || Object(header) === header))
        options.header = copyOf(header || {}, watch.header)
      // an interceptor of the app's that returns a promise or `false`: the platform is called later, or never
      void Promise.resolve().then(guard.wrap('interceptor', () => sent(watch)))
    }),
    // runs in the same turn, right after the platform was called
    returnValue: wrap(() => sent()),
    success: end(false, api),
    fail: end(true),
  })
  return intercept(guard, {
    request: hooks('request'),
    uploadFile: hooks('uploadFile'),
    downloadFile: hooks('downloadFile'),
    connectSocket: hooks('connectSocket'),
  })
}
