import { networkInterfaces } from 'node:os'

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/
const EVERY = ['0.0.0.0', '::']

/** Whether only this machine can reach what listens there. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.test(bracketed(host))
}

/**
 * Whether a Host header names the place where it arrived. A page can have its own name point to this machine after it
 * was loaded (DNS rebinding), and would then be of one origin with what answers here; its name stays in the header.
 * @param host where is listened: of every address, all that this machine has are meant
 */
export function isNamed(header: string | undefined, host: string): boolean {
  // What browsers send always has one.
  if (header === undefined) return true
  const name = header.toLowerCase().replace(/:\d{1,5}$/, '')
  if (LOOPBACK.test(name) || name === bracketed(host)) return true
  return EVERY.includes(host) && addresses().includes(name)
}

/** As they are now: a laptop changes its network. */
function addresses(): string[] {
  return Object.values(networkInterfaces()).flatMap((each = []) =>
    each.map(({ address }) => bracketed(address)),
  )
}

function bracketed(address: string): string {
  return address.includes(':') && !address.startsWith('[') ? `[${address}]` : address.toLowerCase()
}
