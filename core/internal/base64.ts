import { utf8 } from './utf8.ts'

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** Standard base64 with padding of the UTF-8 of `text`. */
export function base64(text: string): string {
  return /[^\0-\x7f]/.test(text) ? base64Bytes(utf8(text)) : encode(text)
}

/** Standard base64 with padding. */
export function base64Bytes(bytes: Uint8Array): string {
  let chars = ''
  for (let i = 0; i < bytes.length; i++) chars += String.fromCharCode(bytes[i])
  return encode(chars)
}

/** Of characters up to 255. Each traced request comes through here: no callback, no array. */
function encode(chars: string): string {
  let out = ''
  for (let i = 0; i < chars.length; i += 3) {
    // what is behind the end is NaN, and 0 once shifted
    const n = (chars.charCodeAt(i) << 16) | (chars.charCodeAt(i + 1) << 8) | chars.charCodeAt(i + 2)
    out += ALPHABET[n >> 18] + ALPHABET[(n >> 12) & 63] + ALPHABET[(n >> 6) & 63] + ALPHABET[n & 63]
  }
  const padding = (3 - (chars.length % 3)) % 3
  return padding ? out.slice(0, -padding) + '=='.slice(-padding) : out
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
