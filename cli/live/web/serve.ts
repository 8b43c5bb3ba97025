import type { IncomingMessage, ServerResponse } from 'node:http'
import { createStore, listen } from '../sink/index.ts'
import type { Filter, Sink, Store } from '../sink/index.ts'
import { bundlePage } from './bundle.ts'

export interface PageOptions {
  sink: Sink
  /** Default 5180; 0 takes a free one. */
  port?: number
  /** Default 127.0.0.1. */
  host?: string
  /** Between two updates of an open page, ms; default 1000. */
  interval?: number
  /** ms since the epoch; default Date.now. */
  now?: () => number
}

export interface Page {
  url: string
  store: Store
  close(): Promise<void>
}

function filterOf(query: URLSearchParams): Filter {
  return {
    service: query.get('service') || undefined,
    platform: query.get('platform') || undefined,
    framework: query.get('framework') || undefined,
  }
}

function send(response: ServerResponse, status: number, type: string, body: string | Uint8Array): void {
  response.writeHead(status, {
    'content-type': type,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:",
  })
  response.end(body)
}

function sendJson(response: ServerResponse, value: unknown): void {
  return value === undefined
    ? send(response, 404, 'application/json', '{}')
    : send(response, 200, 'application/json', JSON.stringify(value))
}

interface Reader {
  filter: Filter
  seen: number
  /** Updates left out since nothing came. */
  idle: number
}

/** Rates and ages go on when nothing comes: an update now and then all the same. */
const IDLE_UPDATES = 5

/** Pushes a snapshot to each open page, at most one an interval. */
function createFeed(store: Store, interval: number) {
  const readers = new Map<ServerResponse, Reader>()
  const push = (response: ServerResponse, reader: Reader): void => {
    reader.seen = store.version
    reader.idle = 0
    response.write(`data: ${JSON.stringify(store.snapshot(reader.filter))}\n\n`)
  }
  const timer = setInterval(() => {
    for (const [response, reader] of readers)
      // A reader that can't keep up (a sleeping tab) skips updates.
      if (response.writableLength === 0 && (store.version !== reader.seen || ++reader.idle >= IDLE_UPDATES))
        push(response, reader)
  }, interval)
  timer.unref()
  return {
    add(response: ServerResponse, filter: Filter): void {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
      response.write('retry: 1000\n\n')
      const reader = { filter, seen: -1, idle: 0 }
      readers.set(response, reader)
      response.on('close', () => readers.delete(response))
      push(response, reader)
    },
    close(): void {
      clearInterval(timer)
      for (const response of readers.keys()) response.end()
      readers.clear()
    },
  }
}

/**
 * Serves the live page of a sink.
 * - `/` the page, `/events` snapshots as Server-Sent Events
 * - `/api/snapshot?service=&platform=&framework=`, `/api/requests/<id>`, `/api/traces/<id>` as JSON
 *
 * @throws Error that names the port if it is in use
 */
export async function servePage(options: PageOptions): Promise<Page> {
  const { sink, port = 5180, host, interval = 1000, now } = options
  const bundle = await bundlePage()
  const store = createStore({ sink, now })
  const feed = createFeed(store, interval)
  const route = (message: IncomingMessage, response: ServerResponse): void => {
    const [pathname = '/', query] = (message.url ?? '/').split('?')
    const searchParams = new URLSearchParams(query)
    const [, kind, id] = /^\/api\/(requests|traces)\/([\w.:-]+)$/.exec(pathname) ?? []
    if (message.method !== 'GET' && message.method !== 'HEAD') send(response, 405, 'text/plain', 'GET only')
    else if (pathname === '/') send(response, 200, 'text/html; charset=utf-8', bundle.html)
    else if (pathname === '/main.js') send(response, 200, 'text/javascript; charset=utf-8', bundle.script)
    else if (pathname === '/style.css') send(response, 200, 'text/css; charset=utf-8', bundle.style)
    else if (pathname === '/events') feed.add(response, filterOf(searchParams))
    else if (pathname === '/api/snapshot') sendJson(response, store.snapshot(filterOf(searchParams)))
    else if (kind === 'requests') sendJson(response, store.payload(Number(id)))
    else if (kind === 'traces') sendJson(response, store.trace(id!))
    else send(response, 404, 'text/plain', 'not here')
  }
  try {
    const listening = await listen(route, { host, port })
    const close = async (): Promise<void> => {
      feed.close()
      store.close()
      await listening.close()
    }
    return { url: listening.url, store, close }
  } catch (error) {
    feed.close()
    store.close()
    throw error
  }
}
