/**
 * A route or path without leading slash and query, where frameworks keep their time stamps and ids:
 * docs/platforms/taro.md#stamps
 */
export function pathOf(route: unknown): string {
  return typeof route === 'string' ? route.split(/[?#]/, 1)[0].replace(/^\/+/, '') : ''
}

/** Where a URL leads from a page; relative ones begin in its folder. */
export function resolvePath(url: unknown, from: string): string {
  const relative = typeof url === 'string' && url[0] !== '/'
  const path = relative ? from.slice(0, from.lastIndexOf('/') + 1) + url : url
  const parts: string[] = []
  for (const part of pathOf(path).split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '.') parts.push(part)
  }
  return parts.join('/')
}
