import { utf8 } from './utf8.ts'

/** Lower-case hex of SHA-256 of the text's UTF-8; slow enough to be called once a user, not once a signal. */
export function sha256(text: string): string {
  // fractional parts of roots of the first primes (FIPS 180-4), computed rather than listed
  const k: number[] = []
  const hash: number[] = []
  for (let n = 2; k.length < 64; n++) {
    const part = (root: number) => (Math.pow(n, 1 / root) * 0x100000000) | 0
    let divisor = 2
    while (n % divisor) divisor++
    if (divisor < n) continue
    if (hash.length < 8) hash.push(part(2))
    k.push(part(3))
  }
  const bytes = utf8(text)
  const blocks = ((bytes.length + 8) >> 6) + 1
  const words = new Int32Array(blocks * 16)
  for (let i = 0; i <= bytes.length; i++) {
    words[i >> 2] |= (i < bytes.length ? bytes[i] : 0x80) << (24 - (i & 3) * 8)
  }
  words[words.length - 1] = bytes.length * 8
  const turn = (x: number, n: number) => (x >>> n) | (x << (32 - n))
  const w = new Int32Array(64)
  for (let block = 0; block < words.length; block += 16) {
    const s = hash.slice()
    for (let i = 0; i < 64; i++) {
      if (i < 16) w[i] = words[block + i]
      else {
        const [a, b] = [w[i - 15], w[i - 2]]
        const low = turn(a, 7) ^ turn(a, 18) ^ (a >>> 3)
        const high = turn(b, 17) ^ turn(b, 19) ^ (b >>> 10)
        w[i] = w[i - 16] + low + w[i - 7] + high
      }
      const [a, b, c, , e, f, g, h] = s
      const one = h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + k[i] + w[i]
      const two = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))
      s.pop()
      s.unshift((one + two) | 0)
      s[4] = (s[4] + one) | 0
    }
    for (let i = 0; i < 8; i++) hash[i] = (hash[i] + s[i]) | 0
  }
  return hash.map((n) => ('0000000' + (n >>> 0).toString(16)).slice(-8)).join('')
}
