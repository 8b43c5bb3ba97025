import { setMaxListeners } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { listen } from '../../../cli/live/sink/index.ts'
import type { Random } from '../random.ts'
import { createMood, type Plan, type ShopBehaviour } from './behaviour.ts'
import { ROUTES, type Ask, type Reply, type Route } from './routes.ts'

export interface ShopRequest {
  time: number
  method: string
  path: string
  /** Name of the route; empty for none. */
  route: string
  /** As they came, names in small letters. */
  headers: { [name: string]: string }
  /** 0 until it is answered, and for good where the client went away. */
  status: number
  bytes: number
}

export interface Shop {
  url: string
  /** The newest `keep` requests. */
  requests: ShopRequest[]
  /** All there were. */
  readonly count: number
  /** The next request of this route is answered like this. */
  once(route: string, how: Plan): void
  close(): Promise<void>
}

export interface ShopOptions {
  behaviour: ShopBehaviour
  random: Random
  /** Default 0: a free one. */
  port?: number
  /** Default all. */
  keep?: number
}

/**
 * The apps' back end: a small shop over HTTP that is as slow and as faulty as the scenario wants it.
 * @throws Error that names the port if it is in use
 */
export async function createShop(options: ShopOptions): Promise<Shop> {
  const { behaviour, random, port = 0, keep = Infinity } = options
  const requests: ShopRequest[] = []
  const mood = createMood(behaviour, random)
  const closing = new AbortController()
  // One for each answer that waits.
  setMaxListeners(0, closing.signal)
  let count = 0

  const answer = async (message: IncomingMessage, response: ServerResponse) => {
    const { pathname, searchParams } = new URL(message.url ?? '/', 'http://shop')
    const found = ROUTES.find(({ method, pattern }) => method === message.method && pattern.test(pathname))
    const noted = note(message, pathname, found)
    const serial = ++count
    requests.push(noted)
    if (requests.length > keep * 1.25) requests.splice(0, requests.length - keep)
    const body = await read(message)
    noted.bytes = body.length
    const ask = { query: searchParams, id: found?.pattern.exec(pathname)?.[1] ?? '', body, serial }
    const reply = found
      ? await serve(found, { ...ask, contentType: message.headers['content-type'] ?? '' })
      : NOT_FOUND
    if (response.destroyed) return
    noted.status = reply.status ?? 200
    write(response, reply)
  }
  const serve = async (route: Route, ask: Ask): Promise<Reply> => {
    const { latency, status } = mood.next(route.name)
    await wait(latency, undefined, { signal: closing.signal })
    return status ? { status, json: { message: 'the shop has a bad day' } } : route.answer(ask)
  }

  const listening = await listen(
    (message, response) => {
      // A client that goes away in the middle is no news.
      answer(message, response).catch(() => response.destroy())
    },
    { port },
  )
  return {
    url: listening.url,
    requests,
    get count() {
      return count
    },
    once(route, how) {
      if (!ROUTES.some((each) => each.name === route)) throw new Error(`the shop has no route "${route}"`)
      mood.plan(route, how)
    },
    close() {
      closing.abort()
      return listening.close()
    },
  }
}

function note(
  { method = 'GET', headers }: IncomingMessage,
  path: string,
  route: Route | undefined,
): ShopRequest {
  return {
    ...{ time: Date.now(), method, path, route: route?.name ?? '', status: 0, bytes: 0 },
    headers: headers as { [name: string]: string },
  }
}

async function read(message: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of message) parts.push(part as Buffer)
  return Buffer.concat(parts)
}

const NOT_FOUND: Reply = { status: 404, json: { message: 'no such address' } }

function write(response: ServerResponse, reply: Reply): void {
  const body = reply.bytes ?? Buffer.from(JSON.stringify(reply.json))
  response.writeHead(reply.status ?? 200, {
    'content-type': reply.type ?? 'application/json; charset=utf-8',
    'content-length': body.length,
  })
  response.end(body)
}
