/**
 * URLs by hand: mini programs have no URL class, apps hand over what no such class would parse, and each of the app's
 * requests comes through here. An authority is what follows `scheme://` or a leading `//`.
 */

/** Without query and fragment; of a data URL only `data:`, for the rest is a body. */
function bare(url: string): string {
  url = typeof url === 'string' ? url.trim() : ''
  if (url.slice(0, 5).toLowerCase() === 'data:') return 'data:'
  const query = url.indexOf('?')
  if (query >= 0) url = url.slice(0, query)
  const hash = url.indexOf('#')
  return hash < 0 ? url : url.slice(0, hash)
}

/** Where the authority begins in a bare URL; 0 if it has none. */
function authorityAt(url: string): number {
  const slash = url.indexOf('/')
  return slash >= 0 && url[slash + 1] === '/' && (!slash || url[slash - 1] === ':') ? slash + 2 : 0
}

function authorityEnd(url: string, from: number): number {
  const end = url.indexOf('/', from)
  return end < 0 ? url.length : end
}

/** host[:port], in lower case; '' if there is none. */
function authority(bareUrl: string): string {
  const from = authorityAt(bareUrl)
  if (!from) return ''
  const whole = bareUrl.slice(from, authorityEnd(bareUrl, from))
  return whole.slice(whole.lastIndexOf('@') + 1).toLowerCase()
}

/** Without query, fragment and user info. Any string is taken; what is no string gives ''. */
export function cleanUrl(url: string): string {
  url = bare(url)
  const from = authorityAt(url)
  const at = url.lastIndexOf('@', authorityEnd(url, from))
  // Without an authority a user shows by the colon before the @: user:password@host, mailto:somebody@host
  const user = from ? at >= from : at >= 0 && url.lastIndexOf(':', at) >= 0
  return user ? url.slice(0, from) + url.slice(at + 1) : url
}

/** Host without port and user info, an IPv6 address without its brackets; '' if there is none. */
export function hostOf(url: string): string {
  const host = authority(bare(url))
  const bracket = host.indexOf(']')
  if (host[0] === '[' && bracket > 0) return host.slice(1, bracket)
  const colon = host.indexOf(':')
  return colon < 0 ? host : host.slice(0, colon)
}

/** host:port as in part 8 of sw8, with the default port where the URL names none; '' if there is no host. */
export function peerOf(url: string): string {
  const host = authority(bare(url))
  const port = /:(\d*)$/.exec(host)
  const name = port ? host.slice(0, port.index) : host
  return name && name + ':' + ((port && port[1]) || (/^(http|ws):/i.test(url) ? 80 : 443))
}
