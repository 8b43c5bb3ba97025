import type { RequestListener, ServerResponse } from 'node:http'
import { checkFault } from './faults.ts'
import type { ChaosPlan, Fault } from './faults.ts'
import { readBody } from './http.ts'
import type { ReceivedData } from './types.ts'

/** What the control routes may do to a sink. */
export interface Controlled {
  plan(fault: Fault | ChaosPlan | (Fault | ChaosPlan)[]): void
  clear(what?: 'all' | 'data' | 'faults'): void
  devices(reports: unknown): void
  state(): object
  received: ReceivedData
}

function reply(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(body))
}

function obey(sink: Controlled, path: string, order: unknown): void {
  if (path === '/devices') return sink.devices(order)
  const { plan, clear } = (order ?? {}) as {
    plan?: Fault | ChaosPlan | (Fault | ChaosPlan)[]
    clear?: string
  }
  if (clear !== undefined) {
    if (clear !== 'all' && clear !== 'data' && clear !== 'faults')
      throw new Error('clear: all, data or faults')
    sink.clear(clear)
  }
  if (plan !== undefined) {
    const faults = Array.isArray(plan) ? plan : [plan]
    faults.forEach(checkFault)
    sink.plan(faults)
  }
  if (clear === undefined && plan === undefined) throw new Error('give plan, clear or both')
}

/**
 * - `POST /control` `{ clear?: 'all' | 'data' | 'faults', plan?: Fault | Fault[] }`
 * - `GET /control` what is planned and how much came in; `GET /received` the records
 * - `POST /devices` the devices' diagnostics, see account.ts
 *
 * No CORS here and JSON only: a web page from elsewhere can't give orders.
 * @returns whether the request was one of these
 */
export function control(sink: Controlled, allowed: boolean) {
  return (...[message, response]: Parameters<RequestListener>): boolean => {
    const path = (message.url ?? '').split('?')[0]!
    if (path !== '/control' && path !== '/devices' && path !== '/received') return false
    if (!allowed) return false
    if (message.method === 'GET' && path !== '/devices') {
      reply(response, 200, path === '/control' ? sink.state() : sink.received)
      return true
    }
    if (message.method !== 'POST' || path === '/received') {
      reply(response, 405, { error: 'wrong method' })
      return true
    }
    if (!/^application\/json\b/.test(message.headers['content-type'] ?? '')) {
      reply(response, 415, { error: 'application/json only' })
      return true
    }
    void readBody(message, 4 * 1024 * 1024).then(
      ({ body }) => {
        try {
          obey(sink, path, JSON.parse(new TextDecoder().decode(body)))
          reply(response, 200, sink.state())
        } catch (error) {
          reply(response, 400, { error: (error as Error).message })
        }
      },
      () => message.socket.destroy(),
    )
    return true
  }
}
