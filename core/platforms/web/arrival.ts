import type { Guard } from '../../internal/guard.ts'
import type { Arrival } from '../../platform.ts'

/** Behind the hash; the text that goes, and what it says. */
const SAID = /[?&]mm=([\da-f]{32})(?:-([\da-f]{32})-([\da-f]{16}))?(?=&|$)/

/**
 * What a mini program's `linkUrl` has put into the address of a page of these hosts; exactly that is taken out, before a
 * router reads it. What looks otherwise is left.
 */
export function takeArrival(guard: Guard, hosts: readonly string[]): Arrival | undefined {
  return guard.run('arrival', () => {
    const { hash, host, href } = location
    const [text, session, traceId, spanId] = SAID.exec(hash) || []
    if (!text || hosts.indexOf(host) < 0) return undefined
    let rest = hash
      .replace(text, text[0] === '?' ? '?' : '')
      .replace('?&', '?')
      .replace(/\?$/, '')
    if (rest === '#') rest = ''
    history.replaceState(history.state, '', href.slice(0, href.length - hash.length) + rest)
    return { session: session!, traceId, spanId }
  })
}
