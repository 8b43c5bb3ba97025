import type { Any } from './guard.ts'
import { utf8 } from './utf8.ts'

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** Standard base64 with padding of the UTF-8 of `text`, which is no longer than a name. */
export function base64(text: string): string {
  return base64Bytes(/[^\0-\x7f]/.test(text) ? String.fromCharCode.apply(null, utf8(text) as Any) : text)
}

/** The same of bytes, as characters up to 255. Each traced request comes through here: no callback, no array. */
export function base64Bytes(bytes: string): string {
  let out = ''
  for (let i = 0; i < bytes.length; i += 3) {
    // what is behind the end is NaN, and 0 once shifted
    const n = (bytes.charCodeAt(i) << 16) | (bytes.charCodeAt(i + 1) << 8) | bytes.charCodeAt(i + 2)
    out += ALPHABET[n >> 18] + ALPHABET[(n >> 12) & 63] + ALPHABET[(n >> 6) & 63] + ALPHABET[n & 63]
  }
  const padding = (3 - (bytes.length % 3)) % 3
  return padding ? out.slice(0, -padding) + '=='.slice(-padding) : out
}

/** The bytes of base64, standard or URL-safe, padded or not, as characters; what is neither is passed over. */
export function unbase64(text: string): string {
  let bytes = ''
  let bits = 0
  let held = 0
  for (let i = 0; i < text.length; i++) {
    const value = (ALPHABET + '-_').indexOf(text[i])
    if (value < 0) continue
    held = (held << 6) | (value < 64 ? value : value - 2)
    bits += 6
    if (bits >= 8) bytes += String.fromCharCode((held >> (bits -= 8)) & 255)
  }
  return bytes
}
