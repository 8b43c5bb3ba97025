import type { Call, LogicalWatch } from '../../core/index.ts'
import type { Any, Guard, Undo } from '../../core/internal/guard.ts'

type Begin = (call: Call) => LogicalWatch | undefined

/** Taro's chain of interceptors, as far as it is used. */
export type AddInterceptor = (interceptor: (chain: Any) => Any) => void

/**
 * An interceptor can't be taken back (`cleanInterceptors()` would take everybody's), so it is added once and passes all
 * on while nobody observes. It gives the promise of `proceed()` itself, which carries `abort` and the other methods of
 * the task; a derived one would not.
 */
export function requestObserver(guard: Guard, addInterceptor: AddInterceptor): (begin: Begin) => Undo {
  let begin: Begin | undefined
  let added = false

  const intercept = (chain: Any): Any => {
    let params = chain.requestParams
    const watch = begin && guard.run('request', () => begin && begin(callOf(params)))
    if (!watch) return chain.proceed(params)
    const { header } = watch
    if (header) params = Object.assign({}, params, { header: Object.assign({}, params.header, header) })
    let promise: Any
    try {
      promise = chain.proceed(params)
    } catch (error) {
      end(watch, { status: 0, error: textOf(error) })
      throw error
    }
    guard.run('request', () => {
      watch.sent()
      promise.then(
        (res: Any) => end(watch, { status: statusOf(res) }),
        (res: Any) => {
          const error = textOf(res)
          end(watch, { status: statusOf(res), error, aborted: /abort/i.test(error) })
        },
      )
    })
    return promise
  }
  const end = (watch: LogicalWatch, outcome: Parameters<LogicalWatch['end']>[0]) =>
    guard.run('request', () => watch.end(outcome))

  return (observer) => {
    begin = observer
    if (!added) guard.run('request', () => addInterceptor(intercept))
    added = true
    return () => {
      if (begin === observer) begin = undefined
    }
  }
}

/** As it is now: Taro's native layer writes into these parameters. */
function callOf(params: Any): Call {
  const { url, method, header } = params
  return {
    api: 'request',
    method: String(method || 'GET').toUpperCase(),
    url: String(url),
    header: Object.assign({}, header),
    carrier: params,
  }
}

function statusOf(res: Any): number {
  const { statusCode, status } = Object(res)
  return Number(statusCode || status) || 0
}

function textOf(error: Any): string {
  const { errMsg, errorMessage, message } = Object(error)
  return String(errMsg || errorMessage || message || error)
}
