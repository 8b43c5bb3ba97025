import type { Call, HttpApi, LogicalWatch } from '../../core/index.ts'
import type { Any, Guard, Undo } from '../../core/internal/guard.ts'
import { copyOf } from '../../core/platforms/calls.ts'
import { outcomeOf } from '../../core/platforms/outcome.ts'
import { intercept } from './uni.ts'

/** The requests of `uni`, as its interceptors see them: before those that the app registers later change anything. */
export function observeRequests(guard: Guard, begin: (call: Call) => LogicalWatch | undefined): Undo {
  const hooks = (api: HttpApi) => hooksOf(guard, api, begin)
  return intercept(guard, {
    request: hooks('request'),
    uploadFile: hooks('uploadFile'),
    downloadFile: hooks('downloadFile'),
  })
}

function hooksOf(guard: Guard, api: HttpApi, begin: (call: Call) => LogicalWatch | undefined) {
  /** By uni-app's copy of the options, which all hooks of one call are given. */
  const watches = new WeakMap<object, LogicalWatch>()
  /** Begun, and the platform not called yet. */
  let open: LogicalWatch[] = []
  const sent = (watch: LogicalWatch | undefined) => {
    if (!watch || open.indexOf(watch) < 0) return
    open = open.filter((each) => each !== watch)
    watch.sent()
  }
  const end = (failed: boolean) =>
    guard.wrap('interceptor', (result: Any, options: Any) => {
      const watch = watches.get(options)
      if (!watch) return
      watches.delete(options)
      sent(watch)
      watch.end(outcomeOf(result, failed))
    })
  return {
    invoke: guard.wrap('interceptor', (options: Any) => {
      if (!options || typeof options.url !== 'string') return
      const { url, header } = options
      const method = api === 'request' ? options.method || 'GET' : api.replace('File', '')
      const watch = begin({ api, method: String(method).toUpperCase(), url, header, carrier: options })
      if (!watch) return
      watches.set(options, watch)
      open.push(watch)
      // `options` is uni-app's copy, but `header` is the app's own object
      if (watch.header && (header === undefined || Object(header) === header))
        options.header = copyOf(header || {}, watch.header)
      // an interceptor of the app's that returns a promise or `false`: the platform is called later, or never
      void Promise.resolve().then(guard.wrap('interceptor', () => sent(watch)))
    }),
    // runs in the same turn, right after the platform was called; the innermost call comes first
    returnValue: guard.wrap('interceptor', () => sent(open[open.length - 1])),
    success: end(false),
    fail: end(true),
  }
}
