import { asyncCall, type Completion } from './calls.ts'
import type { NetKind, NetResponse } from '../network/network.ts'
import type { Host } from '../host.ts'
import type { Loose } from '../loose.ts'
import type { FailureWords } from '../platform.ts'
import type { RequestRecord } from '../records.ts'
import { createExchange, type Exchange } from './exchange.ts'
import { decodeBody, encodeRequest, encodeUpload, type Encoded } from './request-body.ts'
import { createTask, profileOf, type Task } from './request-task.ts'

type ApiName = RequestRecord['api']

const KINDS: Record<ApiName, NetKind> = { request: 'request', uploadFile: 'upload', downloadFile: 'download' }

/** request, uploadFile and downloadFile: one pool of slots (docs/platforms/wechat.md#slots), one way of failing. */
export function installRequests(host: Host): void {
  for (const name of Object.keys(KINDS) as ApiName[])
    host.api[name] = asyncCall(host, name, (options, done) => transfer(host, name, options, done), {
      task: true,
    })
}

function textHeaders(header: Loose): Record<string, string> {
  const headers: Record<string, string> = {}
  if (header && typeof header === 'object')
    for (const key of Object.keys(header)) if (header[key] !== undefined) headers[key] = String(header[key])
  return headers
}

function encode(host: Host, api: ApiName, options: Loose, record: RequestRecord): Encoded {
  const { methods } = host.spec.request
  if (typeof options.url !== 'string' || !options.url)
    return { error: `parameter error: parameter.url should be String instead of ${nameOf(options.url)};` }
  if (!methods.includes(record.method)) return { error: 'parameter error: parameter.method is invalid' }
  if (!/^(https?|wss?):\/\//i.test(options.url)) return { error: 'invalid url' }
  if (api === 'downloadFile') return { url: options.url }
  if (api === 'uploadFile') return encodeUpload(host, options.url, options)
  return encodeRequest(host, options.url, record.method, options.data, record.headers)
}

function nameOf(value: Loose): string {
  if (value === undefined) return 'Undefined'
  return value === null ? 'Null' : typeof value
}

function allowed(host: Host, url: string): boolean {
  const { domains } = host.quirks
  const name = /^\w+:\/\/(?:[^/?#@]*@)?([^/?#:]+)/.exec(url)?.[1]
  return !domains || domains.includes(name ?? '')
}

function timeoutOf(host: Host, api: ApiName, options: Loose): number {
  const own = options.timeout ?? host.config.networkTimeout?.[api]
  return typeof own === 'number' && own > 0 && own < 2 ** 31 ? own : host.spec.request.timeout
}

function begin(host: Host, api: ApiName, options: Loose): RequestRecord {
  const { spec, requests, clock } = host
  const headers =
    options[spec.request.header] ?? (spec.request.aliases[spec.request.header] && options.header)
  const record: RequestRecord = {
    id: requests.length + 1,
    api,
    options,
    url: options.url,
    method: methodOf(api, options),
    headers: textHeaders(headers),
    state: 'queued',
    calledAt: clock.monotonic(),
  }
  if (host.record) requests.push(record)
  return record
}

function methodOf(api: ApiName, options: Loose): string {
  if (api === 'request') return String(options.method ?? 'GET').toUpperCase()
  return api === 'uploadFile' ? 'POST' : 'GET'
}

function transfer(host: Host, api: ApiName, options: Loose, done: Completion): Loose {
  const { thread, spec, device, timings } = host
  const record = begin(host, api, options)
  const encoded = encode(host, api, options, record)
  const answer = (response: NetResponse) => {
    record.status = response.status
    const outcome = resultOf(host, api, options, record, response, task.chunked)
    record.outcome = outcome.bad ? 'fail' : 'success'
    record.result = outcome.bad
      ? done.fail(outcome.bad.message, outcome.bad.code, outcome.fields)
      : done.success(outcome.fields)
  }
  const exchange = createExchange(host, record, done, answer)
  const task = createTask(host, api, exchange.abort)
  const soon = (reason: string, message?: string) =>
    void thread.after(timings.call, () => exchange.fail(reason, message))

  if ('error' in encoded) {
    if (spec.syncParameterErrors) exchange.fail('parameter', encoded.error)
    else soon('parameter', encoded.error)
    return task.object
  }
  if ('hang' in encoded) return task.object
  record.url = encoded.url
  record.body = encoded.body
  if (encoded.contentType && contentTypeMissing(record)) record.headers['content-type'] = encoded.contentType
  if (!allowed(host, encoded.url)) soon('domain')
  else if (thread.suspended) exchange.fail('interrupted')
  else
    exchange.start(
      () =>
        device.networkType === 'none'
          ? void soon('offline')
          : connect(host, api, options, record, exchange, task),
      timeoutOf(host, api, options),
    )
  return task.object
}

function connect(
  host: Host,
  api: ApiName,
  options: Loose,
  record: RequestRecord,
  exchange: Exchange,
  task: Task,
): { abort(): void } {
  const { method, url, headers, body } = record
  const redirect = options.redirect === 'manual' ? 'manual' : 'follow'
  return host.device.network(
    { kind: KINDS[api], method, url, headers, body, redirect },
    {
      headers: (status, received) => exchange.open && task.headers(status, received),
      chunk: (bytes) => exchange.open && options.enableChunked === true && task.chunk(bytes),
      progress: (way, bytes, total) => exchange.open && task.progress(way, bytes, total),
      done: exchange.finish,
      fail: (failure) => exchange.fail(failure.reason),
    },
  )
}

function contentTypeMissing(record: RequestRecord) {
  return !Object.keys(record.headers).some((key) => key.toLowerCase() === 'content-type')
}

/** What the app gets for an answer; `bad`: the platform makes a failure of it: docs/platforms/alipay.md#failures */
function resultOf(
  host: Host,
  api: ApiName,
  options: Loose,
  record: RequestRecord,
  { status, headers, body }: NetResponse,
  chunked: boolean,
): { fields: Record<string, Loose>; bad?: FailureWords } {
  const { spec, realm, quirks } = host
  const { request } = spec
  const fields: Record<string, Loose> = { [request.status]: status, [request.header]: realm.object(headers) }
  for (const name of Object.keys(request.aliases)) fields[request.aliases[name]] = fields[name]
  if ((quirks.httpErrors ?? request.httpErrors) === 'fail' && (status < 200 || status > 299)) {
    fields.data = decodeBody(host, body, { ...options, dataType: 'text' })
    return { fields, bad: request.words.http }
  }
  if (api === 'downloadFile') fields[request.filePath] = saveFile(host, options.filePath, body)
  else {
    const how = api === 'uploadFile' ? { dataType: 'text' } : options
    fields.data = chunked && options.enableChunked ? '' : decodeBody(host, body, how)
    if (fields.data === undefined) return { fields, bad: request.words.json }
  }
  if (spec.failures === 'errMsg' && api === 'request') fields.cookies = realm.adopt(cookiesOf(headers))
  if (request.profile) fields.profile = realm.object(profileOf(host, record, body.length))
  return { fields }
}

function cookiesOf(headers: Record<string, string>) {
  return Object.keys(headers)
    .filter((name) => name.toLowerCase() === 'set-cookie')
    .map((name) => headers[name])
}

function saveFile(host: Host, wanted: Loose, body: Uint8Array): string {
  const { device, spec } = host
  const path = typeof wanted === 'string' ? wanted : `${spec.api}file://tmp/download_${++device.nextFile}`
  device.files.set(path, body)
  return path
}
