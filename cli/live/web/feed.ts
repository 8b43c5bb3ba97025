import type { ServerResponse } from 'node:http'
import type { Filter, Store } from '../sink/index.ts'
import { HEADERS } from './headers.ts'

interface Reader {
  filter: Filter
  seen: number
  /** Updates left out since nothing came. */
  idle: number
}

/** Rates and ages go on when nothing comes: an update now and then all the same. */
const IDLE_UPDATES = 5

/** Each costs a snapshot a second, and any page can open one. */
const READERS = 32

export interface Feed {
  /** Answers with Server-Sent Events, a snapshot each, until either side ends them; with 503 if there are too many. */
  add(response: ServerResponse, filter: Filter): void
  close(): void
}

/** Pushes a snapshot to each open page, at most one an `interval` (ms). */
export function createFeed(store: Store, interval: number): Feed {
  const readers = new Map<ServerResponse, Reader>()
  const push = (response: ServerResponse, reader: Reader): void => {
    reader.seen = store.version
    reader.idle = 0
    try {
      response.write(`data: ${JSON.stringify(store.snapshot(reader.filter))}\n\n`)
    } catch (error) {
      // A timer's exception would end the process. The page comes again.
      console.error('[mini-monitor] no snapshot:', error)
      response.end()
    }
  }
  const timer = setInterval(() => {
    for (const [response, reader] of readers)
      // A reader that can't keep up (a sleeping tab) skips updates.
      if (response.writableLength === 0 && (store.version !== reader.seen || ++reader.idle >= IDLE_UPDATES))
        push(response, reader)
  }, interval)
  timer.unref()
  return {
    add(response, filter) {
      if (readers.size >= READERS) return void response.writeHead(503, HEADERS).end()
      response.writeHead(200, { ...HEADERS, 'content-type': 'text/event-stream' })
      response.write('retry: 1000\n\n')
      const reader = { filter, seen: -1, idle: 0 }
      readers.set(response, reader)
      response.on('close', () => readers.delete(response))
      push(response, reader)
    },
    close() {
      clearInterval(timer)
      for (const response of readers.keys()) response.end()
      readers.clear()
    },
  }
}
