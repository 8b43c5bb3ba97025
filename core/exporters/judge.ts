import type { Batch, ExportOutcome } from '../exporter.ts'
import { dateOf } from '../internal/clock.ts'
import type { OwnResult } from '../platform.ts'
import { weigh } from '../signal.ts'
import { hintOf } from './words.ts'

/** What an answer says of the batch: nothing yet, or that it … */
const LATER = 0
const DOUBTED = 1
const TOO_LARGE = 2
const MOVED = 3
const REFUSED = 4
const TAKEN = 5

/** From no answer down to success: what a status, from … to, says of the batch. Any other refuses it. */
const FATES: [from: number, to: number, fate: number][] = [
  [0, 0, LATER],
  // a network that wants a login, and gateways that do not reach the receiver
  [509, Infinity, LATER],
  // one bad record makes some receivers answer so to the whole request
  [505, 508, DOUBTED],
  [502, 504, LATER],
  [500, 501, DOUBTED],
  [429, 429, LATER],
  [413, 413, TOO_LARGE],
  [300, 399, MOVED],
  [200, 299, TAKEN],
]

/** Markup of a web page at the start, behind white space, a byte order mark (as text or bytes) and a declaration of XML. */
const DOCUMENT =
  /^(\s|\ufeff|\xef\xbb\xbf|<\?[^>]*>)*<(!|(html|head|body|title|meta|link|base|style|script|noscript|i?frame(set)?|form|table|center|div|h\d|p)\b)/i

/** What an answer means for the batch, after OTLP/HTTP; SkyWalking's receivers answer in the same way. */
export function judge(result: OwnResult, batch: Batch): ExportOutcome {
  const { status, error = 'no answer', header } = result
  const text = bodyOf(result)
  const isPage = looksLikePage(result, text)
  const reason = (status ? 'HTTP ' + status : error) + (isPage ? ' with a web page' : '')
  const hint = hintOf(reason)
  const fate = fateOf(status)

  function later(unreachable?: boolean, what = hint): ExportOutcome {
    return { kind: 'retryable', reason, after: retryAfter(result), unreachable, hint: what }
  }

  if (fate === LATER) return later(!status && hint ? true : undefined)
  if (fate === DOUBTED) return { kind: 'split', reason, patience: 2 }
  if (fate === TOO_LARGE) return { kind: 'split', reason, patience: 0, tooLarge: true }
  if (fate === REFUSED) return { kind: 'failure', reason, hint }
  if (fate === MOVED)
    return later(true, 'it redirects to ' + (header('Location') || 'nowhere') + ': give the final address')
  return isPage ? later() : taken(text, batch)
}

function fateOf(status: number): number {
  const [row] = FATES.filter(([from, to]) => from <= status && status <= to)
  return row ? row[2] : REFUSED
}

/** All of it, or what the receiver says that it left. */
function taken(text: string, batch: Batch): ExportOutcome {
  const rejected = rejectedBy(text)
  if (!rejected) return { kind: 'success' }
  const all = batch.signals.reduce((sum, signal) => sum + weigh(signal), 0)
  // what the receiver says of it, between bytes
  return { kind: 'partial', rejected: Math.min(rejected, all), reason: text.replace(/[^ -~]+/g, ' ').trim() }
}

/**
 * Of a hotel's or a company's gateway that wants a login, a proxy, a web server: a document, whatever it is called, for
 * some receivers call their `ok` text/html. What is called so and could not be read may be one.
 */
function looksLikePage({ header, body }: OwnResult, text: string): boolean {
  return DOCUMENT.test(text) || (body === undefined && /html/i.test(header('Content-Type')))
}

/** ms; a date counts from the server's own clock, for the device's may be anywhere. */
function retryAfter({ header }: OwnResult): number | undefined {
  const value = header('Retry-After')
  // engines see dates in all kinds of texts
  const isDate = /:/.test(value)
  const ms = isDate
    ? dateOf(value) - dateOf(header('Date'))
    : // of several, which hosts join, the longest
      Math.max(...value.split(',').map(secondsOf)) * 1000
  return isNaN(ms) ? undefined : Math.max(ms, 0)
}

function secondsOf(text: string): number {
  return /^\s*\d+(\.\d+)?\s*$/.test(text) ? +text : NaN
}

function bodyOf({ body }: OwnResult): string {
  if (typeof body === 'string') return body
  // what is no partial success need not be read to its end
  return body ? String.fromCharCode(...new Uint8Array(body.slice(0, 4096))) : ''
}

/**
 * How many a receiver did not take, of `ExportXServiceResponse { partial_success = 1 { rejected = 1 (varint) } }`; in
 * JSON the field is named after what was sent: rejectedLogRecords, rejectedDataPoints, rejectedSpans.
 */
function rejectedBy(text: string): number {
  const json = /"rejected\w+"\s*:\s*"?(\d+)/.exec(text)
  if (json) return +json[1]
  const [, varint = ''] = /^\n[\x80-\xff]*[^]\x08([\x80-\xff]*[^])/.exec(text) || []
  return varint.split('').reduceRight((value, char) => value * 128 + (char.charCodeAt(0) & 127), 0)
}
