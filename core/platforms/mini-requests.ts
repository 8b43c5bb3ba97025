import { textOf } from '../internal/diag.ts'
import { type Any, type Fn, type Guard, noop, type Undo, undoAll } from '../internal/guard.ts'
import { patch } from '../internal/patch.ts'
import type { CallObserver, HttpApi, Outcome, OwnRequest, OwnResult } from '../platform.ts'
import type { PlatformEnv } from './env.ts'
import type { MiniSpec } from './mini-spec.ts'
import { type End, ender, follow } from './watch.ts'

/** The platform's own words for a failure: `errMsg` nearly everywhere, `errorMessage` or a bare number on Alipay. */
export function reasonOf(res: Any): string {
  return textOf((res && (res.errMsg || res.errorMessage || (res.error && 'error ' + res.error))) || res)
}

function outcomeOf(res: Any, failed: boolean): Outcome {
  const status = +(res && (res.statusCode || res.status)) || 0
  // Alipay calls success of a download without any status
  if (!failed) return { status: status || 200 }
  const error = reasonOf(res)
  return { status, error, aborted: !status && /abort/i.test(error) }
}

/** The app's header stays as it is. Of two names for it, which Alipay has, those are served that the app used. */
function addHeader(spec: MiniSpec, copy: Any, added: Record<string, string>): void {
  const own = spec.header || 'header'
  const alias = own !== 'header' && copy.header
  if (alias) copy.header = withHeader(alias, added)
  if (!alias || copy[own]) copy[own] = withHeader(copy[own], added)
}

function withHeader(header: Any, added: Record<string, string>): Any {
  if (!header) return Object.assign({}, added)
  // a string and the like is for the platform to refuse
  return typeof header === 'object' ? Object.assign(copyOf(header), added) : header
}

/** Shallow, and of the same class; what the platform makes of getters it makes of their values. */
function copyOf(object: Any): Any {
  return Object.assign(Object.create(Object.getPrototypeOf(object)), object)
}

interface Plan {
  copy: Any
  /** Without callbacks, which the platform may answer with a promise. */
  bare: boolean
  end: End
}

const VERBS: Record<string, string> = { uploadFile: 'UPLOAD', downloadFile: 'DOWNLOAD' }

const odd = (callback: Any) => callback != null && typeof callback !== 'function'

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
  const copy = copyOf(options)
  const { success, fail, complete } = copy
  // Odd arguments fail in the platform's own way.
  if (typeof copy.url !== 'string' || odd(success) || odd(fail) || odd(complete)) return
  const plan: Plan = { copy, bare: promises && !(success || fail || complete), end: noop }
  const tap = (name: string, callback: Fn | undefined, failed: boolean) => {
    copy[name] = function (this: unknown, res: Any) {
      plan.end(res, failed)
      // a platform that calls `options.success(res)` gives the copy as `this`
      if (callback) return callback.apply(this === copy ? options : this, arguments as Any)
    }
  }
  if (!plan.bare) {
    tap('success', success, false)
    tap('fail', fail, true)
    // for `this`, and for a platform that calls nothing else
    if (complete) tap('complete', complete, true)
  }
  const watch = start({
    api,
    method: VERBS[api] || String(copy.method || 'GET').toUpperCase(),
    url: copy.url,
    header: (spec.header && copy[spec.header]) || copy.header,
    carrier: options,
  })
  if (!watch) return
  plan.end = ender(guard, watch, outcomeOf)
  if (watch.header) guard.run('request', () => addHeader(spec, copy, watch.header!))
  return plan
}

function wrapApi(spec: MiniSpec, guard: Guard, api: HttpApi, start: CallObserver): (original: Fn) => Fn {
  let promises = !spec.tasks
  return (original) =>
    function (this: unknown, options: Any) {
      const plan = guard.run('request', () => planCall(spec, guard, api, options, start, promises))
      if (!plan) return original.apply(this, arguments as Any)
      const { copy, bare, end } = plan
      let result: Any
      try {
        result =
          arguments.length < 2
            ? original.call(this, copy)
            : original.apply(this, [copy].concat([].slice.call(arguments, 1)))
      } catch (error) {
        end(error, true)
        throw error
      }
      if (!bare) return result
      const promise = follow(guard, result, end)
      if (promise) return promise
      // A task: from now on such calls get callbacks. How this one ends nobody is told.
      promises = false
      end('aborted, as far as can be seen', true)
      return result
    }
}

export function observeMiniRequests(spec: MiniSpec, guard: Guard, start: CallObserver) {
  const patched: Record<string, boolean> = {}
  const undos: Undo[] = []
  for (const api of ['request', 'uploadFile', 'downloadFile'] as HttpApi[])
    guard.run('patch', () => {
      const name = (api === 'request' && spec.request) || api
      if (typeof spec.api[name] !== 'function') return
      const { installed, undo } = patch(spec.api, name, wrapApi(spec, guard, api, start))
      patched[spec.global + '.' + name] = installed
      undos.push(undo)
    })
  return { undo: () => undoAll(guard, undos), patched }
}

function resultOf(res: Any, failed: boolean): OwnResult {
  const { status, error } = outcomeOf(res, failed)
  const headers = (res && (res.header || res.headers)) || {}
  const data = res && res.data
  return {
    status,
    error,
    header(name) {
      const key = Object.keys(headers).filter((each) => each.toLowerCase() === name.toLowerCase())[0]
      return key ? String(headers[key]) : ''
    },
    // what the platform parsed against our wish is of no use
    body: typeof data === 'string' || (data && data.byteLength >= 0) ? data : undefined,
  }
}

/** Requests of ours through the API as it was when the driver was made, so that no patch sees them. */
export function ownRequests(spec: MiniSpec, env: PlatformEnv): (request: OwnRequest) => Promise<OwnResult> {
  const send: Fn | undefined = env.guard.run('request', () => spec.api[spec.request || 'request'])
  return ({ url, body, header, timeout }) =>
    new Promise((resolve) => {
      let task: Any
      const settle = (res: Any, failed: boolean) => {
        stop()
        resolve(env.guard.run('request', () => resultOf(res, failed)) || resultOf(0, true))
      }
      const stop = env.clock.after(timeout, () => {
        settle('timeout', true)
        env.guard.run('abort', () => task && task.abort && task.abort())
      })
      const binary = typeof body !== 'string'
      const options: Any = {
        url,
        method: 'POST',
        data: body,
        timeout,
        // whatever is not `json` keeps platforms from parsing
        dataType: (binary && spec.binaryType) || 'text',
        responseType: binary ? 'arraybuffer' : 'text',
        success: (res: Any) => settle(res, false),
        fail: (res: Any) => settle(res, true),
      }
      options[spec.header || 'header'] = header
      try {
        task = send!.call(spec.api, options)
        if (task && task.then) task.then(undefined, noop)
      } catch (error) {
        settle(error, true)
      }
    })
}
