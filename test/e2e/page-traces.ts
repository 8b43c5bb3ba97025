import type { ReceivedData } from '../../cli/live/sink/index.ts'

/**
 * Pages that loaded, by path, and what of each trace hangs below the page's span: `launch`, `route`, `setData`, and what
 * is asked for by GET. What hangs below nothing that arrived is under `?`.
 */
export function pageTracesOf({ segments }: Pick<ReceivedData, 'segments'>): { [page: string]: string[] } {
  const tagsOf = (span: (typeof segments)[number]['spans'][number]) =>
    Object.fromEntries((span.tags ?? []).map(({ key, value }) => [key, value]))
  const pages = new Map<string, string>()
  const traces: { [page: string]: string[] } = {}
  for (const { traceSegmentId, spans } of segments) {
    const [span] = spans
    if (!tagsOf(span!)['miniprogram.page.opening']) continue
    pages.set(traceSegmentId, span!.operationName)
    traces[span!.operationName] ??= []
  }
  for (const { spans } of segments) {
    const [span] = spans
    const [ref] = span!.refs ?? []
    if (!ref) continue
    const tags = tagsOf(span!)
    const name = tags['http.method']
      ? `${tags['http.method']} ${String(tags.url).replace(/^\w+:\/\/[^/]+/, '')}`
      : span!.operationName
    // what the journey sends may begin while its page still loads, or not
    if (/^[A-Z]{4,} /.test(name)) continue
    const below = (traces[pages.get(ref.parentTraceSegmentId) ?? '?'] ??= [])
    if (!below.includes(name)) below.push(name)
  }
  for (const below of Object.values(traces)) below.sort()
  return traces
}
