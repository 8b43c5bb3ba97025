import type { ServerResponse } from 'node:http'
import type { Filter, Store } from '../sink/index.ts'

interface Reader {
  filter: Filter
  seen: number
  /** Updates left out since nothing came. */
  idle: number
}

/** Rates and ages go on when nothing comes: an update now and then all the same. */
const IDLE_UPDATES = 5

export interface Feed {
  /** Answers with Server-Sent Events, a snapshot each, until either side ends them. */
  add(response: ServerResponse, filter: Filter): void
  close(): void
}

/** Pushes a snapshot to each open page, at most one an `interval` (ms). */
export function createFeed(store: Store, interval: number): Feed {
  const readers = new Map<ServerResponse, Reader>()
  const push = (response: ServerResponse, reader: Reader): void => {
    reader.seen = store.version
    reader.idle = 0
    response.write(`data: ${JSON.stringify(store.snapshot(reader.filter))}\n\n`)
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
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
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
