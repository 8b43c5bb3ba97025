import { textOf } from '../internal/diag.ts'
import { type Any, type Fn, type Guard, undoAll } from '../internal/guard.ts'
import { type Patch, patch } from '../internal/patch.ts'
import type { CallObserver, CallWatch, Outcome } from '../platform.ts'
import { type End, ender, follow } from './watch.ts'

/** As the browser resolves it; older ones have no URL. */
export function absolute(url: string): string {
  const anchor = document.createElement('a')
  anchor.href = url
  return anchor.href
}

/** A watch for one call; undefined where it passes untouched, as what never leaves the device does. */
function watchCall(start: CallObserver, method: Any, url: string, header: Any, carrier: unknown) {
  url = absolute(url)
  if (/^https?:/.test(url))
    return start({ api: 'request', method: String(method || 'GET').toUpperCase(), url, header, carrier })
}

/** Of a Response or an XMLHttpRequest; of an error or the name of an event. */
function outcomeOf(result: Any, failed: boolean): Outcome {
  return failed
    ? {
        status: 0,
        error: textOf(result),
        aborted: result === 'abort' || (result && result.name === 'AbortError'),
      }
    : // The browser hides the status of opaque answers: that is no failure.
      { status: result.status || 200 }
}

/** Of the many forms of headers; iterators are left alone, since reading uses them up. */
function recordOf(headers: Any): Record<string, string> {
  const record: Record<string, string> = {}
  if (Array.isArray(headers)) for (const pair of headers) record[pair[0]] = pair[1]
  else if (headers && typeof headers.get === 'function')
    headers.forEach((value: string, name: string) => (record[name] = value))
  else Object.assign(record, headers)
  return record
}

interface FetchPlan {
  watch: CallWatch
  /** What fetch gets instead of the app's, where headers are added. */
  init?: Any
}

function planFetch(guard: Guard, start: CallObserver, input: Any, init: Any): FetchPlan | undefined {
  if (!input || (init != null && typeof init !== 'object')) return
  const url = typeof input === 'string' ? input : input.href || input.url
  if (typeof url !== 'string') return
  const options = init || {}
  const headers = options.headers || input.headers
  const watch = watchCall(start, options.method || input.method, url, recordOf(headers), init || input)
  if (!watch) return
  const plan: FetchPlan = { watch }
  const added = watch.header
  if (added)
    guard.run('fetch', () => {
      const all = new Headers(headers)
      for (const name of Object.keys(added)) all.set(name, added[name])
      plan.init = Object.assign(Object.create(Object.getPrototypeOf(options)), options, { headers: all })
    })
  return plan
}

/** While a fetch runs that is built on XMLHttpRequest, the latter is not counted again. */
interface Depth {
  now: number
}

function wrapFetch(guard: Guard, start: CallObserver, depth: Depth): (original: Fn) => Fn {
  return (original) =>
    function (this: unknown, input: Any, init: Any) {
      const plan = guard.run('fetch', () => planFetch(guard, start, input, init))
      if (!plan) return original.apply(this, arguments as Any)
      const end = ender(guard, plan.watch, outcomeOf)
      const args = [].slice.call(arguments) as Any[]
      if (plan.init) args[1] = plan.init
      let result: Any
      depth.now++
      try {
        result = original.apply(this, args)
      } catch (error) {
        end(error, true)
        throw error
      } finally {
        depth.now--
      }
      return follow(guard, result, end) || result
    }
}

interface Opened {
  method: unknown
  url: string
  header: Record<string, string>
}

/** Watches one send; the app's own listeners may open the object again, so the status is read as it comes. */
function watchSend(xhr: XMLHttpRequest, end: End): void {
  const types = ['readystatechange', 'load', 'error', 'timeout', 'abort']
  const listen = ({ type }: { type: string }) => {
    const changed = type === types[0]
    if (changed && (xhr.readyState < 4 || !xhr.status)) return
    if (changed || type === 'load') end(xhr, false)
    else end(type, true)
    for (const each of types) xhr.removeEventListener(each, listen)
  }
  for (const each of types) xhr.addEventListener(each, listen)
}

function patchXhr(guard: Guard, start: CallObserver, depth: Depth): Patch[] {
  const host = XMLHttpRequest.prototype
  const setHeader = host.setRequestHeader
  const opened = new WeakMap<object, Opened>()
  const before = (name: string, look: (xhr: Any, first: Any, second: Any) => CallWatch | void) =>
    patch(
      host,
      name,
      (original) =>
        function (this: Any, first: Any, second: Any) {
          const watch = guard.run(name, () => look(this, first, second))
          if (!watch) return original.apply(this, arguments as Any)
          const end = ender(guard, watch, outcomeOf)
          guard.run(name, () => {
            watchSend(this, end)
            const header = watch.header || {}
            for (const key of Object.keys(header)) setHeader.call(this, key, header[key])
          })
          try {
            return original.apply(this, arguments as Any)
          } catch (error) {
            end(error, true)
            throw error
          }
        },
    )
  return [
    before('open', (xhr, method, url) => {
      opened.set(xhr, { method, url: String(url), header: {} })
      if (depth.now) opened.delete(xhr)
    }),
    before('setRequestHeader', (xhr, name, value) => {
      const call = opened.get(xhr)
      if (call) call.header[name] = value
    }),
    before('send', (xhr) => {
      const call = opened.get(xhr)
      opened.delete(xhr)
      // sent from any other state it throws
      if (call && xhr.readyState === 1) return watchCall(start, call.method, call.url, call.header, xhr)
    }),
  ]
}

export function observeWebRequests(guard: Guard, start: CallObserver) {
  const depth = { now: 0 }
  const patched: Record<string, boolean> = {}
  const patches: Patch[] = []
  const add = (name: string, made: () => Patch[]) =>
    guard.run('patch', () => {
      if (typeof (window as Any)[name] !== 'function') return
      for (const each of made()) {
        patches.push(each)
        patched[name] = each.installed && patched[name] !== false
      }
    })
  add('fetch', () => [patch(window, 'fetch', wrapFetch(guard, start, depth))])
  add('XMLHttpRequest', () => patchXhr(guard, start, depth))
  return {
    undo: () =>
      undoAll(
        guard,
        patches.map((each) => each.undo),
      ),
    patched,
  }
}
