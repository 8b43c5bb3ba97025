import { asyncCall, type Completion } from '../calls.ts'
import type { NetKind, NetResponse } from '../network.ts'
import type { Process } from '../process.ts'
import type { Loose, RequestRecord } from '../types.ts'
import { decodeBody, encodeRequest, encodeUpload, type Encoded } from './request-body.ts'
import { createTask, profileOf } from './request-task.ts'

type ApiName = RequestRecord['api']

const kinds: Record<ApiName, NetKind> = { request: 'request', uploadFile: 'upload', downloadFile: 'download' }

/** request, uploadFile and downloadFile: one pool of slots, one way of failing. */
export function installRequests(process: Process): void {
  for (const name of Object.keys(kinds) as ApiName[])
    process.api[name] = asyncCall(process, name, (options, done) => transfer(process, name, options, done), {
      task: true,
    })
}

const textHeaders = (header: Loose): Record<string, string> => {
  const headers: Record<string, string> = {}
  if (header && typeof header === 'object')
    for (const key of Object.keys(header)) if (header[key] !== undefined) headers[key] = String(header[key])
  return headers
}

function encode(process: Process, api: ApiName, options: Loose, record: RequestRecord): Encoded {
  const { methods } = process.spec.request
  if (typeof options.url !== 'string' || !options.url)
    return { error: `parameter error: parameter.url should be String instead of ${nameOf(options.url)};` }
  if (!methods.includes(record.method)) return { error: 'parameter error: parameter.method is invalid' }
  if (!/^(https?|wss?):\/\//i.test(options.url)) return { error: 'invalid url' }
  if (api === 'downloadFile') return { url: options.url }
  if (api === 'uploadFile') return encodeUpload(process, options.url, options)
  return encodeRequest(process, options.url, record.method, options.data, record.headers)
}

const nameOf = (value: Loose) => (value === undefined ? 'Undefined' : value === null ? 'Null' : typeof value)

function allowed(process: Process, url: string): boolean {
  const { domains } = process.quirks
  const host = /^\w+:\/\/(?:[^/?#@]*@)?([^/?#:]+)/.exec(url)?.[1]
  return !domains || domains.includes(host ?? '')
}

function timeoutOf(process: Process, api: ApiName, options: Loose): number {
  const own = options.timeout ?? process.config.networkTimeout?.[api]
  return typeof own === 'number' && own > 0 && own < 2 ** 31 ? own : process.spec.request.timeout
}

function begin(process: Process, api: ApiName, options: Loose): RequestRecord {
  const { spec, requests, clock } = process
  const headers =
    options[spec.request.header] ?? (spec.request.aliases[spec.request.header] && options.header)
  const record: RequestRecord = {
    id: requests.length + 1,
    api,
    options,
    url: options.url,
    method:
      api === 'request'
        ? String(options.method ?? 'GET').toUpperCase()
        : api === 'uploadFile'
          ? 'POST'
          : 'GET',
    headers: textHeaders(headers),
    state: 'queued',
    calledAt: clock.monotonic(),
  }
  if (process.record) requests.push(record)
  return record
}

function transfer(process: Process, api: ApiName, options: Loose, done: Completion): Loose {
  const { thread, clock, spec, slots, exchanges, device } = process
  const record = begin(process, api, options)
  const encoded = encode(process, api, options, record)
  const task = createTask(process, api, () => abort())
  let connection: { abort(): void } | undefined
  let leave: (() => void) | undefined
  let timer: unknown
  let open = true

  const close = () => {
    if (!open) return false
    open = false
    exchanges.delete(exchange)
    clock.clearTimeout(timer)
    connection?.abort()
    record.state = 'done'
    record.endedAt = clock.monotonic()
    leave?.()
    return true
  }
  const fail = (reason: string, message?: string) => {
    if (!close()) return
    const words = spec.request.words[reason] ?? { message: reason, code: spec.request.words.reset.code }
    record.outcome = 'fail'
    record.result = done.fail(message ?? words.message, words.code)
  }
  const exchange = { fail, drop: close }
  const abort = () => {
    if (!open) return
    // Told later, as every platform does.
    connection?.abort()
    thread.after(process.timings.call, () => fail('abort'))
  }

  if ('error' in encoded) {
    if (spec.syncParameterErrors) fail('parameter', encoded.error)
    else thread.after(process.timings.call, () => fail('parameter', encoded.error))
    return task.object
  }
  if ('hang' in encoded) return task.object
  exchanges.add(exchange)
  record.url = encoded.url
  record.body = encoded.body
  if (encoded.contentType && contentTypeMissing(record)) record.headers['content-type'] = encoded.contentType
  if (!allowed(process, encoded.url)) {
    thread.after(process.timings.call, () => fail('domain'))
    return task.object
  }
  if (thread.suspended) {
    fail('interrupted')
    return task.object
  }

  const finish = (response: NetResponse) => {
    if (!close()) return
    settle(process, api, options, record, response, done, task.chunked)
  }
  const send = () => {
    record.state = 'sending'
    record.startedAt = clock.monotonic()
    if (device.networkType === 'none') return void thread.after(process.timings.call, () => fail('offline'))
    timer = clock.setTimeout(() => fail('timeout'), timeoutOf(process, api, options))
    const started = device.network(
      {
        kind: kinds[api],
        method: record.method,
        url: record.url,
        headers: record.headers,
        body: record.body,
        redirect: options.redirect === 'manual' ? 'manual' : 'follow',
      },
      {
        headers: (status, headers) => open && task.headers(status, headers),
        chunk: (bytes) => open && options.enableChunked === true && task.chunk(bytes),
        progress: (way, bytes, total) => open && task.progress(way, bytes, total),
        done: finish,
        fail: (failure) => fail(failure.reason),
      },
    )
    if (open) connection = started
  }
  leave = slots.enter(send)
  return task.object
}

const contentTypeMissing = (record: RequestRecord) =>
  !Object.keys(record.headers).some((key) => key.toLowerCase() === 'content-type')

function settle(
  process: Process,
  api: ApiName,
  options: Loose,
  record: RequestRecord,
  response: NetResponse,
  done: Completion,
  chunked: boolean,
): void {
  const { spec, realm, quirks } = process
  const { status, headers, body } = response
  record.status = status
  const bad = (code: string, more?: object) => {
    const words = spec.request.words[code]
    record.outcome = 'fail'
    record.result = done.fail(words.message, words.code, more)
  }
  const names = spec.request
  const fields: Record<string, Loose> = { [names.status]: status, [names.header]: realm.object(headers) }
  for (const name of Object.keys(names.aliases)) fields[names.aliases[name]] = fields[name]
  if ((quirks.httpErrors ?? names.httpErrors) === 'fail' && (status < 200 || status > 299))
    return bad('http', { ...fields, data: decodeBody(process, body, { ...options, dataType: 'text' }) })

  if (api === 'downloadFile') fields[names.filePath] = saveFile(process, options.filePath, body)
  else {
    const dataType = api === 'uploadFile' ? { dataType: 'text' } : options
    const data = chunked && options.enableChunked ? '' : decodeBody(process, body, dataType)
    if (data === undefined) return bad('json', fields)
    fields.data = data
  }
  if (spec.failures === 'errMsg' && api === 'request') fields.cookies = realm.adopt(cookiesOf(headers))
  if (names.profile) fields.profile = realm.object(profileOf(process, record, body.length))
  record.outcome = 'success'
  record.result = done.success(fields)
}

const cookiesOf = (headers: Record<string, string>) =>
  Object.keys(headers)
    .filter((name) => name.toLowerCase() === 'set-cookie')
    .map((name) => headers[name])

function saveFile(process: Process, wanted: Loose, body: Uint8Array): string {
  const { device, spec } = process
  const path = typeof wanted === 'string' ? wanted : `${spec.api}file://tmp/download_${++device.nextFile}`
  device.files.set(path, body)
  return path
}
