import { types } from 'node:util'
import type { Host } from '../host.ts'
import type { Loose } from '../loose.ts'

const encoder = new TextEncoder()

/**
 * `hang`: the platform never answers (docs/platforms/xiaohongshu.md#bodies). `error`: it refuses, with these words
 * (docs/platforms/words.md).
 */
export type Encoded =
  { url: string; body?: Uint8Array; contentType?: string } | { hang: true } | { error: string }

function form(data: Loose) {
  return Object.keys(data)
    .filter((key) => data[key] !== undefined)
    .map((key) => `${encodeURIComponent(key)}=${encodeURIComponent(partOf(data[key]))}`)
    .join('&')
}

function partOf(value: Loose) {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value)
}

export function contentTypeOf(headers: Record<string, string>): string | undefined {
  const name = Object.keys(headers).find((key) => key.toLowerCase() === 'content-type')
  return name === undefined ? undefined : headers[name]
}

/** `data` of wx.request as it leaves the device. */
export function encodeRequest(
  host: Host,
  url: string,
  method: string,
  data: Loose,
  headers: Record<string, string>,
): Encoded {
  const contentType = contentTypeOf(headers) ?? 'application/json'
  if (data === undefined || data === null || data === '') return { url, contentType }
  if (types.isAnyArrayBuffer(data)) {
    const how = host.quirks.binaryBody ?? host.spec.request.binaryBody
    if (how === 'hang') return { hang: true }
    if (how === 'fail') return { error: 'parameter error: data should be String or Object' }
    if (how === 'send') return { url, contentType, body: new Uint8Array(data as ArrayBuffer).slice() }
  }
  if (typeof data !== 'object') return { url, contentType, body: encoder.encode(String(data)) }
  if (method === 'GET' || method === 'HEAD') {
    const query = form(data)
    return { url: query ? url + (url.includes('?') ? '&' : '?') + query : url, contentType }
  }
  const text = contentType.includes('application/x-www-form-urlencoded') ? form(data) : JSON.stringify(data)
  return { url, contentType, body: encoder.encode(text) }
}

/** An upload as multipart/form-data. The boundary is fixed, so that runs can be repeated byte for byte. */
export function encodeUpload(host: Host, url: string, options: Loose): Encoded {
  const file = host.device.files.get(options.filePath)
  if (!file) return { error: "file doesn't exist" }
  const name = options.name ?? options.fileName
  if (typeof name !== 'string') return { error: 'parameter error: parameter.name should be String' }
  const boundary = '----HostFormBoundary7MA4YWxkTrZu0gW'
  const parts: Uint8Array[] = []
  for (const key of Object.keys(options.formData ?? {})) {
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="${key}"\r\n\r\n`
    parts.push(encoder.encode(`${head}${partOf(options.formData[key])}\r\n`))
  }
  const fileName = String(options.filePath).split('/').pop()
  const head = `Content-Disposition: form-data; name="${name}"; filename="${fileName}"`
  parts.push(
    encoder.encode(`--${boundary}\r\n${head}\r\nContent-Type: application/octet-stream\r\n\r\n`),
    file,
    encoder.encode(`\r\n--${boundary}--\r\n`),
  )
  return { url, contentType: `multipart/form-data; boundary=${boundary}`, body: Buffer.concat(parts) }
}

/** What the app finds in `res.data`; `undefined` for text that claims to be JSON and is not. */
export function decodeBody(host: Host, body: Uint8Array, options: Loose): Loose {
  if (options.responseType === 'arraybuffer' || options.dataType === 'arraybuffer')
    return host.realm.buffer(body)
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength)
  if (options.dataType === 'base64') return bytes.toString('base64')
  const text = bytes.toString('utf8')
  if (options.dataType !== undefined && options.dataType !== 'json') return text
  try {
    return host.realm.parse(text)
  } catch {
    return host.spec.request.badJson === 'text' || !text ? text : undefined
  }
}
