import type { Batch, ExportOutcome } from '../exporter.ts'
import { dateOf } from '../internal/clock.ts'
import type { OwnResult } from '../platform.ts'
import { weigh } from '../signal.ts'
import { hintOf } from './words.ts'

/** What an answer says of the batch: nothing yet, perhaps something, or that it … */
const LATER = 0
const VAGUE = 1
const TOO_LARGE = 2
const MOVED = 3
/** Somebody is not let in: whoever sends, or whoever says such things. */
const BARRED = 4
const REFUSED = 5
const TAKEN = 6

/** From no answer down to success: what a status, from … to, says of the batch. Any other refuses it. */
const FATES: [from: number, to: number, fate: number][] = [
  [0, 0, LATER],
  // a network that wants a login, and gateways that do not reach the receiver
  [509, Infinity, LATER],
  // trouble of the receiver, but some answer so to the whole request for one bad record
  [505, 508, VAGUE],
  [502, 504, LATER],
  [500, 501, VAGUE],
  [429, 429, LATER],
  [425, 425, LATER],
  [413, 413, TOO_LARGE],
  [408, 408, LATER],
  [407, 407, BARRED],
  [403, 403, BARRED],
  [401, 401, BARRED],
  [300, 399, MOVED],
  [200, 299, TAKEN],
]

/** Markup of a web page at the start, behind white space, a byte order mark (as text or bytes) and a declaration of XML. */
const DOCUMENT =
  /^(\s|\xef\xbb\xbf|<\?[^>]*>)*<(!|(html|head|body|title|meta|link|base|style|script|noscript|i?frame(set)?|form|table|center|div|h\d|p)\b)/i

/**
 * What an answer means for the batch, after OTLP/HTTP; SkyWalking's receivers answer in the same way. `outside`: we may not
 * have been let in yet, since nothing was ever taken, or with other headers than the last that were.
 */
export function judge(result: OwnResult, batch: Batch, outside: boolean): ExportOutcome {
  const { status, error = 'no answer', header } = result
  const text = bodyOf(result)
  const isPage = looksLikePage(result, text)
  const reason = (status ? 'HTTP ' + status : error) + (isPage ? ' with a web page' : '')
  const said = { reason, after: retryAfter(result), hint: hintOf(reason) }
  const fate = fateOf(status)

  if (fate === TAKEN && !isPage) return taken(text, batch)
  if (fate === TOO_LARGE) return { kind: 'split', reason, tooLarge: true }
  if (fate === MOVED) {
    const hint = 'it redirects to ' + (header('Location') || 'nowhere') + ': give the final address'
    return Object.assign(said, { kind: 'retryable', unreachable: true, hint } as const)
  }
  if (fate === LATER || (outside && (fate === BARRED || fate === TAKEN)))
    return Object.assign(said, { kind: 'retryable', unreachable: !status && !!said.hint } as const)
  return Object.assign(said, { kind: 'refused', vague: fate === VAGUE } as const)
}

/** Whether somebody is not let in: 401, 403, 407. */
export function isBarred(status: number): boolean {
  return fateOf(status) === BARRED
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
  // engines see dates in all kinds of texts: https://tc39.es/ecma262/#sec-date.parse
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
