/**
 * URLs by hand: mini programs have no URL class (docs/platforms/mini.md#runtime), apps hand over what no such class
 * would parse, and each of the app's requests comes through here. An authority is what follows `scheme://` or a leading
 * `//`.
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

export interface Place {
  /** Without port and user info, an IPv6 address without its brackets. */
  host: string
  /** host:port as in part 8 of sw8, with the default port where the URL names none. */
  peer: string
}

/** Both are '' if there is no host. */
export function placeOf(url: string): Place {
  const [, v6, name, port] = (typeof url === 'string' && AUTHORITY.exec(url)) || []
  const host = (v6 || name || '').toLowerCase()
  const standard = /^\s*(http|ws):/i.test(url) ? 80 : 443
  return { host, peer: host && (v6 ? '[' + host + ']' : host) + ':' + (port || standard) }
}
