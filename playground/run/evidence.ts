import type { PlatformName, Runtime } from '../../hosts/index.ts'
import type { ReceivedData, Sink, SinkRequest } from '../../cli/live/sink/index.ts'
import type { AppEnv } from './env.ts'
import type { ShopRequest } from './shop/shop.ts'
import type { Visitor } from './visitor.ts'

/** What one tour has left behind. */
export interface Evidence {
  platform: PlatformName
  env: AppEnv
  received: ReceivedData
  requests: SinkRequest[]
  violations: Sink['violations']
  repeats: Sink['repeats']
  /** What the shop saw. */
  shop: ShopRequest[]
  /** Each process of the app, in order. */
  runs: Runtime[]
  /** Where all signals went, after the monitor was shut down. */
  account: ReturnType<Visitor['account']>
}

export interface Verdict {
  id: string
  group: string
  title: string
  /** `absent`: this platform does not have it, and it is not there. */
  state: 'good' | 'bad' | 'absent'
  problems: string[]
}
