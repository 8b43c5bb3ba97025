import type { Any, Guard } from '../../internal/guard.ts'
import type { Platform } from '../../platform.ts'
import { absolute, listen } from './requests.ts'

// Leaving for good comes as pagehide, with or without a change of visibility before it: docs/platforms/h5.md#leaving
const TURNS = ['visibilitychange', 'pagehide', 'pageshow']

/** Pages are found by the app's router; of the rest nobody tells. */
const EVENTS: { [event: string]: string[] | undefined } = {
  error: ['error'],
  rejection: ['unhandledrejection'],
  show: TURNS,
  hide: TURNS,
  networkStatusChange: ['online', 'offline'],
}

/** `network.connection.type`; '' where the browser does not tell. */
export function webNetwork(): string {
  const { connection, onLine } = navigator as Any
  return onLine === false ? 'none' : (connection && (connection.type || connection.effectiveType)) || ''
}

export function isHidden(): boolean {
  return typeof document === 'object' && document.visibilityState === 'hidden'
}

/** Listens to errors, rejections, and whether the page is in front. */
export function webEvents(guard: Guard): Platform['on'] {
  return (event, listener: (first?: Any) => void) => {
    let hidden = isHidden()
    const handler = ({ type, error, message, reason, target }: Any) => {
      if (type === 'error') {
        // what an element fires is its own affair, or a resource: docs/platforms/h5.md#resources
        if (target === window && (error || message)) listener(error || message)
      } else if (type === 'unhandledrejection') listener(reason)
      else if (event === 'networkStatusChange') listener({ networkType: webNetwork() })
      else {
        const now = type === 'pagehide' || (type !== 'pageshow' && isHidden())
        if (now === hidden) return
        hidden = now
        if (now === (event === 'hide')) listener()
      }
    }
    return listen(window, EVENTS[event] || [], guard.wrap(event, handler))
  }
}

/** Hears of what did not load; not of what the page fires itself: docs/platforms/h5.md#resources */
export function webResources(guard: Guard): NonNullable<Platform['observeResources']> {
  return (listener) =>
    listen(
      window,
      ['error'],
      guard.wrap('resource', ({ isTrusted, message, target }: Any) => {
        const { currentSrc, src, href, tagName } = Object(target)
        // of SVG an object
        const address = currentSrc || src || (href && href.baseVal) || href
        const url = isTrusted && !message && tagName && address && absolute(address)
        if (url) listener({ element: tagName.toLowerCase(), url })
      }),
    )
}
