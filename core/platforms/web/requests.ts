import type { Clock } from '../../internal/clock.ts'
import { copyOf } from '../../internal/copy.ts'
import { type Any, type Guard, noop, type Undo } from '../../internal/guard.ts'
import { has } from '../../internal/own.ts'
import { utf8 } from '../../internal/utf8.ts'
import type { Call, CallObserver, Platform } from '../../platform.ts'
import { type Look, observeCalls, type Target, verbOf, type Watched } from '../calls/observe.ts'
import { inTime, resulting } from '../calls/own.ts'

/** Browsers refuse keepalive bodies from 64 KB on, all under way together: docs/platforms/h5.md#keepalive */
const KEEPALIVE = 60000

/** As the browser resolves it, '' for what never leaves the device. Older ones have no URL: docs/platforms/h5.md#url */
export function absolute(url: string): string {
  const anchor = document.createElement('a')
  anchor.href = url
  return /^https?:/.test(anchor.href) ? anchor.href : ''
}

/** Frameworks of mini programs bring a `window` of their own, without this: docs/platforms/taro.md#window */
export function isWebPage(): boolean {
  return typeof window === 'object' && typeof XMLHttpRequest === 'function'
}

/** Capturing: events that do not bubble are heard too (docs/platforms/h5.md#resources), and before the page acts. */
export function listen(target: Any, types: string[], handler: (event: Any) => void): Undo {
  for (const type of types) target.addEventListener(type, handler, true)
  return () => {
    for (const type of types) target.removeEventListener(type, handler, true)
  }
}

/** Also of a polyfill, or of another frame. */
function isHeaders(headers: Any): boolean {
  return headers && headers.append && headers.forEach
}

/** Of headers that reading does not use up: docs/platforms/h5.md#iterators */
function recordOf(headers: Any): Record<string, string> {
  const record: Record<string, string> = {}
  if (isHeaders(headers)) headers.forEach((value: string, name: string) => (record[name] = value))
  else if (Array.isArray(headers)) for (const pair of headers) record[pair[0]] = pair[1]
  else Object.assign(record, headers)
  return record
}

/** The page's headers and ours, in the page's form: whoever wrapped `fetch` before us may know no other. */
function withOurs(headers: Any, ours: Record<string, string>): Any {
  const names = Object.keys(ours)
  if (isHeaders(headers)) {
    const all = new Headers(headers)
    for (const name of names) all.set(name, ours[name])
    return all
  }
  if (!headers[Symbol.iterator]) return copyOf(headers, ours)
  try {
    return Array.from(headers)
      .filter((pair: Any) => !has(ours, pair[0]))
      .concat(names.map((name) => [name, ours[name]]))
  } catch (error) {
    // used up as it is now, it has to fail where the browser reads it
    return {
      [Symbol.iterator]() {
        throw error
      },
    }
  }
}

/** Of more the oldest are no longer looked for. */
const MAX_WAITING = 50

/** Those that a script may have to send yet. */
type Waiting = [fetched: Call, watched: Watched][]

function lookAtFetch(waiting: Waiting): Look {
  /** It may send by XMLHttpRequest, at once or later: docs/platforms/h5.md#polyfills */
  const isScript = !/\[native code]/.test(noop.toString.call(window.fetch || noop))
  return ({ start, guard }, _, args) => {
    const [input, init] = args
    const options = init == null ? {} : init
    // a URL, a Request, or what becomes a string
    const url = absolute(input.href || input.url || input)
    if (!url || Object(options) !== options) return
    const headers = options.headers === undefined ? input.headers || {} : options.headers
    const call: Call = {
      api: 'request',
      method: verbOf(options.method || input.method),
      url,
      header: recordOf(headers),
      carrier: init || input,
    }
    const watched: Watched | undefined = start(call)
    if (!watched) return
    guard.run('request', () => {
      const { header } = watched
      // other values are for the browser to refuse
      if (!header || Object(headers) !== headers) return
      const changes: Any = { headers: withOurs(headers, header) }
      // a Request loses these to any options: docs/platforms/h5.md#referrer
      if (input.referrer !== undefined && !Object.keys(options).length) {
        changes.referrer = input.referrer
        changes.referrerPolicy = input.referrerPolicy
      }
      const copy = copyOf(options, changes)
      // not of a proxy that makes its members up
      if (copy.method === options.method) args[1] = copy
    })
    watched.bare = noop
    watched.signal = options.signal === undefined ? input.signal : options.signal
    if (isScript && waiting.push([call, watched]) > MAX_WAITING) waiting.shift()
    return watched
  }
}

/** Whether a fetch sends that, which counts already. */
function isOfFetch(waiting: Waiting, call: Call): boolean {
  const left = waiting.splice(0).filter(([, { done, ended }]) => !done && !ended)
  const found = left.filter(([{ method, url }, { header = {} }]) => {
    const name = Object.keys(header)[0]
    if (name) return header[name] === call.header![name]
    return method === call.method && url === call.url
  })[0]
  if (found) found[1].done = true
  waiting.push(...left)
  return !!found
}

/** What is looked at when XMLHttpRequest's methods are called. */
function lookAtXhr(waiting: Waiting): Record<string, Look> {
  /** Those that are open. */
  const opened = new WeakMap<object, Call>()
  /** What ends those that were sent. */
  const sent = new WeakMap<object, (result: unknown, failed: boolean) => void>()
  return {
    open(_, xhr, [method, url]) {
      const finish = sent.get(xhr)
      // of one that the page opens as soon as it is answered
      const status = xhr.readyState === 4 && xhr.status
      return () => {
        // what was under way ends without an event: docs/platforms/h5.md#opened
        if (finish) finish(status ? { status } : 'abort', !status)
        opened.set(xhr, {
          api: 'request',
          method: verbOf(method),
          url: absolute(url),
          header: {},
          carrier: xhr,
        })
      }
    },
    setRequestHeader(_, xhr, [name, value]) {
      const call = opened.get(xhr)
      if (call) (call.header as Any)[name] = value
    },
    send({ start, end, guard }, xhr) {
      const call = opened.get(xhr)
      opened.delete(xhr)
      // sent from any other state it throws: docs/platforms/h5.md#opened
      if (!call || !call.url || xhr.readyState !== 1 || isOfFetch(waiting, call)) return
      const watched: Watched | undefined = start(call)
      if (!watched) return
      guard.run('request', () => {
        const added = watched.header || {}
        // a second value would be added to the first: docs/platforms/h5.md#headers
        for (const name of Object.keys(added))
          if (!has(call.header!, name)) xhr.setRequestHeader(name, added[name])
      })
      // The page's own listeners may open the object again (docs/platforms/h5.md#opened): the status is read as it
      // comes.
      const stop = listen(xhr, ['readystatechange', 'error', 'timeout', 'abort'], ({ type }) => {
        const changed = type === 'readystatechange'
        if (!changed || (xhr.readyState > 3 && xhr.status)) finish(changed ? xhr : type, !changed)
      })
      const finish = (result: unknown, failed: boolean) => {
        watched.aborted = result === 'abort'
        end(watched, result, failed)
        stop()
        sent.delete(xhr)
      }
      sent.set(xhr, finish)
      return watched
    },
  }
}

export function observeWebRequests(guard: Guard, start: CallObserver) {
  const waiting: Waiting = []
  const xhr = lookAtXhr(waiting)
  return observeCalls(guard, start, [
    ['fetch', window, 'fetch', lookAtFetch(waiting)],
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
        // of a page that is being left it is said to have failed, and arrives: docs/platforms/h5.md#left
        .catch((error: unknown) => void clock.after(0, () => fail(error)))
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
