/** `/pages/index/index?$taroTimestamp=…` and `pages/index/index?stamp=A` as one page: no leading slash, no query. */
export function pagePath(path: unknown): string {
  return typeof path === 'string' ? path.replace(/^\/+|[?#].*$/g, '') : ''
}
