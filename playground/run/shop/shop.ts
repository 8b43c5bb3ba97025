import type { IncomingMessage, ServerResponse } from 'node:http'
import { listen } from '../../../cli/live/sink/index.ts'
import { between, pick, type Random } from '../random.ts'
import { ROUTES, type Reply, type Route } from './routes.ts'

/** How a route answers: what is left out is as for all of them. */
export interface Behaviour {
  /** From and to, ms. */
  latency: [number, number]
  /** Share of the answers that are errors, 0 to 1. */
  errorRate: number
  /** Which ones. */
  statuses: number[]
}

export interface ShopBehaviour extends Behaviour {
  /** By name: `POST /api/orders`. */
  routes: { [name: string]: Partial<Behaviour> }
}

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
  once(route: string, how: { status?: number; latency?: number }): void
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

type Plan = { status?: number; latency?: number }

async function read(message: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of message) parts.push(part as Buffer)
  return Buffer.concat(parts)
}

const notFound: Reply = { status: 404, json: { message: 'no such address' } }

function write(response: ServerResponse, reply: Reply): void {
  const body = reply.bytes ?? Buffer.from(JSON.stringify(reply.json))
  response.writeHead(reply.status ?? 200, {
    'content-type': reply.type ?? 'application/json; charset=utf-8',
    'content-length': body.length,
  })
  response.end(body)
}

/**
 * The apps' back end: a small shop over HTTP that is as slow and as faulty as the scenario wants it.
 * @throws Error that names the port if it is in use
 */
export async function createShop(options: ShopOptions): Promise<Shop> {
  const { behaviour, random, port = 0, keep = Infinity } = options
  const requests: ShopRequest[] = []
  const plans = new Map<string, Plan[]>()
  const timers = new Set<NodeJS.Timeout>()
  let count = 0

  const behaviourOf = (route: Route): Behaviour => ({ ...behaviour, ...behaviour.routes[route.name] })
  const wait = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(() => (timers.delete(timer), resolve()), ms)
      timers.add(timer)
    })

  async function answer(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(message.url ?? '/', 'http://shop')
    const method = message.method ?? 'GET'
    const found = ROUTES.find((each) => each.method === method && each.pattern.test(pathname))
    const noted: ShopRequest = {
      time: Date.now(),
      method,
      path: pathname,
      route: found?.name ?? '',
      headers: message.headers as { [name: string]: string },
      status: 0,
      bytes: 0,
    }
    const serial = ++count
    requests.push(noted)
    if (requests.length > keep * 1.25) requests.splice(0, requests.length - keep)
    const body = await read(message)
    noted.bytes = body.length
    let reply = notFound
    if (found) {
      const plan = plans.get(found.name)?.shift()
      const { latency, errorRate, statuses } = behaviourOf(found)
      const failing = plan ? plan.status : random() < errorRate ? pick(random, statuses) : undefined
      await wait(plan?.latency ?? between(random, latency))
      const id = found.pattern.exec(pathname)?.[1] ?? ''
      const contentType = message.headers['content-type'] ?? ''
      reply = failing
        ? { status: failing, json: { message: 'the shop has a bad day' } }
        : found.answer({ query: searchParams, id, body, contentType, serial })
    }
    if (response.destroyed) return
    noted.status = reply.status ?? 200
    write(response, reply)
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
      plans.set(route, [...(plans.get(route) ?? []), how])
    },
    close() {
      timers.forEach(clearTimeout)
      return listening.close()
    },
  }
}
