import type { Batch, ExportOutcome } from '../exporter.ts'
import { dateOf } from '../internal/clock.ts'
import type { Any } from '../internal/guard.ts'
import type { OwnResult } from '../platform.ts'
import { weigh } from '../signal.ts'

/**
 * How hosts and systems tell of a certificate that they do not trust (first group): Chromium's and Cronet's names (-200
 * to -299 are its codes), WeChat on Android "ssl hand shake error", iOS in English and Chinese, Node. And of a host that
 * is not there or not allowed: WeChat and those like it "url not in domain list", its tools and Kuaishou in Chinese,
 * Alipay 11 (no right to cross domains), then Chromium, Android, iOS, Node.
 */
const MISTAKE =
  /(cert|ssl|tls|证书|安全连接|errcode:-2\d\d\b)|domain|white ?list|域名|主机名|无权跨域|^error 11$|NAME_NOT_RESOLVED|errcode:-105|(?:resolve|unknown) host|hostname could not|ENOTFOUND/i

/** The platform itself refused the bytes, since it wants a string (or an object) as the body: nothing was sent. */
export function refusesBinary({ status, error }: OwnResult): boolean {
  return !status && /array ?buffer|binary|data type|data should be|object to primitive/i.test(error || '')
}

/** What an answer means for the batch, after OTLP/HTTP; SkyWalking's receivers answer in the same way. */
export function judge(result: OwnResult, batch: Batch): ExportOutcome {
  const { status, error = 'no answer' } = result
  const body = textOf(result)
  // of a hotel's or a company's gateway that wants a login, a proxy, a web server
  const page =
    /^\s*</.test(body) ||
    // an empty body is no page, but one that could not be read may be
    (/html/i.test(result.header('Content-Type')) && (!!body || result.body === undefined))
  const reason = (status ? 'HTTP ' + status : error) + (page ? ' with a web page' : '')
  const retry = (hint?: string, unreachable?: boolean): ExportOutcome => {
    return { kind: 'retryable', reason, after: retryAfter(result), unreachable, hint }
  }
  const mistake = !status && MISTAKE.exec(error)
  if (mistake)
    return retry(
      mistake[1]
        ? 'is its certificate complete and valid?'
        : 'no such host, or its domain is not on the list',
      true,
    )
  // beyond 508: a network that wants a login, and gateways that do not reach the receiver
  if (!status || status === 429 || (status > 501 && status < 505) || status > 508) return retry()
  // one bad record makes some receivers answer 500 to the whole request
  if (status > 499) return { kind: 'split', reason, patience: 2 }
  if (status === 413) return { kind: 'split', reason, patience: 0, tooLarge: true }
  if (status > 299 && status < 400)
    return retry(
      'it redirects to ' + (result.header('Location') || 'nowhere') + ': give the final address',
      true,
    )
  if (status < 200 || status > 299) {
    const hint = /40[45]/.test(reason)
      ? 'no receiver at this path?'
      : /40[13]/.test(reason)
        ? 'does it want a token (option "headers")?'
        : undefined
    return { kind: 'failure', reason, hint }
  }
  if (page) return retry('a login, or another server, answers')
  const rejected = rejectedBy(body)
  if (!rejected) return { kind: 'success' }
  const all = batch.signals.reduce((sum, signal) => sum + weigh(signal), 0)
  // what the receiver says of it, between bytes
  return { kind: 'partial', rejected: Math.min(rejected, all), reason: body.replace(/[^ -~]+/g, ' ').trim() }
}

/** ms; a date counts from the server's own clock, for the device's may be anywhere. */
function retryAfter({ header }: OwnResult): number | undefined {
  const value = header('Retry-After')
  // engines see dates in all kinds of texts
  const ms = /^\d+$/.test(value)
    ? +value * 1000
    : /:/.test(value)
      ? dateOf(value) - dateOf(header('Date'))
      : NaN
  return ms === ms ? Math.max(ms, 0) : undefined
}

/** Characters up to 255 for bytes. */
function textOf({ body }: OwnResult): string {
  if (typeof body === 'string') return body
  // what is no partial success need not be read to its end
  return body ? String.fromCharCode.apply(undefined, new Uint8Array(body.slice(0, 4096)) as Any) : ''
}

/**
 * How many a receiver did not take, of `ExportXServiceResponse { partial_success = 1 { rejected = 1 (varint) } }`; in
 * JSON the field is named after what was sent: rejectedLogRecords, rejectedDataPoints, rejectedSpans.
 */
function rejectedBy(body: string): number {
  const json = /"rejected\w+"\s*:\s*"?(\d+)/.exec(body)
  if (json) return +json[1]
  const [, varint = ''] = /^\n[\x80-\xff]*[^]\x08([\x80-\xff]*[^])/.exec(body) || []
  return varint.split('').reduceRight((value, char) => value * 128 + (char.charCodeAt(0) & 127), 0)
}
