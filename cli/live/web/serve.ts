import { createStore, listen, listenerOf } from '../sink/index.ts'
import type { Sink, Store } from '../sink/index.ts'
import { bundlePage } from './bundle.ts'
import { createFeed } from './feed.ts'
import { pageRoutes } from './routes.ts'

export interface PageOptions {
  sink: Sink
  /** Default 5180; 0 takes a free one. */
  port?: number
  /** Default 127.0.0.1. */
  host?: string
  /** Between two updates of an open page, ms; default 1000. */
  interval?: number
  /** ms since the epoch; default Date.now. */
  now?: () => number
}

export interface Page {
  url: string
  store: Store
  close(): Promise<void>
}

/**
 * Serves the live page of a sink.
 * @throws Error that names the port if it is in use
 */
export async function servePage(options: PageOptions): Promise<Page> {
  const { sink, port = 5180, host, interval = 1000, now } = options
  const bundle = await bundlePage()
  const store = createStore({ sink, now })
  const feed = createFeed(store, interval)
  const release = (): void => {
    feed.close()
    store.close()
  }
  try {
    const listening = await listen(listenerOf(pageRoutes(bundle, store, feed)), { host, port })
    const close = async (): Promise<void> => {
      release()
      await listening.close()
    }
    return { url: listening.url, store, close }
  } catch (error) {
    release()
    throw error
  }
}
