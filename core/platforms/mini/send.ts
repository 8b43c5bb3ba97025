import type { Any, Fn } from '../../internal/guard.ts'
import type { DriverEnv, OwnRequest, Platform } from '../../platform.ts'
import { hasStatus } from '../calls/outcome.ts'
import { inTime, resulting } from '../calls/own.ts'

/** How often the other form is tried, since the first batches may be refused for what they say. */
const FORM_TRIES = 3

/**
 * Requests of ours, by `send` as it was when the driver was made, so that no patch sees them. JSON goes as its text, or
 * as an object for the platform to serialise (`asObject`); the form that a receiver refuses at first is given up for
 * the other one, if it takes that: docs/platforms/mini.md#json
 */
export function ownRequests(
  { clock }: DriverEnv,
  api: Any,
  send: Fn,
  takesObjects: boolean,
): Platform['request'] {
  const post = (request: OwnRequest, data: Any) =>
    resulting(
      inTime(
        clock,
        request.timeout,
        (success, fail) => posted(send, api, request, data, success, fail),
        request.onStart,
      ),
    )
  /** Which form all JSON goes in, where that was found out. */
  let found: boolean | undefined
  /** Whether a receiver has taken texts, objects. */
  const taken = [false, false]
  let tries = FORM_TRIES

  return (request) => {
    const { asObject, body } = request
    if (!takesObjects || typeof body !== 'string') return post(request, body)
    const first = found === undefined ? !!asObject : found
    const go = (wanted: boolean) => {
      const value = wanted && objectOf(body)
      return post(request, value || body).then((result) => {
        const { status } = result
        if (status >= 200 && status < 300) {
          taken[+!!value] = true
          if (wanted !== first) found = wanted
        }
        return result
      })
    }
    return go(first).then((result) =>
      result.status === 400 && !taken[+first] && tries-- > 0 ? go(!first) : result,
    )
  }
}

/** The platform's task, if it gives one. */
function posted(
  send: Fn,
  api: Any,
  { url, body, header, timeout }: OwnRequest,
  data: Any,
  success: Fn,
  fail: Fn,
): Any {
  // whatever is not `json` keeps platforms from parsing: docs/platforms/wechat.md#parsing
  // who sends no bytes may not be able to answer with them: docs/platforms/xiaohongshu.md#answers
  const type = typeof body === 'string' ? 'text' : 'arraybuffer'
  const task = send.call(api, {
    url,
    method: 'POST',
    data,
    timeout,
    header,
    headers: header,
    dataType: type,
    responseType: type,
    // followed, a POST becomes a GET without a body that may get a 200: docs/platforms/wechat.md#redirects
    redirect: 'manual',
    success,
    fail,
  })
  // who replaced the function may answer by a promise only: docs/platforms/mini.md#wrappers
  if (task && task.then) task.then((res: Any) => hasStatus(res) && success(res), fail)
  return task
}

/** What a text of JSON says, if the platform would write the very same text of it. */
function objectOf(json: string): Any {
  try {
    const value = JSON.parse(json)
    // as the platform does it
    // eslint-disable-next-line no-restricted-syntax
    return JSON.stringify(value) === json && value
  } catch (_) {
    return undefined
  }
}
