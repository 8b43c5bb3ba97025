import type { Batch, ExportOutcome } from '../exporter.ts'
import { dateOf } from '../internal/clock.ts'
import type { Any } from '../internal/guard.ts'
import type { OwnResult } from '../platform.ts'
import { weigh } from '../signal.ts'

/**
 * How hosts and systems tell of a host that is not there or not allowed: WeChat and those like it "url not in domain
 * list", its tools and Kuaishou in Chinese, Alipay 11 (no right to cross domains), then Chromium, Android, iOS, Node.
 */
const UNREACHABLE =
  /domain|white ?list|域名|主机名|无权跨域|^error 11$|NAME_NOT_RESOLVED|cronet_error_code:-105|(resolve|unknown) host|hostname could not|ENOTFOUND/i

/** Hosts that want a string (or an object) as the body. */
const NO_BINARY = /array ?buffer|binary|data type|data should be|object to primitive/i

/** The platform itself refused the bytes: nothing was sent. */
export function refusesBinary(result: OwnResult): boolean {
  return !result.status && NO_BINARY.test(result.error || '')
}

/**
 * How hosts and systems tell of a certificate that they do not trust: Chromium's and Cronet's names (-200 to -299 are
 * its codes), WeChat on Android "ssl hand shake error", iOS in English and Chinese, Node.
 */
const UNTRUSTED = /cert|ssl|tls|证书|安全连接|errcode:-2\d\d\b/i

/** What an answer means for the batch, after OTLP/HTTP; SkyWalking's receivers answer in the same way. */
export function judge(result: OwnResult, batch: Batch): ExportOutcome {
  const { status, error = '' } = result
  const body = bodyOf(result)
  // of a hotel's or a company's gateway that wants a login, a proxy, a web server
  const page =
    /^\s*</.test(body) ||
    (/html/i.test(result.header('Content-Type')) && (!!body || result.body === undefined))
  const reason = (status ? 'HTTP ' + status : error || 'no answer') + (page ? ' with a web page' : '')
  const retry = (hint?: string, unreachable?: boolean): ExportOutcome => ({
    kind: 'retryable',
    reason,
    after: retryAfter(result),
    unreachable,
    hint,
  })
  if (status > 199 && status < 300)
    return page
      ? retry('a login, or another server, answers in place of the receiver')
      : accepted(body, batch)
  if (status > 299 && status < 400) {
    const hint = 'it redirects to ' + (result.header('Location') || 'nowhere') + ': give the final address'
    return retry(hint, true)
  }
  if (status === 413) return { kind: 'split', reason, patience: 0, tooLarge: true }
  if (!status && UNREACHABLE.test(error))
    return retry('no such host, or its domain is not on the list that the app may send to', true)
  if (!status && UNTRUSTED.test(error))
    return retry('is its certificate complete, valid, and of an authority that phones know?', true)
  // beyond 508: a network that wants a login, and gateways that do not reach the receiver
  if (!status || status === 429 || (status > 501 && status < 505) || status > 508) return retry()
  // one bad record makes some receivers answer 500 to the whole request
  if (status > 499) return { kind: 'split', reason, patience: 2 }
  const hint =
    status === 404 || status === 405
      ? 'no receiver at this path?'
      : status === 401 || status === 403
        ? 'does it want a token (option "headers")?'
        : undefined
  return { kind: 'failure', reason, hint }
}

function accepted(body: string, batch: Batch): ExportOutcome {
  const { rejected, message } = /^\s*\{/.test(body) ? fromJson(body) : fromProtobuf(body)
  if (!(rejected > 0)) return { kind: 'success' }
  const all = batch.signals.reduce((sum, signal) => sum + weigh(signal), 0)
  return { kind: 'partial', rejected: Math.min(rejected, all), reason: message || 'rejected' }
}

/** Characters up to 255 for bytes. */
function bodyOf({ body }: OwnResult): string {
  if (typeof body === 'string') return body
  // what is no partial success need not be read to its end
  return body ? String.fromCharCode.apply(undefined, new Uint8Array(body.slice(0, 4096)) as Any) : ''
}

interface Rejection {
  rejected: number
  message?: string
}

function fromJson(body: string): Rejection {
  try {
    const partial = JSON.parse(body).partialSuccess || {}
    // the field is named after what was sent: rejectedLogRecords, rejectedDataPoints, rejectedSpans
    const name = Object.keys(partial).filter((key) => /^rejected/.test(key))[0]
    return { rejected: +partial[name], message: partial.errorMessage }
  } catch (_) {
    return { rejected: 0 }
  }
}

/** `ExportXServiceResponse { partial_success = 1 { rejected = 1 (varint), error_message = 2 } }` */
function fromProtobuf(body: string): Rejection {
  const partial = fieldsOf(String(fieldsOf(body)[1]))
  return { rejected: +partial[1], message: String(partial[2] || '') }
}

/** What a message says, by the number of the field: a number of a varint, else the bytes. */
function fieldsOf(bytes: string): { [field: number]: string | number } {
  const found: { [field: number]: string | number } = {}
  let at = 0
  const varint = () => {
    let value = 0
    for (let scale = 1, byte = 128; byte > 127 && at < bytes.length; scale *= 128) {
      byte = bytes.charCodeAt(at++)
      value += (byte & 127) * scale
    }
    return value
  }
  while (at < bytes.length) {
    const tag = varint()
    const type = tag & 7
    const size = type === 2 ? varint() : type === 1 ? 8 : type === 5 ? 4 : bytes.length
    found[tag >> 3] = type ? bytes.substr(at, size) : varint()
    if (type) at += size
  }
  return found
}

/** ms; a date counts from the server's own clock, for the device's may be anywhere. */
function retryAfter(result: OwnResult): number | undefined {
  const value = result.header('Retry-After')
  if (/^\s*\d+\s*$/.test(value)) return +value * 1000
  // engines see dates in all kinds of texts
  const ms = /:/.test(value) ? dateOf(value) - dateOf(result.header('Date')) : NaN
  return ms === ms ? Math.max(ms, 0) : undefined
}
