/**
 * `uni` as its runtime has it (3.0.0-5000720260410001, uni.api.esm.js): the order and the rules of interceptors, the
 * promise form, and that hooks of one call share one object. What a call is answered with, a test says.
 */
import type { Any } from '../../core/internal/guard.ts'

export interface FakeUni {
  /** For `vi.stubGlobal('uni', …)`. */
  uni: Any
  /** Calls that reached the platform, with uni's copy of the options. */
  calls: { api: string; options: Any; task: object }[]
  /** Interceptors that are there, by API. */
  interceptors(): Record<string, number>
  /** An app is made. */
  createApp(app: Any): void
}

export function fakeUni(): FakeUni {
  const calls: FakeUni['calls'] = []
  const scoped: Record<string, Record<string, Any[]>> = {}
  const waiting: Any[] = []
  let made: Any
  const hooksOf = (api: string, hook: string): Any[] => scoped[api]?.[hook] ?? []

  const queue = (hooks: Any[], data: Any, params?: Any): { then(go: (data: Any) => Any): Any } => {
    let promise: Promise<unknown> | undefined
    for (const hook of hooks) {
      if (promise) {
        promise = promise.then(() => hook(params))
        continue
      }
      const result = hook(data, params)
      if (result && typeof result.then === 'function') promise = Promise.resolve(result)
      if (result === false) return { then() {} }
    }
    return promise ?? { then: (go) => go(data) }
  }
  const invoke = (api: string, options: Any) =>
    queue(hooksOf(api, 'invoke'), options).then((given) => {
      for (const name of ['success', 'fail', 'complete']) {
        const hooks = hooksOf(api, name)
        if (!hooks.length) continue
        const own = given[name]
        given[name] = (result: Any) => queue(hooks, result, given).then((r) => own?.(r) || r)
      }
      const task = { abort() {} }
      calls.push({ api, options: given, task })
      return task
    })
  const returning = (api: string, value: Any) =>
    hooksOf(api, 'returnValue').reduce((result, hook) => hook(result) || result, value)
  const api =
    (name: string) =>
    (options: Any = {}) => {
      if (['success', 'fail', 'complete'].some((each) => typeof options[each] === 'function'))
        return returning(name, invoke(name, { ...options }))
      return returning(name, new Promise((success, fail) => invoke(name, { ...options, success, fail })))
    }
  const names =
    'request uploadFile downloadFile connectSocket navigateTo redirectTo switchTab reLaunch'.split(' ')
  const uni: Any = {
    ...Object.fromEntries(names.map((name) => [name, api(name)])),
    addInterceptor(name: string, interceptor: Record<string, Any>) {
      const at = (scoped[name] ??= {})
      for (const hook of Object.keys(interceptor)) (at[hook] ??= []).push(interceptor[hook])
    },
    removeInterceptor(name: string, interceptor?: Record<string, Any>) {
      if (!interceptor) delete scoped[name]
      for (const hook of Object.keys(interceptor ?? {}))
        scoped[name][hook] = scoped[name][hook].filter((each) => each !== interceptor![hook])
    },
    onCreateVueApp: (hook: Any) => (made ? hook(made) : void waiting.push(hook)),
  }
  return {
    uni,
    calls,
    interceptors: () =>
      Object.fromEntries(
        Object.keys(scoped)
          .map((name) => [name, Object.values(scoped[name]).flat().length] as const)
          .filter(([, count]) => count),
      ),
    createApp(app) {
      // through uni's Proxy, which makes every call one with `success` and `fail`
      made = { ...app, success() {}, fail() {} }
      waiting.forEach((hook) => hook(made))
    },
  }
}
