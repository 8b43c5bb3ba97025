import type { HostClock } from '../clock.ts'
import type { Network, NetHandlers, NetReason, NetRequest } from './network.ts'

/** `after` (ms) needs the clock; without one the reply comes as a promise job. */
export type Reply =
  | {
      status?: number
      headers?: Record<string, string>
      /** Bytes and strings as they are, anything else as JSON. */
      body?: unknown
      after?: number
    }
  | { fail: NetReason; message?: string; after?: number }
  | 'hang'

export type ReplyHandler = (request: NetRequest) => Reply | void | Promise<Reply | void>

export interface ScriptedNetwork extends Network {
  /** Every request that reached the network, also those that were aborted later. */
  readonly requests: NetRequest[]
  /** How many are on their way now. */
  readonly active: number
}

/** A network whose answers a test writes. Nothing returned means 200 with an empty body. */
export function scriptedNetwork(handler: ReplyHandler = () => {}, clock?: HostClock): ScriptedNetwork {
  const requests: NetRequest[] = []
  let active = 0

  const network = (request: NetRequest, on: NetHandlers) => {
    let open = true
    let timer: unknown
    requests.push(request)
    active++
    const close = () => {
      if (open) active--
      open = false
    }
    const deliver = (reply: Exclude<Reply, 'hang'>) => {
      if (!open) return
      close()
      if ('fail' in reply) return on.fail({ reason: reply.fail, message: reply.message })
      const { status = 200, headers = {} } = reply
      const body = bytesOf(reply.body)
      if (request.body) on.progress?.('up', request.body.length, request.body.length)
      on.headers?.(status, headers)
      if (body.length) on.chunk?.(body)
      on.progress?.('down', body.length, body.length)
      on.done({ status, headers, body })
    }
    const schedule = (reply: Reply | void) => {
      if (!open || reply === 'hang') return
      const answer = reply ?? {}
      if (!answer.after || !clock) return deliver(answer)
      timer = clock.setTimeout(() => deliver(answer), answer.after)
    }
    void Promise.resolve(handler(request)).then(schedule)
    return {
      abort() {
        close()
        if (timer) clock!.clearTimeout(timer)
      },
    }
  }
  return Object.defineProperties(network, {
    requests: { value: requests },
    active: { get: () => active },
  }) as ScriptedNetwork
}

function bytesOf(body: unknown): Uint8Array {
  if (body === undefined) return new Uint8Array(0)
  if (body instanceof Uint8Array) return body
  return new TextEncoder().encode(typeof body === 'string' ? body : JSON.stringify(body))
}
