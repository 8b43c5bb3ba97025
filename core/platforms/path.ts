/** A route or path without leading slash and query, where frameworks keep their time stamps and ids. */
export function pathOf(route: unknown): string {
  return typeof route === 'string' ? route.replace(/^\/+|[?#].*$/g, '') : ''
}
