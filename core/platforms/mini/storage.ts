import type { Clock } from '../../internal/clock.ts'
import type { Any } from '../../internal/guard.ts'
import type { Storage } from '../../storage.ts'
import { reasonOf } from '../calls/outcome.ts'
import { inTime } from '../calls/own.ts'
import { withRoll } from './roll.ts'

/** ms. What is asked while the app is suspended is answered later, or never: docs/platforms/wechat.md#suspended */
const PATIENCE = 5000

function throwOf(res: Any): never {
  throw new Error(reasonOf(res))
}

/** Alipay tells failures in a result, `{ success: false, error }`: docs/platforms/alipay.md#storage */
function passed(res: Any): Any {
  return res && (res.success === false || res.error) ? throwOf(res) : res
}

/** An asynchronous function of the platform; rejects with an Error. */
export type Ask = (method: string, options?: object) => Promise<Any>

export function asking(api: Any, clock: Clock): Ask {
  return (method, options) =>
    inTime(clock, PATIENCE, (success, fail) => {
      const result = api[method](Object.assign({ success, fail }, options))
      // who replaced the function may answer by a promise only: docs/platforms/mini.md#wrappers
      if (result && result.then) result.then((res: Any) => res && success(res), fail)
    }).then(passed, throwOf)
}

export function miniStorage(api: Any, ask: Ask, keyed?: boolean): Storage {
  return withRoll({
    get: (key) =>
      ask('getStorage', { key }).then(
        ({ data }) => (typeof data === 'string' ? data : undefined),
        (error) => {
          // WeChat's way to say that there is nothing under the key: docs/platforms/wechat.md#not-found
          if (!/not found|not exist/i.test(error.message)) throw error
          return undefined
        },
      ),
    set: (key, data) => ask('setStorage', { key, data }),
    remove: (key) => ask('removeStorage', { key }),
    // a copy, which is a list whatever was given
    list: () => ask('getStorageInfo').then(({ keys }) => keys.map(String)),
    setNow(key, data) {
      passed(keyed ? api.setStorageSync({ key, data }) : api.setStorageSync(key, data))
    },
  })
}
