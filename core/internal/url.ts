/**
 * URLs by hand: mini programs have no URL class, apps hand over what no such class would parse, and each of the app's
 * requests comes through here. An authority is what follows `scheme://` or a leading `//`.
 */

/** Behind a scheme and user info: the host, and its port. */
const AUTHORITY = /^\s*(?:[^/?#]*:)?\/\/(?:[^/?#]*@)?(?:\[([^\]/?#]*)\]|([^/?#:]*))(?::(\d+))?/

/** What stands before the last @ of an authority; without one a user shows by the colon: user:password@host, mailto:… */
const USER = /^((?:[^/]*:)?\/\/)[^/]*@|^[^/]*:[^/]*@/

/** Without query, fragment and user info; of a data URL only `data:`, for the rest is a body. '' for what is no string. */
export function cleanUrl(url: string): string {
  if (typeof url !== 'string') return ''
  if (/^\s*data:/i.test(url)) return 'data:'
  const end = url.search(/[?#]/)
  url = (end < 0 ? url : url.slice(0, end)).trim()
  return url.indexOf('@') < 0 ? url : url.replace(USER, '$1')
}

const exec = (url: string) => (typeof url === 'string' ? AUTHORITY.exec(url) : null)

/** Host without port and user info, an IPv6 address without its brackets; '' if there is none. */
export function hostOf(url: string): string {
  const found = exec(url)
  return found ? (found[1] || found[2] || '').toLowerCase() : ''
}

/** host:port as in part 8 of sw8, with the default port where the URL names none; '' if there is no host. */
export function peerOf(url: string): string {
  const found = exec(url)
  const host = found && (found[1] ? '[' + found[1] + ']' : found[2])
  return host ? host.toLowerCase() + ':' + (found[3] || (/^\s*(http|ws):/i.test(url) ? 80 : 443)) : ''
}
