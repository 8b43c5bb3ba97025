/**
 * Writes `text` as UTF-8 from `at` on and returns the index behind its last byte; needs up to 3 bytes a UTF-16 unit.
 * A lone surrogate becomes U+FFFD, as in TextEncoder, which several platforms lack.
 */
export function writeUtf8(text: string, bytes: Uint8Array, at: number): number {
  const length = text.length
  for (let i = 0; i < length; i++) {
    let code = text.charCodeAt(i)
    if (code < 0x80) {
      // Four at a time: each turn of a loop costs where there is no JIT
      while (i + 4 < length) {
        const b = text.charCodeAt(i + 1)
        const c = text.charCodeAt(i + 2)
        const d = text.charCodeAt(i + 3)
        if ((code | b | c | d) > 0x7f) break
        bytes[at] = code
        bytes[at + 1] = b
        bytes[at + 2] = c
        bytes[at + 3] = d
        at += 4
        i += 4
        code = text.charCodeAt(i)
      }
    }
    if (code < 0x80) {
      bytes[at++] = code
      continue
    }
    if (code < 0x800) bytes[at++] = (code >> 6) | 0xc0
    else {
      if (code >= 0xd800 && code < 0xe000) {
        const low = code < 0xdc00 ? text.charCodeAt(i + 1) : 0
        if (low >= 0xdc00 && low < 0xe000) {
          i++
          code = ((code & 0x3ff) << 10) + (low & 0x3ff) + 0x10000
          bytes[at++] = (code >> 18) | 0xf0
        } else code = 0xfffd
      }
      bytes[at++] = code > 0xffff ? ((code >> 12) & 63) | 0x80 : (code >> 12) | 0xe0
      bytes[at++] = ((code >> 6) & 63) | 0x80
    }
    bytes[at++] = (code & 63) | 0x80
  }
  return at
}

/** UTF-8 of `text`. */
export function utf8(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 3)
  return bytes.subarray(0, writeUtf8(text, bytes, 0))
}

// An escape of JSON (consumed whole, so that an escaped backslash before "ud800" is none), a pair, a lone surrogate
const SURROGATES = /\\u(d[89a-f]..)|\\[^]|[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]/gi

/**
 * JSON whose strings are valid Unicode: JSON.stringify writes a lone surrogate as an escape (old engines: as it is),
 * and receivers refuse the whole body for it.
 */
export function toJson(value: unknown): string {
  const json = JSON.stringify(value)
  return /[\ud800-\udfff]|\\ud[89a-f]/i.test(json)
    ? json.replace(SURROGATES, (match, lone) => (lone || match.length < 2 ? '\ufffd' : match))
    : json
}

/** At most `units` UTF-16 units of `text`, never half a pair. */
export function cut(text: string, units: number): string {
  if (text.length <= units) return text
  const last = text.charCodeAt(units - 1)
  return text.slice(0, last >= 0xd800 && last < 0xdc00 ? units - 1 : units)
}
