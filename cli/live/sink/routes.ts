import type { IncomingMessage, ServerResponse } from 'node:http'
import type { HttpBindings } from '@hono/node-server'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import { Hono } from 'hono'
import type { Answer } from './answer.ts'
import { createBodyReader } from './body.ts'
import { controlRoutes } from './control.ts'
import type { Controlled } from './control.ts'
import { LIMITS } from './limits.ts'
import type { Incoming, Receiver } from './receiver.ts'

type Env = { Bindings: HttpBindings }

export type Delay = (ms: number, then: () => void) => void

/** Holds up no process that has nothing else to do. */
export function byTimer(ms: number, then: () => void): void {
  setTimeout(then, ms).unref()
}

/** Bytes of the bodies that are read at one time. */
const ROOM = 32 * LIMITS.bytes

/** What every port of a sink serves: the controls, if there are any, and on all other paths the receiver. */
export function routes(receiver: Receiver, delay: Delay, controlled?: Controlled): Hono<Env> {
  const app = new Hono<Env>()
  const readBody = createBodyReader(LIMITS.bytes, ROOM)
  const deliver = player((ms, then) =>
    delay(ms, () => {
      try {
        then()
      } catch (error) {
        receiver.failed(error)
      }
    }),
  )
  if (controlled) app.route('/', controlRoutes(controlled))
  app.all('*', async ({ env: { incoming: message, outgoing } }) => {
    const body = await readBody(message).catch(() => undefined)
    if (body) deliver(receiver.receive({ ...headOf(message), ...body }), message, outgoing)
    // The client went away, or sends without an end: nobody waits for an answer.
    else message.socket.destroy()
    return RESPONSE_ALREADY_SENT
  })
  return app.onError((error, context) => {
    receiver.failed(error)
    return context.json({ code: 13, message: `the sink failed: ${error.message}` }, 500)
  })
}

function headOf(message: IncomingMessage): Pick<Incoming, 'method' | 'path' | 'headers'> {
  const { method = 'GET', url: path = '/' } = message
  return { method, path, headers: headersOf(message) }
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
function player(delay: Delay) {
  return (answer: Answer, { socket }: IncomingMessage, outgoing: ServerResponse): void => {
    if (answer.action === 'reset') socket.resetAndDestroy()
    if (answer.action !== 'send') return
    if (answer.delayMs === 0) return send(answer, outgoing)
    delay(answer.delayMs, () => outgoing.destroyed || send(answer, outgoing))
  }
}

function send({ status, headers, body }: Answer, outgoing: ServerResponse): void {
  outgoing.writeHead(status, { ...headers, 'content-length': body.length })
  outgoing.end(body)
}
