/** `pages/a/b?x=1` in parts. Values stay as they are: the platforms leave the decoding to the app. */
export function parseUrl(url: string, from = ''): { path: string; query: Record<string, string> } {
  const [target, search = ''] = String(url).split('?')
  const query: Record<string, string> = {}
  for (const pair of search.split('&').filter(Boolean)) {
    const at = pair.indexOf('=')
    query[at < 0 ? pair : pair.slice(0, at)] = at < 0 ? '' : pair.slice(at + 1)
  }
  return { path: resolvePath(target, from), query }
}

export function resolvePath(target: string, from: string): string {
  // Without a dot or slash the platforms take it as relative to the page; apps write it from the root as well.
  const parts = target.startsWith('.') ? from.split('/').slice(0, -1) : []
  for (const part of target.split('/')) {
    if (part === '..') parts.pop()
    else if (part && part !== '.') parts.push(part)
  }
  return parts.join('/')
}
