import type { IncomingMessage, ServerResponse } from 'node:http'
import type { HttpBindings } from '@hono/node-server'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import { Hono } from 'hono'
import type { Answer } from './answer.ts'
import { readBody } from './body.ts'
import { controlRoutes } from './control.ts'
import type { Controlled } from './control.ts'
import type { Incoming, Receiver } from './receiver.ts'

type Env = { Bindings: HttpBindings }

export type Delay = (ms: number, then: () => void) => void

/** Holds up no process that has nothing else to do. */
export function byTimer(ms: number, then: () => void): void {
  setTimeout(then, ms).unref()
}

/** What every port of a sink serves: the controls, if there are any, and on all other paths the receiver. */
export function routes(receiver: Receiver, delay: Delay, controlled?: Controlled): Hono<Env> {
  const app = new Hono<Env>()
  if (controlled) app.route('/', controlRoutes(controlled))
  return app.all('*', async ({ env: { incoming: message, outgoing } }) => {
    const incoming = await read(message, receiver.maxBody)
    if (incoming) deliver(receiver.receive(incoming), message, outgoing, delay)
    return RESPONSE_ALREADY_SENT
  })
}

/** Undefined if the client went away: nobody is left to answer. */
async function read(message: IncomingMessage, limit: number): Promise<Incoming | undefined> {
  const { method = 'GET', url: path = '/' } = message
  try {
    return { method, path, headers: headersOf(message), ...(await readBody(message, limit)) }
  } catch {
    message.socket.destroy()
    return undefined
  }
}

function headersOf(message: IncomingMessage): Incoming['headers'] {
  const headers: Incoming['headers'] = {}
  for (const [name, value] of Object.entries(message.headers))
    headers[name] = Array.isArray(value) ? value.join(', ') : (value ?? '')
  return headers
}

/**
 * Sends an answer, or does what stands for one: resets and hangs are nothing that a `Response` could say, so all of
 * them go through Node's own objects.
 */
function deliver(answer: Answer, { socket }: IncomingMessage, outgoing: ServerResponse, delay: Delay): void {
  if (answer.action === 'reset') socket.resetAndDestroy()
  if (answer.action !== 'send') return
  if (answer.delayMs === 0) return send(answer, outgoing)
  delay(answer.delayMs, () => outgoing.destroyed || send(answer, outgoing))
}

function send({ status, headers, body }: Answer, outgoing: ServerResponse): void {
  outgoing.writeHead(status, { ...headers, 'content-length': body.length })
  outgoing.end(body)
}
