import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { watchRejections } from '../../hosts/index.ts'
import { openPage } from '../fakes/web.ts'
import { plain, type Seen, watchOf } from './device.ts'

/* fetch on web pages: what the page sees with and without the kit, and what the kit sees. */

// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Any = any

interface FetchCall {
  self: unknown
  args: Any[]
}

/** A page whose fetch is the test's. */
function page(answer: (call: FetchCall, window: Any) => unknown, prepare?: (window: Any) => void) {
  const calls: FetchCall[] = []
  const fetchOf = (window: Any) =>
    function (this: unknown, ...args: unknown[]) {
      const call = { self: this, args }
      calls.push(call)
      return answer(call, window)
    }
  const world = openPage({
    url: 'https://shop.test/app/index.html',
    prepare(window) {
      window.fetch = fetchOf(window)
      window.Request = class {
        url: string
        method: string
        headers: Any
        referrer = '/before'
        referrerPolicy = 'no-referrer'
        constructor(url: string, init: Any = {}) {
          this.url = url
          this.method = init.method ?? 'GET'
          this.headers = new window.Headers(init.headers)
        }
      }
      prepare?.(window)
    },
  })
  const seen: Seen[] = []
  const observe = (header?: Record<string, string>, watched = true) =>
    world.platform.observeRequests!((call) => {
      if (!watched) return
      const one: Seen = { call, outcomes: [] }
      seen.push(one)
      return watchOf(one.outcomes, header)
    })
  /** The page as it was, without whatever was put over fetch. */
  const reset = () => {
    world.window.fetch = fetchOf(world.window)
    calls.length = seen.length = 0
  }
  return { ...world, calls, seen, observe, reset }
}

/** As later engines have them (Chrome 122, Safari 18.4, Node 22): with `forEach`, which uses it up all the same. */
function helpedIterator() {
  const iterator = [['A', '1']][Symbol.iterator]()
  return Object.defineProperty(iterator, 'forEach', {
    value(each: (entry: string[]) => void) {
      for (const entry of iterator) each(entry)
    },
  })
}

/** A list that can be read once, and says so by nothing. */
function oneShotBag() {
  const left = [['A', '1']]
  return {
    forEach: (each: (entry: string[]) => void) => left.splice(0).forEach(each),
    [Symbol.iterator]: () => left.splice(0)[Symbol.iterator](),
  }
}

/** What it was given nobody but its own accessors can read. */
class Private {
  #options: Any
  constructor(options: Any) {
    this.#options = options
  }
  get method() {
    return this.#options.method
  }
  get signal() {
    return this.#options.signal
  }
  get headers() {
    return this.#options.headers
  }
}

const answer = { status: 200, headers: { get: () => 'x' } }

describe('what the page sees', () => {
  const outcomes = ['resolves', 'rejects', 'throws', 'returns a number', 'returns undefined'] as const
  const scenario = fc.record({
    input: fc.constantFrom(
      'relative',
      'absolute',
      'url',
      'request',
      'none',
      'null',
      'number',
      'object',
      'data',
      'bad',
    ),
    init: fc.constantFrom(
      ...['none', 'undefined', 'null', 'string', 'zero', 'plain', 'frozen', 'class', 'getter'],
      ...['private', 'hidden', 'proxy', 'null prototype'],
    ),
    headers: fc.constantFrom(
      'none',
      'null',
      'plain',
      'array',
      'Headers',
      'iterator',
      'helped iterator',
      'generator',
      'Map',
      'one-shot bag',
      'string',
      'bad',
    ),
    outcome: fc.constantFrom(...outcomes),
    extra: fc.boolean(),
    detached: fc.boolean(),
  })
  type Scenario = typeof scenario extends fc.Arbitrary<infer T> ? T : never

  function argumentsOf({ input, init, headers, extra }: Scenario, window: Any): Any[] {
    const inputs: Record<string, () => unknown> = {
      relative: () => '../api?q=1',
      absolute: () => 'https://shop.test/api',
      url: () => new window.URL('https://shop.test/api'),
      request: () => new window.Request('https://shop.test/api', { method: 'PUT', headers: { own: '1' } }),
      null: () => null,
      number: () => 5,
      object: () => ({ toString: () => '/odd' }),
      data: () => 'data:text/plain,x',
      bad: () => 'http://[',
    }
    const forms: Record<string, () => unknown> = {
      null: () => null,
      plain: () => ({ A: '1', b: '2' }),
      array: () => [['A', '1'], ['b', '2']], // prettier-ignore
      Headers: () => new window.Headers({ A: '1', b: '2' }),
      iterator: () => [['A', '1']][Symbol.iterator](),
      'helped iterator': helpedIterator,
      generator: function* () {
        yield ['A', '1']
      },
      Map: () => new Map([['A', '1']]),
      'one-shot bag': oneShotBag,
      string: () => 'A: 1',
      bad: () => ({ 'not a name': '1' }),
    }
    const options: Any = init === 'class' ? new (class { keepalive = false })() : {} // prettier-ignore
    options.method = 'post'
    options.signal = { a: 'signal' }
    if (headers !== 'none') options.headers = forms[headers]()
    const inits: Record<string, () => unknown> = {
      undefined: () => undefined,
      null: () => null,
      string: () => 'GET',
      zero: () => 0,
      private: () => new Private(options),
      hidden: () =>
        Object.keys(options).reduce(
          (all, key) => Object.defineProperty(all, key, { value: options[key] }),
          {},
        ),
      proxy: () => new Proxy(options, {}),
      'null prototype': () => Object.assign(Object.create(null), options),
      frozen: () => Object.freeze(options),
      getter: () => Object.defineProperty(options, 'method', { get: () => 'post', enumerable: true }),
    }
    if (input === 'none') return []
    const args = [inputs[input]()]
    if (init === 'none') return args
    args.push((inits[init] ?? (() => options))())
    return extra ? [...args, 'more'] : args
  }

  /** What the browser would read, whatever the form. */
  function headersIn(init: Any, { Headers }: Any): Any {
    const all = init.headers
    // jsdom knows no iterable
    return new Headers(all && all[Symbol.iterator] && !all.get ? [...all] : all)
  }

  /** The page's init in every respect, with our header beside its own. */
  function isCopy(init: Any, original: Any, { headers, input }: Scenario, window: Any): boolean {
    const options = original ?? {}
    const own = original ? headers : 'none'
    // for the browser to refuse
    if (own === 'bad') return init.headers['not a name'] === '1'
    const all = headersIn(init, window)
    const lost = ['referrer', 'referrerPolicy']
    return (
      (!original || Object.getPrototypeOf(init) === Object.getPrototypeOf(original)) &&
      ['method', 'signal', 'keepalive', 'body'].every((key) => init[key] === options[key]) &&
      Object.keys(options).every((key) => key === 'headers' || init[key] === options[key]) &&
      Object.keys(init).every((key) => key === 'headers' || key in options || lost.includes(key)) &&
      all.get('sw8') === '1-x' &&
      (!/plain|array|Headers|iterator|generator|Map|bag/.test(own) || all.get('a') === '1') &&
      (!/none/.test(own) || input !== 'request' || all.get('own') === '1') &&
      (input !== 'request' ||
        !!original ||
        (init.referrer === '/before' && init.referrerPolicy === 'no-referrer'))
    )
  }

  const reason = { name: 'TypeError', message: 'Failed to fetch' }
  let outcome: Scenario['outcome']
  // One page for all: to open one takes longer than to play
  const world = page((_, window) => {
    if (outcome === 'throws') throw reason
    if (outcome === 'rejects') return window.Promise.reject(reason)
    if (outcome === 'resolves') return window.Promise.resolve(answer)
    return outcome === 'returns a number' ? 5 : undefined
  })

  async function play(scenario: Scenario, arrangement: string, added: boolean) {
    outcome = scenario.outcome
    world.reset()
    const { window, calls, observe } = world
    const wrap = () => {
      const inner = window.fetch
      window.fetch = function (this: unknown, ...args: unknown[]) {
        return inner.apply(this, args)
      }
    }
    if (arrangement === 'wrapper below') wrap()
    let undo = () => {}
    if (arrangement !== 'bare') {
      ;({ undo } = observe(
        arrangement === 'with headers' ? { sw8: '1-x' } : undefined,
        arrangement !== 'not watched',
      ))
      if (arrangement === 'wrapper on top') wrap()
      if (arrangement === 'undone') undo()
      if (arrangement === 'undone under a wrapper') {
        wrap()
        undo()
      }
    }
    const args = argumentsOf(scenario, window)
    const before = JSON.stringify(args)
    const trace: unknown[] = []
    try {
      const { fetch } = window
      const result = scenario.detached ? fetch(...args) : window.fetch(...args)
      trace.push(result && result.then ? result.constructor === window.Promise : result)
      const settled = await result?.then?.(
        (value: unknown) => ['resolved', value === answer],
        (error: unknown) => ['rejected', error === reason],
      )
      trace.push(settled)
    } catch (error) {
      trace.push('threw', error === reason)
    }
    for (const { self, args: given } of calls) {
      const count = added ? Math.max(given.length, 2) : given.length
      trace.push([self === window, self === undefined, count, given[2], given[0] === args[0]])
      const same = given[1] === args[1] && (!added || given.length === args.length)
      trace.push(same || (added && isCopy(given[1], args[1], scenario, window)))
    }
    trace.push(JSON.stringify(args) === before)
    undo()
    return trace
  }

  test.each([
    'watched',
    'with headers',
    'not watched',
    'undone',
    'wrapper below',
    'wrapper on top',
    'undone under a wrapper',
  ])('is the same: %s', async (arrangement) => {
    await fc.assert(
      fc.asyncProperty(scenario, async (each) => {
        const added = arrangement === 'with headers'
        const bare = await play(each, 'bare', added)
        const kit = await play(each, arrangement, added)
        expect(kit).toEqual(bare)
      }),
      { numRuns: Number(process.env.FC_RUNS ?? 100) },
    )
  })

  test.each([
    ['an object', () => ({ a: '1' }), (given: Any) => given.a === '1' && given.sw8 === '1-x'],
    ['a list', () => [['a', '1']], (given: Any) => given[0][1] === '1' && given[1]?.[1] === '1-x'],
    ['Headers', () => new world.window.Headers({ a: '1' }), (given: Any) => given.get('a') === '1'],
  ])('headers stay %s to who wrapped fetch before us', async (_, make, is) => {
    world.reset()
    outcome = 'resolves'
    const { undo } = world.observe({ sw8: '1-x' })
    const headers = make()
    await world.window.fetch('/api', { headers })
    undo()
    expect(is(world.calls[0].args[1].headers)).toBe(true)
    expect(is(headers)).toBe(headers instanceof world.window.Headers)
  })

  test('headers whose reading fails still fail, once they are read', async () => {
    world.reset()
    outcome = 'resolves'
    const { undo } = world.observe({ sw8: '1-x' })
    const failing = (function* () {
      yield ['A', '1']
      throw reason
    })()
    await world.window.fetch('/api', { headers: failing })
    undo()
    expect(() => [...world.calls[0].args[1].headers]).toThrow(expect.objectContaining(reason))
  })

  test('what makes its members up is handed on as it is, and seen', async () => {
    world.reset()
    outcome = 'resolves'
    const { undo } = world.observe({ sw8: '1-x' })
    const init = new Proxy({}, { get: (_, name) => (name === 'method' ? 'PUT' : undefined) })
    await world.window.fetch('/api', init)
    undo()
    expect(world.calls[0].args[1]).toBe(init)
    expect(world.seen.map(({ call, outcomes }) => [call.method, outcomes.length])).toEqual([['PUT', 1]])
  })

  test('a rejection that nobody handles stays that, once and with its reason', async () => {
    const reason = { message: 'Failed to fetch' }
    const { window, observe, seen, close } = page((_, { Promise }) => Promise.reject(reason))
    const unhandled: unknown[] = []
    watchRejections(window.Promise, (each) => void unhandled.push(each))
    observe()
    void window.fetch('/api')
    await new Promise((resolve) => setImmediate(resolve))
    expect(unhandled).toEqual([reason])
    expect(unhandled[0]).toBe(reason)
    expect(seen[0].outcomes).toHaveLength(1)
    close()
  })
})

describe('what the kit sees', () => {
  test('method, absolute URL, headers and carrier of every form of call', async () => {
    const { window, observe, seen, close } = page((_, { Promise }) => Promise.resolve(answer))
    observe()
    const { fetch, Request, Headers, URL } = window
    const init = { method: 'post', headers: { Token: 't' } }
    const request = new Request('https://other.test/x', { method: 'PUT', headers: { token: 'r' } })
    await fetch('../api?q=1', init)
    await fetch(new URL('https://other.test/y'))
    await fetch(request)
    await fetch(request, { headers: new Headers({ token: 'i' }) })
    await fetch('/z', { headers: [['token', 'a']] })
    await fetch('data:text/plain,x')
    expect(seen.map(({ call }) => [call.api, call.method, call.url, plain(call.header)])).toEqual([
      ['request', 'POST', 'https://shop.test/api?q=1', { Token: 't' }],
      ['request', 'GET', 'https://other.test/y', {}],
      ['request', 'PUT', 'https://other.test/x', { token: 'r' }],
      ['request', 'PUT', 'https://other.test/x', { token: 'i' }],
      ['request', 'GET', 'https://shop.test/z', { token: 'a' }],
    ])
    expect([seen[0].call.carrier, seen[2].call.carrier]).toEqual([init, request])
    expect(seen.every(({ outcomes }) => outcomes.length === 1 && outcomes[0].status === 200)).toBe(true)
    close()
  })

  test('outcomes: an HTTP error, an opaque answer, no connection, an abort', async () => {
    const results: unknown[] = [
      { ok: { status: 503 } },
      { ok: { status: 0, type: 'opaque' } },
      { bad: { name: 'TypeError', message: 'Failed to fetch' } },
      { bad: { name: 'AbortError', message: 'The user aborted a request.' } },
    ]
    const { window, observe, seen, close } = page((_, { Promise }) => {
      const { ok, bad } = results.shift() as Any
      return ok ? Promise.resolve(ok) : Promise.reject(bad)
    })
    observe()
    for (let i = 0; i < 4; i++) await window.fetch('/api').catch(() => {})
    expect(seen.map(({ outcomes }) => plain(outcomes))).toEqual([
      [{ status: 503 }],
      [{ status: 200 }],
      [{ status: 0, error: 'Failed to fetch', aborted: false }],
      [{ status: 0, error: 'The user aborted a request.', aborted: true }],
    ])
    close()
  })

  class Left {}
  test.each([
    ['by a text', 'user left', true],
    ['without a word', undefined, true],
    ['by null', null, true],
    ['by an error of its own', new Left(), true],
    ['by a number', 0, true],
    ['by a time-out', { name: 'TimeoutError', message: 'signal timed out' }, false],
    ['by a time-out of axios', { name: 'AxiosError', code: 'ETIMEDOUT' }, false],
  ])('an abort by the page is no failure, whatever its reason: %s', async (_, reason, aborted) => {
    const signal = { aborted: false, reason: undefined as unknown }
    const { window, observe, seen, close } = page((_, { Promise }) => {
      Object.assign(signal, { aborted: true, reason })
      return Promise.reject(reason)
    })
    observe()
    const request = Object.assign(new window.Request('/b'), { signal })
    await window.fetch('/a', { signal }).catch(() => {})
    await window.fetch(request).catch(() => {})
    await window.fetch(request, {}).catch(() => {})
    // the request's own is out of force
    await window.fetch(request, { signal: null }).catch(() => {})
    const kept = (all: boolean) => expect.objectContaining({ status: 0, aborted: all })
    expect(seen.map(({ outcomes }) => plain(outcomes))).toEqual([
      [kept(aborted)],
      [kept(aborted)],
      [kept(aborted)],
      [kept(false)],
    ])
    close()
  })

  test('a connection that the network aborted is a failure, whatever its words', async () => {
    const message = 'net::ERR_CONNECTION_ABORTED: the request was aborted'
    const { window, observe, seen, close } = page((_, { Promise }) => Promise.reject(new TypeError(message)))
    observe()
    await window.fetch('/a', { signal: { aborted: false } }).catch(() => {})
    await window.fetch('/b').catch(() => {})
    const failure = [{ status: 0, error: message, aborted: false }]
    expect(seen.map(({ outcomes }) => plain(outcomes))).toEqual([failure, failure])
    close()
  })

  test('a fetch that is built on XMLHttpRequest counts once; what comes later counts itself', async () => {
    const { window, observe, seen, close } = page((_, window) => {
      const xhr = new window.XMLHttpRequest()
      xhr.open('GET', '/by-xhr')
      xhr.send()
      return window.Promise.resolve(answer)
    })
    observe()
    await window.fetch('/api')
    const own = new window.XMLHttpRequest()
    own.open('GET', '/own')
    own.send()
    expect(seen.map(({ call }) => call.url)).toEqual(['https://shop.test/api', 'https://shop.test/own'])
    close()
  })

  describe('a fetch that sends by XMLHttpRequest a moment later', () => {
    /** Late polyfills wait for a token, say; `go` lets the requests out. */
    function latePage(headers = true) {
      const left: (() => void)[] = []
      const world = page((call, window) => {
        const [url, init = {}] = call.args
        return new window.Promise((resolve: (value: unknown) => void) => {
          left.push(() => {
            const xhr = new window.XMLHttpRequest()
            xhr.open(init.method ?? 'GET', url)
            if (headers)
              for (const name of Object.keys(init.headers ?? {}))
                xhr.setRequestHeader(name, init.headers[name])
            xhr.send()
            resolve(answer)
          })
        })
      })
      const send = (url: string) => {
        const xhr = new world.window.XMLHttpRequest()
        xhr.open('GET', url)
        xhr.send()
      }
      const paths = () => world.seen.map(({ call }) => call.url.slice('https://shop.test'.length))
      return { ...world, left, send, paths }
    }

    test.each([undefined, { sw8: '1-x' }])('counts once, with the headers %j', async (header) => {
      const { window, observe, left, send, paths, close } = latePage()
      observe(header)
      const both = [window.fetch('/a'), window.fetch('/b')]
      left.forEach((go) => go())
      await Promise.all(both)
      send('/a')
      expect(paths()).toEqual(['/a', '/b', '/a'])
      close()
    })

    test.each([
      [50, false],
      [51, true],
    ])('of %i under way the first counts twice: %s', (n, twice) => {
      const { window, observe, left, paths, close } = latePage()
      observe()
      for (let i = 0; i < n; i++) void window.fetch('/' + i)
      left[0]()
      left[n - 1]()
      expect(paths().slice(n)).toEqual(twice ? ['/0'] : [])
      close()
    })

    test('what the page sends beside it counts itself: another address, and the same one with no header of ours', () => {
      const { window, observe, left, send, paths, close } = latePage()
      observe({ sw8: '1-x' })
      void window.fetch('/a')
      send('/b')
      send('/a')
      left.forEach((go) => go())
      expect(paths()).toEqual(['/a', '/b', '/a'])
      close()
    })

    test('beside a fetch of the browser’s own the same address counts twice', () => {
      const { window, observe, seen, close } = page(
        () => undefined,
        (window) => (window.fetch = Math.max),
      )
      observe()
      window.fetch('/a')
      const xhr = new window.XMLHttpRequest()
      xhr.open('GET', '/a')
      xhr.send()
      expect(seen).toHaveLength(2)
      close()
    })
  })

  test('patched tells what could be observed', () => {
    const all = page(() => undefined)
    expect(plain(all.observe().patched)).toEqual({ fetch: true, XMLHttpRequest: true })
    const none = page(
      () => undefined,
      (window) => {
        delete window.fetch
        Object.freeze(window.XMLHttpRequest.prototype)
      },
    )
    expect(plain(none.observe().patched)).toEqual({ XMLHttpRequest: false })
    all.close()
    none.close()
  })
})
