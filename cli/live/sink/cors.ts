import { answer } from './answer.ts'
import type { Answer } from './answer.ts'

type Headers = { [name: string]: string }

/** What lets a page from elsewhere read an answer; nothing where none asked. */
export function corsHeaders({ origin }: Headers): Answer['headers'] {
  if (!origin) return {}
  return {
    'access-control-allow-origin': origin,
    // sendBeacon always sends credentials, and then `*` is not enough.
    'access-control-allow-credentials': 'true',
    'access-control-expose-headers': 'retry-after',
    vary: 'origin',
  }
}

/** The answer to the browser's question whether a page may send. */
export function preflight(headers: Headers): Answer {
  return answer(204, {
    ...corsHeaders(headers),
    'access-control-allow-methods': 'POST',
    'access-control-allow-headers':
      headers['access-control-request-headers'] ?? 'content-type, content-encoding',
    'access-control-max-age': '600',
  })
}
