import type { Clock } from '../../internal/clock.ts'
import { type Any, noop } from '../../internal/guard.ts'
import { stringify } from '../../internal/own.ts'
import type { OwnRequest, OwnResult } from '../../platform.ts'
import { outcomeOf } from './outcome.ts'

/**
 * A call of the platform with callbacks, as a promise that settles in time. `call` gives what can be aborted; `onStart` as
 * `OwnRequest` has it.
 */
export function inTime(
  clock: Clock,
  ms: number,
  call: (success: (res?: Any) => void, fail: (res: unknown) => void) => Any,
  onStart: OwnRequest['onStart'] = noop,
): Promise<Any> {
  let stop = noop
  const answer = new Promise((resolve, reject) => {
    const giveUp = () => {
      reject('timeout')
      if (task && task.abort) task.abort()
    }
    stop = clock.after(ms, giveUp)
    const task = call(resolve, reject)
    onStart(giveUp)
  })
  answer.then(stop, stop)
  return answer
}

function resultOf(res: Any, failed: boolean): OwnResult {
  const { status, error } = outcomeOf(res, failed)
  const { data, header, headers } = Object(res)
  const all = header || headers || {}
  return {
    status,
    error,
    header(name) {
      const key = Object.keys(all).filter((each) => each.toLowerCase() === name.toLowerCase())[0]
      return key ? String(all[key]) : ''
    },
    body: isRaw(data) ? data : stringify(data),
  }
}

/** A text, bytes or nothing; else the platform has parsed it against our wish: docs/platforms/wechat.md#parsing */
function isRaw(data: Any): boolean {
  return data === undefined || typeof data === 'string' || (data && data.byteLength >= 0)
}

/** How a request of ours went, never rejected. */
export function resulting(answer: Promise<unknown>): Promise<OwnResult> {
  return answer.then((res) => resultOf(res, false)).catch((res) => resultOf(res, true))
}
