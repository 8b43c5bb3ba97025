import { compose, preset, type Framework, type OwnRequest, type Platform } from '../../core/index.ts'
import type { NetRequest } from '../../hosts/index.ts'
import { COLLECTOR } from './app.ts'

/* A framework that tells of updates, on a platform that only sends. */

/** What the kit sends of updates on many pages. */
export async function sentOfUpdates(name: string): Promise<NetRequest[]> {
  const sent: NetRequest[] = []
  const nothing = () => Promise.resolve(undefined)
  const platform: Platform = {
    name,
    componentId: 10001,
    request({ url, header, body }: OwnRequest) {
      sent.push({ kind: 'request', method: 'POST', url, headers: header, body: Buffer.from(body as string) })
      return Promise.resolve({ status: 200, header: () => '' })
    },
    storage: {
      get: nothing,
      set: () => Promise.resolve(),
      remove: () => Promise.resolve(),
      keys: () => Promise.resolve([]),
      setNow() {},
    },
    on: () => () => {},
    currentPage: () => '',
  }
  const framework: Framework = {
    name: 'framework',
    observePages: () => () => {},
    observeErrors: () => () => {},
    observeUpdates(listener) {
      for (let i = 0; i < 110; i++) listener({ path: `pages/${i}`, duration: 12, bytes: 300, keys: 2 })
      return () => {}
    },
  }
  const monitor = compose(
    preset,
    {
      service: 'shop',
      collector: COLLECTOR,
      encoding: 'json',
      updates: true,
      // the same resource as in the other runs
      serviceVersion: '2.3.0',
    },
    {
      platform: () => platform,
      framework: () => framework,
      clock: { now: () => Date.UTC(2024, 5, 1, 8), tick: () => 0, after: () => () => {} },
    },
  )
  await monitor.flush()
  await monitor.shutdown()
  return sent
}
