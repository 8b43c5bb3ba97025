import type { Host } from '../host.ts'
import type { Loose, LooseFunction } from '../loose.ts'

/** How a call ends: only the first of the two counts. Both return the very object that the app gets. */
export interface Completion {
  success(result?: object): Loose
  /** `code`: errno of the `errMsg` platforms, `error` of the others. */
  fail(message: string, code?: number, more?: object): Loose
}

/** What an asynchronous function does; what it returns is what the app gets (a task). */
export type Work = (options: Loose, done: Completion) => Loose

export function failureOf(host: Host, api: string, message: string, code?: number, more?: object): Loose {
  const { realm, spec } = host
  const shape =
    spec.failures === 'error'
      ? { error: code ?? 10, errorMessage: message }
      : { errMsg: `${api}:fail ${message}`, ...(code === undefined ? {} : { errno: code }) }
  return realm.object({ ...shape, ...more })
}

export interface CallOptions {
  /** One of the functions that return tasks: promises only where the platform gives them there too. */
  task?: boolean
  /** ms until the callback; the work takes its own time if 0. */
  latency?: number
}

/** An asynchronous function, with the platform's callbacks and promises: docs/platforms/mini.md#promises */
export function asyncCall(host: Host, name: string, work: Work, how: CallOptions = {}): LooseFunction {
  const { thread, realm, spec, quirks } = host
  const form = quirks.promises ?? (quirks.oldBaseLibrary ? 'none' : spec.promises)
  const promises = form === 'all' || (form === 'but-tasks' && !how.task)

  const run = (options: Loose, settle: (ok: boolean, result: Loose) => void) => {
    let open = true
    const finish = (ok: boolean, result: Loose) => {
      if (!open) return
      open = false
      settle(ok, result)
    }
    const wait = how.latency ?? host.timings.call
    const deliver = (ok: boolean, result: Loose) => {
      if (how.task || !wait) thread.post(() => finish(ok, result))
      else thread.after(wait, () => finish(ok, result))
      return result
    }
    return work(options, {
      success: (result) => deliver(true, realm.object({ ...okOf(host, name), ...result })),
      fail: (message, code, more) => deliver(false, failureOf(host, name, message, code, more)),
    })
  }

  return function (argument?: Loose) {
    host.calls[name] = (host.calls[name] ?? 0) + 1
    if (!thread.alive) return undefined
    const options = argument !== null && typeof argument === 'object' ? argument : {}
    const { success, fail, complete } = options
    if (promises && success == null && fail == null && complete == null) {
      let task: Loose
      const promise = new realm.Promise((resolve, reject) => {
        task = run(options, (ok, result) => (ok ? resolve(result) : reject(result)))
      })
      return how.task ? Object.assign(promise, task) : promise
    }
    const self = quirks.callbackThis === 'options' ? options : undefined
    const returned = run(options, (ok, result) => {
      thread.call(`${name} ${ok ? 'success' : 'fail'}`, ok ? success : fail, self, [result])
      thread.call(`${name} complete`, complete, self, [result])
    })
    return how.task ? returned : undefined
  }
}

function okOf(host: Host, name: string) {
  return host.spec.failures === 'errMsg' ? { errMsg: `${name}:ok` } : undefined
}

/** A synchronous function: counted, and dead after a kill. */
export function syncCall(host: Host, name: string, work: LooseFunction): LooseFunction {
  return function (...args: Loose[]) {
    host.calls[name] = (host.calls[name] ?? 0) + 1
    return host.thread.alive ? work(...args) : undefined
  }
}
