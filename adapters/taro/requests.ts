import type { Call, LogicalWatch } from '../../core/index.ts'
import type { Guard, Undo } from '../../core/internal/guard.ts'
import { verbOf } from '../../core/platforms/calls/observe.ts'
import { outcomeOf } from '../../core/platforms/calls/outcome.ts'
import type { Chain, RequestParams } from './host.ts'

type Begin = (call: Call) => LogicalWatch | undefined

/** Taro's chain of interceptors, as far as it is used. */
export type AddInterceptor = (interceptor: (chain: Chain) => Promise<unknown>) => void

/**
 * An interceptor can't be taken back (`cleanInterceptors()` would take everybody's), so it is added once and passes all
 * on while nobody observes. It gives the promise of `proceed()` itself, which carries `abort` and the other methods of
 * the task; a derived one would not: docs/platforms/taro.md#interceptors
 */
export function requestObserver(guard: Guard, addInterceptor: AddInterceptor): (begin: Begin) => Undo {
  let begin: Begin | undefined
  let added = false

  const intercept = (chain: Chain): Promise<unknown> => {
    let params = chain.requestParams
    const watch = guard.run('request', () => begin && begin(callOf(params)))
    if (!watch) return chain.proceed(params)
    const end = (failed: boolean) =>
      guard.wrap('request', (res: unknown) => watch.end(outcomeOf(res, failed)))
    const { header } = watch
    if (header) params = Object.assign({}, params, { header: Object.assign({}, params.header, header) })
    let promise: Promise<unknown>
    try {
      promise = chain.proceed(params)
    } catch (error) {
      end(true)(error)
      throw error
    }
    guard.run('request', () => {
      watch.sent()
      promise.then(end(false), end(true))
    })
    return promise
  }

  return (observer) => {
    begin = observer
    if (!added) guard.run('request', () => addInterceptor(intercept))
    added = true
    return () => {
      if (begin === observer) begin = undefined
    }
  }
}

/** As it is now, since Taro's native layer writes into these parameters: docs/platforms/taro.md#parameters */
function callOf(params: RequestParams): Call {
  const { url, method, header } = params
  return {
    api: 'request',
    method: verbOf(method),
    url: String(url),
    header: Object.assign({}, header),
    carrier: params,
  }
}
