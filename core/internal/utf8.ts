import { stringify } from './own.ts'

/**
 * Writes `text` as UTF-8, its last byte before `end`, and returns the index of its first; needs up to 3 bytes a UTF-16
 * unit. A lone surrogate becomes U+FFFD, as in TextEncoder, which several platforms lack:
 * docs/platforms/mini.md#runtime
 */
export function writeUtf8(text: string, bytes: Uint8Array, end: number): number {
  let at = end
  for (let i = text.length; i--;) {
    let code = text.charCodeAt(i)
    if (code < 0x80) {
      bytes[--at] = code
      continue
    }
    if (code >= 0xd800 && code < 0xe000) {
      const high = code < 0xdc00 ? 0 : text.charCodeAt(i - 1)
      if (high >= 0xd800 && high < 0xdc00) {
        i--
        code = ((high & 0x3ff) << 10) + (code & 0x3ff) + 0x10000
      } else code = 0xfffd
    }
    // six bits a byte, until the rest fits in beside the mark of the first one
    let most = 0x3f
    do {
      bytes[--at] = (code & 63) | 0x80
      code >>= 6
      most >>= 1
    } while (code > most)
    bytes[--at] = code | (~most << 1)
  }
  return at
}

/** UTF-8 of `text`. */
export function utf8(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 3)
  return bytes.subarray(writeUtf8(text, bytes, bytes.length))
}

// An escape of JSON (consumed whole, so that an escaped backslash before "ud800" is none), a pair, a lone surrogate
const SURROGATES = /\\u(d[89a-f]..)|\\[^]|[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]/gi

/**
 * JSON whose strings are valid Unicode: JSON.stringify writes a lone surrogate as an escape, before ES2019 as it is,
 * and receivers refuse the whole body for it: https://github.com/tc39/proposal-well-formed-stringify
 */
export function toJson(value: unknown): string {
  const json = stringify(value)
  return /[\ud800-\udfff]|\\ud[89a-f]/i.test(json)
    ? json.replace(SURROGATES, (match, lone) => (lone || match.length < 2 ? '\ufffd' : match))
    : json
}

/** At most `units` UTF-16 units of `text`, never half a pair; holds nothing of the rest. */
export function cut(text: string, units: number): string {
  if (text.length <= units) return text
  const last = text.charCodeAt(units - 1)
  return flat(text.slice(0, last >= 0xd800 && last < 0xdc00 ? units - 1 : units))
}

/**
 * The same text in memory of its own. What `slice`, a match or `split` gives may point into the whole, and keeps that as
 * long as it is kept: docs/platforms/mini.md#slices
 */
export function flat(part: string): string {
  return (' ' + part).slice(1)
}
