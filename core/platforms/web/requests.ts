import type { Clock } from '../../internal/clock.ts'
import { copyOf } from '../../internal/copy.ts'
import { type Any, type Guard, noop, type Undo } from '../../internal/guard.ts'
import { has } from '../../internal/own.ts'
import { utf8 } from '../../internal/utf8.ts'
import type { CallObserver, Platform } from '../../platform.ts'
import { type Look, observeCalls, type Target, verbOf } from '../calls/observe.ts'
import { inTime, resulting } from '../calls/own.ts'

/** Browsers refuse keepalive bodies from 64 KB on, all under way together: docs/platforms/h5.md#keepalive */
const KEEPALIVE = 60000

/** As the browser resolves it, '' for what never leaves the device. Older ones have no URL: docs/platforms/h5.md#url */
export function absolute(url: string): string {
  const anchor = document.createElement('a')
  anchor.href = url
  return /^https?:/.test(anchor.href) ? anchor.href : ''
}

/** Capturing: events that do not bubble are heard too (docs/platforms/h5.md#resources), and before the page acts. */
export function listen(target: Any, types: string[], handler: (event: Any) => void): Undo {
  for (const type of types) target.addEventListener(type, handler, true)
  return () => {
    for (const type of types) target.removeEventListener(type, handler, true)
  }
}

/**
 * Of the many forms of headers; iterators are left alone, since reading uses them up, also by the `forEach` that they
 * have in later engines: https://developer.mozilla.org/docs/Web/JavaScript/Reference/Global_Objects/Iterator/forEach
 */
function recordOf(headers: Any): Record<string, string> {
  const record: Record<string, string> = {}
  const set = (value: Any, name: string) => {
    if (Array.isArray(value)) record[value[0]] = value[1]
    else record[name] = value
  }
  if (headers && headers.forEach && !headers.next) headers.forEach(set)
  else Object.assign(record, headers)
  return record
}

const lookAtFetch: Look = ({ start, guard }, _, args) => {
  const [input, init] = args
  const options = init || {}
  // a URL, a Request, or what becomes a string
  const url = absolute(input.href || input.url || input)
  if (!url || typeof options !== 'object') return
  const headers = options.headers || input.headers
  const watched = start({
    api: 'request',
    method: verbOf(options.method || input.method),
    url,
    header: recordOf(headers),
    carrier: init || input,
  })
  if (!watched) return
  guard.run('request', () => {
    const all = watched.header && new Headers(headers)
    for (const name of Object.keys(watched.header || {})) all!.set(name, watched.header![name])
    if (all) args[1] = copyOf(options, { headers: all })
  })
  watched.bare = noop
  watched.signal = options.signal === undefined ? input.signal : options.signal
  return watched
}

/** Method, URL and headers of those that are open. */
type Opened = [method: string, url: string, header: Record<string, string>]

/** What is looked at when XMLHttpRequest's methods are called. */
function lookAtXhr(): Record<string, Look> {
  const opened = new WeakMap<object, Opened>()
  return {
    open: (_, xhr, [method, url]) => void opened.set(xhr, [verbOf(method), absolute(url), {}]),
    setRequestHeader(_, xhr, [name, value]) {
      const call = opened.get(xhr)
      if (call) call[2][name] = value
    },
    send({ start, end, guard }, xhr) {
      const call = opened.get(xhr)
      opened.delete(xhr)
      // sent from any other state it throws: docs/platforms/h5.md#opened
      if (!call || !call[1] || xhr.readyState !== 1) return
      const [method, url, header] = call
      const watched = start({ api: 'request', method, url, header, carrier: xhr })
      if (!watched) return
      guard.run('request', () => {
        const added = watched.header || {}
        // a second value would be added to the first: docs/platforms/h5.md#headers
        for (const name of Object.keys(added)) if (!has(header, name)) xhr.setRequestHeader(name, added[name])
      })
      // The page's own listeners may open the object again (docs/platforms/h5.md#opened): the status is read as it
      // comes.
      const stop = listen(xhr, ['readystatechange', 'error', 'timeout', 'abort'], ({ type }) => {
        const changed = type === 'readystatechange'
        if (changed && (xhr.readyState < 4 || !xhr.status)) return
        watched.aborted = type === 'abort'
        end(watched, changed ? xhr : type, !changed)
        stop()
      })
      return watched
    },
  }
}

export function observeWebRequests(guard: Guard, start: CallObserver) {
  const xhr = lookAtXhr()
  return observeCalls(guard, start, [
    ['fetch', window, 'fetch', lookAtFetch],
    ...Object.keys(xhr).map((name): Target => ['XMLHttpRequest', XMLHttpRequest.prototype, name, xhr[name]]),
  ])
}

/**
 * Requests of ours, by fetch as it was when the driver was made, so that no patch sees them. All that fit go with
 * `keepalive`, since the page may be left while they are under way; half of its room is kept for that moment.
 */
export function webRequests(clock: Clock): Pick<Platform, 'lasting' | 'request'> {
  const { AbortController, fetch } = window as Any
  let room = KEEPALIVE
  /** Chrome up to 80 refuses all that need a preflight: docs/platforms/h5.md#keepalive */
  let refused = false
  const request: Platform['request'] = ({ url, body, header, timeout, leaving, onStart }) => {
    const size = typeof body === 'string' ? utf8(body).length : body.byteLength
    const keepalive = leaving ? size < room : !refused && size < room - KEEPALIVE / 2
    const taken = keepalive ? size : 0
    const send = (success: (res: unknown) => void, fail: (res: unknown) => void) => {
      const aborter = AbortController && new AbortController()
      fetch
        .call(window, url, {
          method: 'POST',
          body,
          headers: header,
          keepalive,
          // followed, a POST becomes a GET without a body that may get a 200: docs/platforms/h5.md#redirects
          redirect: 'manual',
          signal: aborter && aborter.signal,
        })
        .then((res: Any) => {
          if (isElsewhere(res, url)) return fail('redirected')
          const answer = (data?: unknown) =>
            success({ status: res.status, headers: recordOf(res.headers), data })
          // an answer whose body broke off is an answer
          res[(body as Any).byteLength ? 'arrayBuffer' : 'text']().then(answer, () => answer())
        })
        .catch(fail)
      return aborter
    }
    room -= taken
    return resulting(inTime(clock, timeout, send, onStart)).then((result) => {
      room += taken
      refused = refused || (keepalive && !result.status)
      return result
    })
  }
  return { lasting: () => room, request }
}

/** Whether that is the answer to another request: of a redirect that the browser hides, or has followed all the same. */
function isElsewhere({ redirected, type, url }: Any, asked: string): boolean {
  if (redirected || type === 'opaqueredirect') return true
  const { Request } = window as Any
  // a service worker may answer from wherever it likes, and browsers that have some tell of redirects
  const tells = Request && 'redirect' in Request.prototype
  return !tells && !!url && url.replace(/#.*/, '') !== absolute(asked)
}
