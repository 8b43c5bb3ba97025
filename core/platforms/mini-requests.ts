import { textOf } from '../internal/diag.ts'
import { type Any, type Fn, type Guard, noop, type Undo, undoAll } from '../internal/guard.ts'
import { patch } from '../internal/patch.ts'
import type { CallObserver, HttpApi, Outcome, OwnRequest, OwnResult } from '../platform.ts'
import type { PlatformEnv } from './env.ts'
import type { MiniSpec } from './mini.ts'

/** The platform's own words for a failure: `errMsg` nearly everywhere, `errorMessage` or a bare number on Alipay. */
export function reasonOf(res: Any): string {
  return textOf((res && (res.errMsg || res.errorMessage || (res.error && 'error ' + res.error))) || res)
}

function statusOf(spec: MiniSpec, res: Any): number {
  return +(res && (res[spec.status || 'statusCode'] || res.statusCode)) || 0
}

function outcomeOf(spec: MiniSpec, res: Any, failed: boolean): Outcome {
  const status = statusOf(spec, res)
  // Alipay calls success of a download without any status
  if (!failed) return { status: status || 200 }
  const error = reasonOf(res)
  return { status, error, aborted: !status && /abort/i.test(error) }
}

/** The app's header stays as it is; Alipay reads `headers` and its alias `header`, so both are served if both are given. */
function addHeader(spec: MiniSpec, api: HttpApi, copy: Any, added: Record<string, string>): void {
  const names = ['header']
  if (spec.header) names[api === 'request' ? 'unshift' : 'push'](spec.header)
  const given = names.filter((name) => copy[name])
  for (const name of given.length ? given : [names[0]]) {
    const header = copy[name]
    if (!header) copy[name] = Object.assign({}, added)
    else if (typeof header === 'object')
      copy[name] = Object.assign(Object.create(Object.getPrototypeOf(header)), header, added)
  }
}

interface Plan {
  copy: Any
  /** Without callbacks, which the platform may answer with a promise. */
  bare: boolean
  end(outcome: () => Outcome): void
}

const VERBS = { uploadFile: 'UPLOAD', downloadFile: 'DOWNLOAD' }

/** What the platform gets instead of the app's options; undefined for a call that passes untouched. */
function planCall(
  spec: MiniSpec,
  guard: Guard,
  api: HttpApi,
  options: Any,
  start: CallObserver,
  promises: boolean,
): Plan | undefined {
  if (!options || typeof options !== 'object') return
  const copy = Object.assign(Object.create(Object.getPrototypeOf(options)), options)
  const callbacks = [copy.success, copy.fail, copy.complete]
  // Odd arguments fail in the platform's own way.
  if (typeof copy.url !== 'string' || callbacks.some((fn) => fn != null && typeof fn !== 'function')) return
  const bare = promises && callbacks.every((fn) => fn == null)
  let end: Plan['end'] = noop
  const tap = (name: string, callback: Fn | undefined, failed: boolean) => {
    copy[name] = function (this: unknown, res: Any) {
      end(() => outcomeOf(spec, res, failed))
      // a platform that calls `options.success(res)` gives the copy as `this`
      if (callback) return callback.apply(this === copy ? options : this, arguments as Any)
    }
  }
  if (!bare) {
    tap('success', callbacks[0], false)
    tap('fail', callbacks[1], true)
    // for `this`, and for a platform that calls nothing else
    if (callbacks[2]) tap('complete', callbacks[2], true)
  }
  const watch = start({
    api,
    method: VERBS[api as 'uploadFile'] || String(copy.method || 'GET').toUpperCase(),
    url: copy.url,
    header: (spec.header && copy[spec.header]) || copy.header,
    carrier: options,
  })
  if (!watch) return
  end = (outcome) => {
    end = noop
    guard.run('request', () => watch.end(outcome()))
  }
  const header = watch.header
  if (header) guard.run('request', () => addHeader(spec, api, copy, header))
  return { copy, bare, end: (outcome) => end(outcome) }
}

/** The promise that the app gets for one that the platform gave; undefined where the platform gave none. */
function watchPromise(spec: MiniSpec, result: Any, end: Plan['end']): Any {
  if (!result || typeof result.then !== 'function') return
  const ok = (res: Any) => {
    end(() => outcomeOf(spec, res, false))
    return res
  }
  const bad = (res: Any) => end(() => outcomeOf(spec, res, true))
  if (typeof result.abort === 'function') {
    result.then(ok, bad)
    return result
  }
  // Derived, so that a rejection stays as unhandled as the app leaves it.
  return result.then(ok, (res: Any) => {
    bad(res)
    throw res
  })
}

function wrapApi(spec: MiniSpec, guard: Guard, api: HttpApi, start: CallObserver): (original: Fn) => Fn {
  let promises = !spec.tasks
  return (original) =>
    function (this: unknown, options: Any) {
      const plan = guard.run('request', () => planCall(spec, guard, api, options, start, promises))
      if (!plan) return original.apply(this, arguments as Any)
      let result: Any
      try {
        if (arguments.length < 2) result = original.call(this, plan.copy)
        else result = original.apply(this, [plan.copy].concat([].slice.call(arguments, 1)))
      } catch (error) {
        plan.end(() => ({ status: 0, error: textOf(error) }))
        throw error
      }
      if (!plan.bare) return result
      const promise = guard.run('request', () => watchPromise(spec, result, plan.end))
      if (promise) return promise
      // A task: from now on such calls get callbacks. How this one ends will never be known.
      promises = false
      plan.end(() => ({ status: 0, aborted: true }))
      return result
    }
}

export function observeMiniRequests(spec: MiniSpec, guard: Guard, start: CallObserver) {
  const patched: Record<string, boolean> = {}
  const undos: Undo[] = []
  for (const api of ['request', 'uploadFile', 'downloadFile'] as HttpApi[]) {
    const name = (api === 'request' && spec.request) || api
    guard.run('patch', () => {
      if (typeof spec.api[name] !== 'function') return
      const { installed, undo } = patch(spec.api, name, wrapApi(spec, guard, api, start))
      patched[spec.global + '.' + name] = installed
      undos.push(undo)
    })
  }
  return { undo: () => undoAll(guard, undos), patched }
}

function resultOf(spec: MiniSpec, res: Any, failed: boolean): OwnResult {
  const { status, error } = outcomeOf(spec, res, failed)
  const headers = (res && (res.header || res.headers)) || {}
  const data = res && res.data
  return {
    status,
    error,
    header(name) {
      const key = Object.keys(headers).filter((each) => each.toLowerCase() === name.toLowerCase())[0]
      return key ? String(headers[key]) : ''
    },
    body: typeof data === 'string' || (data && data.byteLength >= 0) ? data : undefined,
  }
}

/** Requests of ours through the API as it was when the driver was made, so that no patch sees them. */
export function ownRequests(spec: MiniSpec, env: PlatformEnv): (request: OwnRequest) => Promise<OwnResult> {
  const send: Fn | undefined = env.guard.run('request', () => spec.api[spec.request || 'request'])
  return (own) =>
    new Promise((resolve) => {
      let task: Any
      const settle = (res: Any, failed: boolean) => {
        stop()
        resolve(env.guard.run('request', () => resultOf(spec, res, failed)) || resultOf(spec, 0, true))
      }
      const stop = env.clock.after(own.timeout, () => {
        settle('timeout', true)
        env.guard.run('abort', () => task && task.abort && task.abort())
      })
      const binary = typeof own.body !== 'string'
      const options: Any = {
        url: own.url,
        method: 'POST',
        data: own.body,
        timeout: own.timeout,
        // whatever is not `json` keeps platforms from parsing
        dataType: binary && spec.binaryType ? spec.binaryType : 'text',
        responseType: binary ? 'arraybuffer' : 'text',
        success: (res: Any) => settle(res, false),
        fail: (res: Any) => settle(res, true),
      }
      options[spec.header || 'header'] = own.header
      try {
        task = (send as Fn).call(spec.api, options)
        if (task && task.then) task.then(undefined, noop)
      } catch (error) {
        settle(error, true)
      }
    })
}
