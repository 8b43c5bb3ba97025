import { gunzipSync, inflateRawSync, inflateSync } from 'node:zlib'

/** Content-Encoding undone, or the status and message to refuse with. */
export type Inflated = { body: Uint8Array } | { status: number; message: string }

/** Bodies are refused beyond `limit` bytes once they are unpacked, so that a small bomb does no harm. */
export function inflate(body: Uint8Array, encoding: string | undefined, limit: number): Inflated {
  const name = (encoding ?? '').trim().toLowerCase()
  if (name === '' || name === 'identity') return { body }
  if (name !== 'gzip' && name !== 'deflate')
    return { status: 415, message: `content encoding ${name} is not supported` }
  const options = { maxOutputLength: limit }
  try {
    if (name === 'gzip') return { body: gunzipSync(body, options) }
    // `deflate` means zlib, but clients send it bare as well: zlib's first byte has 8 in its low half.
    return { body: (body[0]! & 15) === 8 ? inflateSync(body, options) : inflateRawSync(body, options) }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE')
      return { status: 413, message: `body is larger than ${limit} bytes` }
    return { status: 400, message: `body is not ${name}` }
  }
}
