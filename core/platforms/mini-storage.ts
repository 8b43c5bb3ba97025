import type { Any } from '../internal/guard.ts'
import type { Storage } from '../platform.ts'
import type { PlatformEnv } from './env.ts'
import type { MiniSpec } from './mini-spec.ts'
import { reasonOf } from './mini-requests.ts'

/** Some devices answer storage calls made while they suspend only later, or never. */
const PATIENCE = 5000

/** Alipay tells failures in a result: `{ success: false, error }`. */
const refused = (res: Any) => res && (res.success === false || res.error)

/** An asynchronous function of the platform as a promise that always settles. */
export function ask(spec: MiniSpec, env: PlatformEnv, method: string, options: Any): Promise<Any> {
  return new Promise((resolve, reject) => {
    const bad = (res: Any) => {
      stop()
      reject(new Error(reasonOf(res)))
    }
    const stop = env.clock.after(PATIENCE, () => bad(method + ': no answer'))
    options.success = (res: Any) => {
      if (refused(res)) return bad(res)
      stop()
      resolve(res)
    }
    options.fail = bad
    try {
      spec.api[method](options)
    } catch (error) {
      bad(error)
    }
  })
}

export function miniStorage(spec: MiniSpec, env: PlatformEnv): Storage {
  return {
    get: (key) =>
      ask(spec, env, 'getStorage', { key }).then(
        (res) => (res && typeof res.data === 'string' ? res.data : undefined),
        (error) => {
          // WeChat's way to say that there is nothing under the key
          if (!/not found|not exist/i.test(error.message)) throw error
          return undefined
        },
      ),
    set: (key, data) => ask(spec, env, 'setStorage', { key, data }),
    remove: (key) => ask(spec, env, 'removeStorage', { key }),
    keys: (prefix) =>
      ask(spec, env, 'getStorageInfo', {}).then((res) =>
        res.keys.filter((key: string) => key.indexOf(prefix) === 0),
      ),
    setNow(key, data) {
      const { api, keyed } = spec
      const res = keyed ? api.setStorageSync({ key, data }) : api.setStorageSync(key, data)
      if (refused(res)) throw new Error(reasonOf(res))
    },
  }
}
