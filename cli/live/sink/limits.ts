/**
 * What one request may bring. Within these it holds the process for no longer than some 50 ms, whatever it is; the
 * kit's own requests have at most 256 KB and 200 records.
 */
export const LIMITS = {
  /** Bytes of a body, packed or not. */
  bytes: 2 * 1024 * 1024,
  /** Values in it: members, items, and in protobuf everything that is read. */
  values: 30_000,
  /** Logs, points, spans, or the spans of segments. */
  records: 1_000,
  /** Brackets within each other. */
  depth: 64,
}

/** An answer of 413 in the form of an error. */
export function tooMuch(message: string): Error {
  return Object.assign(new Error(message), { status: 413 })
}

/** What to answer to an error that came of reading: 413 to too much, 400 to all else. */
export function statusOf(error: unknown): number {
  return error instanceof Error && 'status' in error ? (error.status as number) : 400
}

const QUOTE = 0x22
const BACKSLASH = 0x5c

/**
 * Counts what a JSON text holds before anybody parses it, in one pass that makes nothing.
 * @returns how many values
 * @throws Error if there are too many, or too deep
 */
export function weighJson(bytes: Uint8Array): number {
  let values = 1
  let depth = 0
  for (let at = 0; at < bytes.length; at++) {
    switch (bytes[at]) {
      case QUOTE:
        at = endOfText(bytes, at)
        break
      case 0x5b: // [
      case 0x7b: // {
        if (++depth > LIMITS.depth) throw new Error(`nested deeper than ${LIMITS.depth}`)
        values++
        break
      case 0x5d: // ]
      case 0x7d: // }
        depth--
        break
      case 0x2c: // ,
        values++
    }
    if (values > LIMITS.values) throw tooMuch(`more than ${LIMITS.values} values`)
  }
  return values
}

/** Where the quote is that ends a text, or the end of all. */
function endOfText(bytes: Uint8Array, start: number): number {
  for (let at = start; ;) {
    at = bytes.indexOf(QUOTE, at + 1)
    if (at < 0) return bytes.length
    let backslashes = 0
    while (bytes[at - 1 - backslashes] === BACKSLASH) backslashes++
    if (backslashes % 2 === 0) return at
  }
}
