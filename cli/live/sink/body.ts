import type { IncomingMessage } from 'node:http'

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
