import { textOf } from '../internal/diag.ts'
import type { Any } from '../internal/guard.ts'
import type { OwnRequest, OwnResult } from '../platform.ts'
import type { PlatformEnv } from './env.ts'

/** Browsers refuse keepalive bodies and beacons from 64 KB on, all that are under way together. */
const KEPT = 60000

const resultOf = (status: number, res: Any, body?: Any): OwnResult => ({
  status,
  header: (name) => (res && res.headers.get(name)) || '',
  body: body || undefined,
})

/** Requests of ours, by fetch as it was when the driver was made, so that no patch sees them. */
export function webRequests({ guard, clock }: PlatformEnv): (own: OwnRequest) => Promise<OwnResult> {
  const { AbortController, Blob, fetch, navigator, Request } = window as Any
  const lasting = Request && 'keepalive' in Request.prototype

  return ({ url, body, header, timeout, leaving }) =>
    new Promise((resolve) => {
      const binary = typeof body !== 'string'
      const small = (binary ? (body as ArrayBuffer).byteLength : (body as string).length * 3) < KEPT
      const settle = (result: OwnResult) => {
        stop()
        resolve(result)
      }
      const fail = (error: unknown) => settle(Object.assign(resultOf(0, 0), { error: textOf(error) }))
      const aborter = AbortController && new AbortController()
      const stop = clock.after(timeout, () => {
        fail('timeout')
        if (aborter) guard.run('abort', () => aborter.abort())
      })
      try {
        // Older browsers send nothing else at this moment. A beacon has no answer; taken counts as sent.
        if (leaving && small && !lasting && navigator.sendBeacon) {
          const type = header['Content-Type'] || header['content-type']
          if (navigator.sendBeacon(url, new Blob([body], { type }))) return settle(resultOf(202, 0))
        }
        const init: Any = { method: 'POST', body, headers: header }
        if (leaving && small && lasting) init.keepalive = true
        if (aborter) init.signal = aborter.signal
        fetch.call(window, url, init).then((res: Any) => {
          const done = (text?: Any) => settle(resultOf(res.status, res, text))
          // an answer whose body broke off is an answer
          res[binary ? 'arrayBuffer' : 'text']().then(done, () => done())
        }, fail)
      } catch (error) {
        fail(error)
      }
    })
}
