import type { Context } from '../context.ts'

/** What a link says: the session, and of a trace that is sampled its id and that of the span that goes there. */
const LINK = 'mm'

/**
 * Adds to URLs of these hosts what a web page needs to go on with the session and the trace. It goes behind the hash, since
 * no server is told of that, and into the query there, since hash routers own the rest.
 */
export function linkTo(hosts: readonly string[]): NonNullable<Context['link']> {
  return (context, url, startSpan) => {
    if (typeof url !== 'string' || hosts.indexOf(hostOf(url)) < 0 || context.consent() !== 'granted')
      return url
    const words = [context.session()]
    const span = startSpan('web-view')
    span.end()
    const { sampled, spanId, traceId } = span.context
    if (sampled) words.push(traceId, spanId)
    const hash = url.indexOf('#')
    const first = hash < 0 ? '#?' : '?'
    const separator = hash >= 0 && url.indexOf('?', hash) >= 0 ? '&' : first
    return url + separator + LINK + '=' + words.join('-')
  }
}

/** With its port, if it names one; '' of what is no absolute URL. */
function hostOf(url: string): string {
  return ((/^https?:\/\/([^/?#@\\]+)(?:[/?#]|$)/i.exec(url) || [])[1] || '').toLowerCase()
}
