import { utf8 } from './utf8.ts'

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** Standard base64 with padding of the UTF-8 of `text`. */
export function base64(text: string): string {
  return /[^\0-\x7f]/.test(text) ? base64Bytes(utf8(text)) : encode(text.length, (i) => text.charCodeAt(i))
}

/** Standard base64 with padding. */
export function base64Bytes(bytes: Uint8Array): string {
  return encode(bytes.length, (i) => bytes[i])
}

function encode(length: number, at: (index: number) => number): string {
  let out = ''
  for (let i = 0; i < length; i += 3) {
    const left = length - i
    const n = (at(i) << 16) | (left > 1 ? at(i + 1) << 8 : 0) | (left > 2 ? at(i + 2) : 0)
    out +=
      ALPHABET[n >> 18] +
      ALPHABET[(n >> 12) & 63] +
      (left > 1 ? ALPHABET[(n >> 6) & 63] : '=') +
      (left > 2 ? ALPHABET[n & 63] : '=')
  }
  return out
}

/** The bytes of base64, standard or URL-safe, padded or not; ends at the first character that is neither. */
export function unbase64(text: string): Uint8Array {
  const bytes = new Uint8Array((text.length * 3) >> 2)
  let at = 0
  let bits = 0
  let held = 0
  for (let i = 0; i < text.length; i++) {
    const char = text[i]
    const value = ALPHABET.indexOf(char === '-' ? '+' : char === '_' ? '/' : char)
    if (value < 0) break
    held = (held << 6) | value
    bits += 6
    if (bits >= 8) bytes[at++] = held >> (bits -= 8)
  }
  return bytes.subarray(0, at)
}
