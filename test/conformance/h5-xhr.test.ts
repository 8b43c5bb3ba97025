import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openPage, openSite, type Site } from '../fakes/web.ts'
import { plain, type Seen, watchOf } from './device.ts'

/* XMLHttpRequest on web pages, against a real server. */

// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Any = any

let site: Site
beforeAll(async () => void (site = await openSite()))
afterAll(() => site.close())

function page() {
  const world = openPage({ url: `${site.origin}/app/` })
  const seen: Seen[] = []
  const observe = (header?: Record<string, string>) =>
    world.platform.observeRequests!((call) => {
      const one: Seen = { call, outcomes: [] }
      seen.push(one)
      return watchOf(one.outcomes, header)
    })
  return { ...world, seen, observe }
}

const TYPES = ['readystatechange', 'loadstart', 'progress', 'load', 'error', 'timeout', 'abort', 'loadend']

/** All that the page can hear of one object, by listeners and by handlers; resolves at its end. */
function listen(xhr: Any, trace: unknown[]): Promise<void> {
  return new Promise((resolve) => {
    for (const type of TYPES) {
      const hear = (how: string) =>
        function (this: unknown, event: Any) {
          trace.push([how, type, this === xhr, event.target === xhr, xhr.readyState, xhr.status])
          if (type === 'loadend') setImmediate(resolve)
        }
      xhr.addEventListener(type, hear('listener'))
      xhr[`on${type}`] = hear('handler')
    }
  })
}

type Scene = (xhr: Any, trace: unknown[], window: Any) => Promise<unknown> | void

function attempt(trace: unknown[], fn: () => unknown) {
  try {
    trace.push(['returned', fn()])
  } catch (error) {
    trace.push(['threw', (error as Error).name, (error as Error).message])
  }
}

const scenes: Record<string, Scene> = {
  async 'an answer'(xhr, trace) {
    const end = listen(xhr, trace)
    attempt(trace, () => xhr.open('POST', '/echo', true))
    attempt(trace, () => xhr.setRequestHeader('X-Own', '1'))
    attempt(trace, () => xhr.setRequestHeader('X-Own', '2'))
    attempt(trace, () => xhr.send('body'))
    await end
    trace.push(xhr.responseText, xhr.getResponseHeader('X-Site'), xhr.responseURL.replace(/^.*\/\/[^/]*/, ''))
  },
  async 'an HTTP error'(xhr, trace) {
    const end = listen(xhr, trace)
    xhr.open('GET', '/status/503')
    xhr.send()
    await end
  },
  async 'a broken connection'(xhr, trace) {
    const end = listen(xhr, trace)
    xhr.open('GET', '/reset')
    xhr.send()
    await end
  },
  async 'an abort'(xhr, trace) {
    const end = listen(xhr, trace)
    xhr.open('GET', '/hang')
    xhr.send()
    attempt(trace, () => xhr.abort())
    await end
  },
  async 'a time-out'(xhr, trace) {
    const end = listen(xhr, trace)
    const arrived = site.next()
    xhr.open('GET', '/hang')
    xhr.timeout = 60000
    xhr.send()
    // short once the site has it: whether it got there in time is not what is asked
    await arrived
    xhr.timeout = 1
    await end
  },
  async 'an object used twice'(xhr, trace) {
    for (const url of ['/a', '/status/404']) {
      const end = listen(xhr, trace)
      xhr.open('GET', url)
      xhr.send()
      await end
    }
  },
  async 'opened again in flight'(xhr, trace) {
    xhr.open('GET', '/hang')
    xhr.send()
    const end = listen(xhr, trace)
    attempt(trace, () => xhr.open('GET', '/status/404'))
    xhr.send()
    await end
  },
  async 'opened again in its own handler'(xhr, trace) {
    await new Promise<void>((resolve) => {
      xhr.onload = () => {
        trace.push([xhr.status, xhr.responseText])
        xhr.onload = () => resolve()
        xhr.open('GET', '/again')
        xhr.send()
      }
      xhr.open('GET', '/status/404')
      xhr.send()
    })
  },
  'wrong order'(xhr, trace) {
    attempt(trace, () => xhr.send())
    attempt(trace, () => xhr.setRequestHeader('a', 'b'))
    attempt(trace, () => xhr.open('NOT A METHOD', '/'))
    attempt(trace, () => xhr.open('GET', 'http://['))
    attempt(trace, () => xhr.open('GET'))
    attempt(trace, () => xhr.open())
    xhr.open('GET', '/x')
    attempt(trace, () => xhr.setRequestHeader('not a name', 'b'))
    xhr.send()
    attempt(trace, () => xhr.send())
    attempt(trace, () => xhr.setRequestHeader('a', 'b'))
    xhr.abort()
  },
  'a foreign this'(_, trace, window) {
    const { open, send, setRequestHeader } = window.XMLHttpRequest.prototype
    attempt(trace, () => open.call({}, 'GET', '/'))
    attempt(trace, () => send.call({}))
    attempt(trace, () => setRequestHeader.call(undefined, 'a', 'b'))
  },
}

async function play(scene: Scene, arrangement: string) {
  const { window, observe, close } = page()
  const host = window.XMLHttpRequest.prototype
  const wrap = () => {
    for (const name of ['open', 'send']) {
      const inner = host[name]
      host[name] = function (this: unknown, ...args: unknown[]) {
        return inner.apply(this, args)
      }
    }
  }
  if (arrangement === 'wrapper below') wrap()
  if (arrangement !== 'bare') {
    const { undo } = observe(arrangement === 'with headers' ? { sw8: '1-x' } : undefined)
    if (arrangement === 'wrapper on top') wrap()
    if (arrangement === 'undone') undo()
    if (arrangement === 'undone under a wrapper') {
      wrap()
      undo()
    }
  }
  const trace: unknown[] = []
  const from = site.requests.length
  await scene(new window.XMLHttpRequest(), trace, window)
  trace.push(
    site.requests.slice(from).map(({ method, url, headers, body }) => [method, url, headers['x-own'], body]),
  )
  close()
  return trace
}

describe.each(Object.keys(scenes))('%s', (name) => {
  test.each([
    'watched',
    'with headers',
    'undone',
    'wrapper below',
    'wrapper on top',
    'undone under a wrapper',
  ])('is the same to the page: %s', async (arrangement) => {
    const bare = await play(scenes[name], 'bare')
    expect(bare.length).toBeGreaterThan(1)
    expect(await play(scenes[name], arrangement)).toEqual(bare)
  })
})

describe('what the kit sees', () => {
  test('calls with their headers, and how they ended, once each', async () => {
    const { window, observe, seen, close } = page()
    observe()
    const trace: unknown[] = []
    for (const name of ['an answer', 'an HTTP error', 'a broken connection', 'an abort', 'a time-out'])
      await scenes[name](new window.XMLHttpRequest(), trace, window)
    const path = ({ call }: Seen) => call.url.replace(site.origin, '')
    expect(seen.map((each) => [each.call.method, path(each), plain(each.outcomes)])).toEqual([
      ['POST', '/echo', [{ status: 200 }]],
      ['GET', '/status/503', [{ status: 503 }]],
      ['GET', '/reset', [{ status: 0, error: 'error', aborted: false }]],
      ['GET', '/hang', [{ status: 0, error: 'abort', aborted: true }]],
      ['GET', '/hang', [{ status: 0, error: 'timeout', aborted: false }]],
    ])
    expect(plain(seen[0].call.header)).toEqual({ 'X-Own': '2' })
    close()
  })

  test('each use of one object is a call of its own, also from within its handler', async () => {
    const { window, observe, seen, close } = page()
    observe()
    await scenes['an object used twice'](new window.XMLHttpRequest(), [], window)
    await scenes['opened again in its own handler'](new window.XMLHttpRequest(), [], window)
    expect(seen.map(({ outcomes }) => plain(outcomes))).toEqual([
      [{ status: 200 }],
      [{ status: 404 }],
      [{ status: 404 }],
      [{ status: 200 }],
    ])
    close()
  })

  test('opened again in flight: aborted once, and the answer is the next one’s only', async () => {
    const { window, observe, seen, close } = page()
    observe()
    const xhr = new window.XMLHttpRequest()
    xhr.open('GET', '/hang')
    xhr.send()
    xhr.open('GET', '/hang')
    xhr.open('GET', '/status/404')
    const aborted = { status: 0, error: 'abort', aborted: true }
    expect(seen.map(({ outcomes }) => plain(outcomes))).toEqual([[aborted]])
    await new Promise((resolve) => {
      xhr.onloadend = resolve
      xhr.send()
    })
    expect(seen.map(({ outcomes }) => plain(outcomes))).toEqual([[aborted], [{ status: 404 }]])
    close()
  })

  test('opened in vain before it is sent: the address is the first one', async () => {
    const { window, observe, seen, close } = page()
    observe()
    const xhr = new window.XMLHttpRequest()
    xhr.open('GET', '/x')
    attempt([], () => xhr.open('NOT A METHOD', '/y'))
    xhr.send()
    expect(seen.map(({ call }) => call.url)).toEqual([`${site.origin}/x`])
    close()
  })

  test('opened again where its answer is heard first, by a handler older than ours', async () => {
    const { window, observe, seen, close } = page()
    observe()
    const xhr = new window.XMLHttpRequest()
    await new Promise<void>((resolve) => {
      // before ours, as in browsers that take a target's listeners in their order
      const heard = () => {
        if (xhr.readyState < 4) return
        xhr.removeEventListener('readystatechange', heard, true)
        xhr.onload = () => xhr.status === 200 && resolve()
        xhr.open('GET', '/again')
        xhr.send()
      }
      xhr.addEventListener('readystatechange', heard, true)
      xhr.open('GET', '/status/404')
      xhr.send()
    })
    expect(seen.map(({ outcomes }) => plain(outcomes))).toEqual([[{ status: 404 }], [{ status: 200 }]])
    close()
  })

  test('what was not opened and sent is no call', async () => {
    const { window, observe, seen, close } = page()
    observe()
    await scenes['wrong order'](new window.XMLHttpRequest(), [], window)
    const xhr = new window.XMLHttpRequest()
    attempt([], () => xhr.open('GET', 'http://['))
    attempt([], () => xhr.send())
    expect(seen.map(({ call }) => call.url)).toEqual([`${site.origin}/x`])
    close()
  })

  test('an object that is used again and again gathers no listeners', async () => {
    const { window, observe, close } = page()
    observe()
    const xhr = new window.XMLHttpRequest()
    const { addEventListener, removeEventListener } = xhr
    let listeners = 0
    xhr.addEventListener = (...args: unknown[]) => {
      listeners++
      addEventListener.apply(xhr, args)
    }
    xhr.removeEventListener = (...args: unknown[]) => {
      listeners--
      removeEventListener.apply(xhr, args)
    }
    for (let i = 0; i < 3; i++) {
      await new Promise<void>((resolve) => {
        xhr.onloadend = () => resolve()
        xhr.open('GET', '/x')
        xhr.send()
      })
    }
    expect(listeners).toBe(0)
    close()
  })

  test('our headers reach the server, beside the page’s', async () => {
    const { window, observe, close } = page()
    observe({ sw8: '1-x' })
    const from = site.requests.length
    await scenes['an answer'](new window.XMLHttpRequest(), [], window)
    expect(site.requests[from].headers).toMatchObject({ sw8: '1-x', 'x-own': '1, 2' })
    close()
  })

  test('after the undo the prototype is as before, and nothing is seen', async () => {
    const { window, observe, seen, close } = page()
    const host = window.XMLHttpRequest.prototype
    const before = ['open', 'send', 'setRequestHeader'].map((name) =>
      Object.getOwnPropertyDescriptor(host, name),
    )
    const { undo } = observe()
    expect(Object.getOwnPropertyDescriptor(host, 'send')).not.toEqual(before[1])
    undo()
    expect(
      ['open', 'send', 'setRequestHeader'].map((name) => Object.getOwnPropertyDescriptor(host, name)),
    ).toEqual(before)
    await scenes['an answer'](new window.XMLHttpRequest(), [], window)
    expect(seen).toEqual([])
    close()
  })
})
