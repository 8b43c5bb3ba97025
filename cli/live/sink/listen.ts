import { createServer } from 'node:http'
import type { RequestListener, Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import type { HttpBindings } from '@hono/node-server'
import type { Hono } from 'hono'
import { isNamed } from './hosts.ts'
import { shortened } from './text.ts'

export interface Listening {
  server: Server
  url: string
  port: number
  close(): Promise<void>
}

/** What answers for an app of Hono on Node's server; the process keeps its own `Request` and `Response`. */
export function listenerOf(app: Hono<{ Bindings: HttpBindings }>): RequestListener {
  // A request without a Host header is one to this machine.
  return getRequestListener(app.fetch, { hostname: 'localhost', overrideGlobalObjects: false })
}

/** ms, for a request to come to its end. */
const REQUEST_TIMEOUT = 60_000
const CONNECTIONS = 1000

/**
 * Listens on one port (0 = one that is free), for requests that name the place and no other.
 * @throws Error that names the port if it is in use or not allowed
 */
export function listen(
  handler: RequestListener,
  { host = '127.0.0.1', port, maxHeaderSize }: { host?: string; port: number; maxHeaderSize?: number },
): Promise<Listening> {
  return new Promise((resolve, reject) => {
    const options = { maxHeaderSize, keepAliveTimeout: 30_000, requestTimeout: REQUEST_TIMEOUT }
    const server = createServer(options, guarded(handler, host))
    server.maxConnections = CONNECTIONS
    // Later ones, too: a connection that could not be accepted is no reason to end.
    server.on('error', (error) => reject(explain(error, host, port)))
    server.listen(port, host, () => {
      const actual = (server.address() as AddressInfo).port
      const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
      const close = (): Promise<void> =>
        new Promise((done) => {
          server.close(() => done())
          // Hanging answers and kept-alive connections would hold it open.
          server.closeAllConnections()
        })
      resolve({
        server,
        port: actual,
        url: `http://${name.includes(':') ? `[${name}]` : name}:${actual}`,
        close,
      })
    })
  })
}

/** Keeps away who names another host, and from the process what a handler throws. */
function guarded(handler: RequestListener, host: string): RequestListener {
  return (request, response) => {
    const { host: named } = request.headers
    if (!isNamed(named, host))
      return void response
        .writeHead(403, TEXT)
        .end(`${shortened(named!, 100)} is not the name of this place\n`)
    // Its type has nothing to wait for; Hono's answers with a promise.
    Promise.resolve()
      .then(() => handler(request, response) as unknown)
      .catch(() => response.destroy())
  }
}

const TEXT = { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' }

/**
 * Listens on every port, or on none.
 * @throws Error that names the port that is in use or not allowed
 */
export async function listenAll(
  handler: RequestListener,
  ports: number[],
  options: { host?: string; maxHeaderSize?: number },
): Promise<{ urls: string[]; close(): Promise<void> }> {
  const listeners: Listening[] = []
  const close = async (): Promise<void> => {
    await Promise.all(listeners.map((each) => each.close()))
  }
  try {
    for (const port of ports) listeners.push(await listen(handler, { ...options, port }))
  } catch (error) {
    await close()
    throw error
  }
  return { urls: listeners.map((each) => each.url), close }
}

function explain(error: NodeJS.ErrnoException, host: string, port: number): Error {
  if (error.code === 'EADDRINUSE')
    return new Error(`Port ${port} on ${host} is in use. Stop what listens there, or choose another port.`, {
      cause: error,
    })
  if (error.code === 'EACCES')
    return new Error(`Port ${port} on ${host} may not be opened by this user. Choose one above 1023.`, {
      cause: error,
    })
  return new Error(`Cannot listen on ${host}:${port}: ${error.message}`, { cause: error })
}
