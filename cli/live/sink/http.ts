import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { Answer } from './answer.ts'
import type { Incoming } from './receiver.ts'

/** Reads a body to its end; what is beyond `limit` bytes is counted, not kept. */
export function readBody(
  message: IncomingMessage,
  limit: number,
): Promise<{ body: Uint8Array; length: number }> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let length = 0
    message.on('data', (chunk: Buffer) => {
      length += chunk.length
      // Read on to the end, or the client would see a reset in the place of the answer.
      if (length <= limit) chunks.push(chunk)
    })
    message.on('end', () => resolve({ body: Buffer.concat(chunks), length }))
    message.on('error', reject)
    message.on('aborted', () => reject(new Error('aborted')))
  })
}

function headersOf(message: IncomingMessage): Incoming['headers'] {
  const headers: Incoming['headers'] = {}
  for (const [name, value] of Object.entries(message.headers))
    headers[name] = Array.isArray(value) ? value.join(', ') : (value ?? '')
  return headers
}

function send(result: Answer, response: ServerResponse): void {
  response.writeHead(result.status, { ...result.headers, 'content-length': result.body.length })
  response.end(result.body)
}

export type Delay = (ms: number, then: () => void) => void
export const timerDelay: Delay = (ms, then) => void setTimeout(then, ms).unref()

/** Carries requests to `receive` and its answers back, or what stands for an answer. */
export function carry(
  receive: (incoming: Incoming) => Answer,
  maxBody: number,
  delay: Delay,
): RequestListener {
  return (message, response) => {
    const method = message.method ?? 'GET'
    const path = message.url ?? '/'
    void readBody(message, maxBody).then(
      ({ body, length }) => {
        const result = receive({ method, path, headers: headersOf(message), body, length })
        if (result.action === 'reset') message.socket.resetAndDestroy()
        else if (result.action === 'send' && result.delayMs > 0)
          delay(result.delayMs, () => response.destroyed || send(result, response))
        else if (result.action === 'send') send(result, response)
      },
      // The client went away: nobody is left to answer.
      () => message.socket.destroy(),
    )
  }
}
