import { cut } from './utf8.ts'

/**
 * URLs by hand: mini programs have no URL class (docs/platforms/mini.md#runtime), apps hand over what no such class
 * would parse, and each of the app's requests comes through here. An authority is what follows `scheme://` or a leading
 * `//`.
 */

/** Characters that are looked at: more than is sent, so that it is known there that something is missing. */
const MAX_URL = 10000

/** Behind a scheme and user info: the host, and its port. */
const AUTHORITY = /^(?:[^/\\?#]*:)?[/\\]{2}(?:[^/\\?#]*@)?(?:\[([^\]/\\?#]*)\]|([^/\\?#:]*))(?::(\d+))?/

/** What begins an authority: browsers take a backslash for a slash. */
const START = /^(?:[^/\\]*:)?[/\\]{2,}/

/** Where a URL has come to its query, parameters or fragment, also where they are encoded. */
export const END = /[?#;]|%3f|%23|%3b/i

/** Of these only the scheme is kept: the rest is a body, a number, or a name that tells people apart. */
const OPAQUE = /^(?:data|blob|tel|sms|mailto|\w+file):/i

/** Without query, fragment and user info. '' for what is no string. */
export function cleanUrl(url: string): string {
  if (typeof url !== 'string') return ''
  url = cut(url.trim(), MAX_URL)
  const opaque = OPAQUE.exec(url)
  if (opaque) return opaque[0].toLowerCase()
  return withoutUser(url.split(/[?#]/, 1)[0]).split(END, 1)[0]
}

/** Without a scheme a user shows by the colon: user:password@host. */
function withoutUser(url: string): string {
  // as nearly all
  if (url.indexOf('@') < 0 && url.indexOf(':', url.indexOf('//') + 2) < 0) return url
  const [start] = START.exec(url) || ['']
  const rest = url.slice(start.length)
  const authority = rest.split(/[/\\]/, 1)[0]
  const at = authority.lastIndexOf('@')
  // a port that is none was part of a password with a slash, or with what has been cut off
  if (start && at < 0 && /^[^:]*:[\d:]*[^\d:]/.test(authority.slice(authority.lastIndexOf(']') + 1)))
    return start + rest.slice(rest.lastIndexOf('@') + 1 || authority.length)
  return at < 0 || !(start || authority.lastIndexOf(':', at) >= 0) ? url : start + rest.slice(at + 1)
}

export interface Place {
  /** Without port and user info, an IPv6 address without its brackets. */
  host: string
  /** host:port as in part 8 of sw8, with the default port where the URL names none. */
  peer: string
}

/** Both are '' if there is no host. */
export function placeOf(url: string): Place {
  if (typeof url !== 'string') url = ''
  url = cut(url.trim(), MAX_URL)
  const [, v6, name, port] = (!OPAQUE.test(url) && AUTHORITY.exec(url)) || []
  const host = (v6 || name || '').toLowerCase()
  const standard = /^(http|ws):/i.test(url) ? 80 : 443
  return { host, peer: host && (v6 ? '[' + host + ']' : host) + ':' + (port || standard) }
}
