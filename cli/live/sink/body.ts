import type { IncomingMessage } from 'node:http'

/** A body that was read to its end; empty if it was longer than it may be. */
export interface Body {
  body: Uint8Array
  length: number
  /** There was no room for it: too much is read at once. */
  crowded: boolean
}

/** Bytes beyond the limit that are waited for; whoever sends more is cut off. */
const PATIENCE = 64 * 1024 * 1024

/**
 * Reads bodies to their ends, or the client would see a reset in the place of the answer; what is beyond `limit` bytes
 * is counted, not kept.
 * @param room bytes of all the bodies that are read at one time
 */
export function createBodyReader(limit: number, room: number) {
  let held = 0
  return (message: IncomingMessage): Promise<Body> =>
    new Promise((resolve, reject) => {
      const kept = growing((change) => (held += change))
      let length = 0
      let crowded = false
      const fail = (): void => {
        kept.clear()
        reject(new Error('the body did not come to its end'))
      }
      message.on('data', (chunk: Buffer) => {
        length += chunk.length
        crowded ||= held > room
        if (length > limit + PATIENCE) fail()
        else if (length > limit || crowded) kept.clear()
        else kept.add(chunk)
      })
      message.on('end', () => {
        resolve({ body: kept.take(), length, crowded: crowded && length <= limit })
        kept.clear()
      })
      message.on('error', fail)
      message.on('aborted', fail)
    })
}

const FIRST_SIZE = 4096

/** Bytes in one place: a list of chunks would hold a hundred times what they are, if each of them is one byte. */
function growing(changed: (bytes: number) => void) {
  let buffer = Buffer.alloc(0)
  let length = 0
  const replace = (by: typeof buffer): void => {
    changed(by.length - buffer.length)
    buffer = by
  }
  return {
    add(chunk: Buffer): void {
      if (length + chunk.length > buffer.length) {
        const larger = Buffer.alloc(Math.max(FIRST_SIZE, 2 * (length + chunk.length)))
        buffer.copy(larger)
        replace(larger)
      }
      chunk.copy(buffer, length)
      length += chunk.length
    },
    take: (): Uint8Array => buffer.subarray(0, length),
    clear(): void {
      replace(Buffer.alloc(0))
      length = 0
    },
  }
}
