import type { Host } from '../host.ts'
import type { Loose } from '../loose.ts'
import type { RequestRecord } from '../records.ts'

export interface Task {
  /** What the app gets. */
  readonly object: Loose
  /** Somebody listens to chunks. */
  readonly chunked: boolean
  headers(status: number, headers: Record<string, string>): void
  chunk(bytes: Uint8Array): void
  progress(way: 'up' | 'down', bytes: number, total: number): void
}

/** RequestTask, UploadTask, DownloadTask. */
export function createTask(host: Host, api: RequestRecord['api'], abort: () => void): Task {
  const { thread, realm } = host
  const listeners: Record<string, Loose[]> = {}
  const events =
    api === 'request' ? ['HeadersReceived', 'ChunkReceived'] : ['HeadersReceived', 'ProgressUpdate']
  const object = realm.object({ abort: () => thread.alive && abort() })
  for (const name of events) {
    listeners[name] = []
    object[`on${name}`] = (listener: Loose) => void listeners[name].push(listener)
    object[`off${name}`] = (listener?: Loose) => {
      listeners[name] = listener === undefined ? [] : listeners[name].filter((each) => each !== listener)
    }
  }
  const emit = (name: string, event: object) => {
    for (const listener of listeners[name] ?? [])
      thread.post(() => thread.call(`${api} on${name}`, listener, undefined, [realm.object(event)]))
  }
  return {
    object,
    get chunked() {
      return listeners.ChunkReceived?.length > 0
    },
    headers: (statusCode, headers) =>
      emit('HeadersReceived', { statusCode, header: realm.object(headers), cookies: realm.adopt([]) }),
    chunk: (bytes) => emit('ChunkReceived', { data: realm.buffer(bytes) }),
    progress(way, bytes, total) {
      if ((way === 'up') !== (api === 'uploadFile')) return
      const progress = total ? Math.floor((bytes / total) * 100) : 100
      emit('ProgressUpdate', {
        progress,
        [way === 'up' ? 'totalBytesSent' : 'totalBytesWritten']: bytes,
        [way === 'up' ? 'totalBytesExpectedToSend' : 'totalBytesExpectedToWrite']: total,
      })
    },
  }
}

/**
 * WeChat's `res.profile` (docs/platforms/wechat.md#profile): wall-clock ms; the connection is taken as reused, so its
 * phases take no time.
 */
export function profileOf(host: Host, record: RequestRecord, received: number): object {
  const wall = host.clock.now() - host.clock.monotonic()
  const at = (time: number | undefined) => Math.round(wall + (time ?? record.calledAt))
  const start = at(record.startedAt)
  const end = at(record.endedAt)
  return {
    invokeStart: at(record.calledAt),
    queueStart: at(record.calledAt),
    queueEnd: start,
    fetchStart: start,
    domainLookUpStart: start,
    domainLookUpEnd: start,
    connectStart: start,
    connectEnd: start,
    SSLconnectionStart: 0,
    SSLconnectionEnd: 0,
    requestStart: start,
    requestEnd: start,
    responseStart: end,
    responseEnd: end,
    rtt: 0,
    protocol: 'http1.1',
    socketReused: true,
    sendBytesCount: record.body?.length ?? 0,
    // The platform's own spelling: docs/platforms/wechat.md#profile
    receivedBytedCount: received,
    estimate_nettype: 4,
    httpRttEstimate: 0,
    transportRttEstimate: 0,
    downstreamThroughputKbpsEstimate: 0,
    throughputKbps: 0,
    peerIP: '',
    port: 0,
  }
}
