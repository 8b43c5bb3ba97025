type Name = 'logs' | 'metrics' | 'traces' | 'segments' | 'keepAlive'

/** Those that are not given, by the base URLs of the two receivers. */
export function fillEndpoints(
  endpoints: { [name in Name]?: string },
  collector?: string,
  traceCollector?: string,
): void {
  const at = (name: Name, base: string | undefined, path: string) => {
    if (base !== undefined && !endpoints[name]) endpoints[name] = joined(base, path)
  }
  at('logs', collector, '/v1/logs')
  at('metrics', collector, '/v1/metrics')
  at('traces', traceCollector, '/v1/traces')
  at('segments', traceCollector, '/v3/segments')
  at('keepAlive', traceCollector, '/v3/management/keepAlive')
}

/** Who copied the address of one signal means its base; what follows, a token, say, stays behind. */
function joined(base: string, path: string): string {
  const [whole, query = ''] = base.split('#', 1)[0].split(/(\?.*)/)
  const folder = withoutSlashes(
    withoutSlashes(whole).replace(/\/v1\/(logs|metrics|traces)$|\/v3\/segments$/, ''),
  )
  return folder + path + query
}

/** At its end. */
function withoutSlashes(url: string): string {
  let end = url.length
  while (end && url[end - 1] === '/') end--
  return url.slice(0, end)
}
