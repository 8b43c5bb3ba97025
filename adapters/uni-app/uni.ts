import type { Any, Fn, Guard } from '../../core/internal/guard.ts'

declare const uni: Any

/** What of uni-app's API is used, where it is there. */
export interface Uni {
  addInterceptor?: Fn
  removeInterceptor?: Fn
  onCreateVueApp?: Fn
}

/**
 * Literal members only: in an H5 production build `uni` is an empty object, and the compiler replaces `uni.name` by an
 * import (docs/platforms/uni-app.md#literals). Asked for late, since importing this package touches nothing.
 */
export function uniApi(guard: Guard): Uni {
  return (
    guard.run('uni', () => ({
      addInterceptor: uni.addInterceptor,
      removeInterceptor: uni.removeInterceptor,
      onCreateVueApp: uni.onCreateVueApp,
    })) || {}
  )
}

/**
 * Adds interceptors by name of the API; the undo removes these and no others.
 * All hooks are ours: they return nothing, since uni-app waits for a promise and stops at `false`:
 * docs/platforms/uni-app.md#interceptors
 */
export function intercept(guard: Guard, interceptors: { [api: string]: object }): () => void {
  const { addInterceptor, removeInterceptor } = uniApi(guard)
  const all = (how: Fn | undefined) => {
    for (const api of Object.keys(interceptors))
      guard.run('interceptor', () => how && how(api, interceptors[api]))
  }
  all(addInterceptor)
  return () => all(removeInterceptor)
}
