import http from 'node:http'
import https from 'node:https'
import type { NetHandlers, NetReason, NetRequest, Network } from './network.ts'

const REASONS: Record<string, NetReason> = {
  ENOTFOUND: 'dns',
  EAI_AGAIN: 'dns',
  ECONNREFUSED: 'refused',
  ETIMEDOUT: 'timeout',
  ENETUNREACH: 'offline',
  EHOSTUNREACH: 'offline',
}

function reasonOf(error: NodeJS.ErrnoException): NetReason {
  const code = error.code ?? ''
  return REASONS[code] ?? (/^(ERR_TLS|CERT_|DEPTH_|SELF_|UNABLE_|EPROTO)/.test(code) ? 'tls' : 'reset')
}

/** Header names as the server wrote them: apps that look for `content-type` fail on real devices as well. */
function headersOf(response: http.IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {}
  for (let i = 0; i < response.rawHeaders.length; i += 2) {
    const name = response.rawHeaders[i]
    headers[name] =
      name in headers ? `${headers[name]}, ${response.rawHeaders[i + 1]}` : response.rawHeaders[i + 1]
  }
  return headers
}

/** Real HTTP. Keep-alive sockets do not hold the process open. */
export function httpNetwork(): Network {
  const agents = {
    'http:': new http.Agent({ keepAlive: true }),
    'https:': new https.Agent({ keepAlive: true }),
  }

  return (request, on) => {
    let current: http.ClientRequest | undefined
    let open = true
    const fail = (error: NodeJS.ErrnoException) => {
      if (!open) return
      open = false
      on.fail({ reason: reasonOf(error), message: error.message })
    }
    const send = (url: string, method: string, redirects: number, retried = false) => {
      // A redirected POST goes on as a GET, without its body: docs/platforms/wechat.md#redirects
      const body = redirects && method === 'GET' ? undefined : request.body
      try {
        const target = new URL(url)
        const secure = target.protocol === 'https:'
        const options = { method, headers: request.headers, agent: agents[secure ? 'https:' : 'http:'] }
        const outgoing = (current = (secure ? https : http).request(target, options))
        outgoing.on('response', (response) => {
          const next = redirectOf(request, response, redirects)
          if (next && open) {
            response.resume()
            return send(new URL(next, target).href, methodAfter(response.statusCode, method), redirects + 1)
          }
          receive(response, on, () => open && !(open = false), fail)
        })
        outgoing.on('error', (error: NodeJS.ErrnoException) => {
          // The server may close an idle socket at the moment we take it: not the network's failure.
          if (open && outgoing.reusedSocket && !retried && error.code === 'ECONNRESET')
            return send(url, method, redirects, true)
          fail(error)
        })
        if (body) {
          outgoing.setHeader('Content-Length', body.length)
          outgoing.write(body, () => on.progress?.('up', body.length, body.length))
        }
        outgoing.end()
      } catch (error) {
        // Platforms report an unusable URL or header asynchronously.
        setImmediate(fail, error as NodeJS.ErrnoException)
      }
    }
    send(request.url, request.method, 0)
    return {
      abort() {
        open = false
        current?.destroy()
      },
    }
  }
}

function methodAfter(status: number | undefined, method: string): string {
  return status === 303 || (method === 'POST' && (status === 301 || status === 302)) ? 'GET' : method
}

function redirectOf(
  request: NetRequest,
  response: http.IncomingMessage,
  redirects: number,
): string | undefined {
  const follow = request.redirect !== 'manual' && redirects < 5
  return follow && [301, 302, 303, 307, 308].includes(response.statusCode ?? 0)
    ? response.headers.location
    : undefined
}

function receive(
  response: http.IncomingMessage,
  on: NetHandlers,
  close: () => boolean,
  fail: (error: NodeJS.ErrnoException) => void,
): void {
  const headers = headersOf(response)
  const total = Number(response.headers['content-length'] ?? 0)
  const parts: Buffer[] = []
  let received = 0
  on.headers?.(response.statusCode ?? 0, headers)
  response.on('data', (part: Buffer) => {
    parts.push(part)
    received += part.length
    on.chunk?.(part)
    on.progress?.('down', received, total || received)
  })
  response.on('error', fail)
  response.on('end', () => {
    if (close()) on.done({ status: response.statusCode ?? 0, headers, body: Buffer.concat(parts) })
  })
}
