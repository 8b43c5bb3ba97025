import { createSink, seeded, type Sink } from '../../../cli/live/sink/index.ts'
import { createShop, type Shop } from '../../../playground/run/shop/shop.ts'

/** A shop that does what it is told and nothing by chance. */
const steady = { latency: [1, 3] as [number, number], errorRate: 0, statuses: [500], routes: {} }

export interface Servers {
  shop: Shop
  sink: Sink
  /** Origins as the built app knows them, and where they are. */
  names: { [origin: string]: string }
  close(): Promise<unknown>
}

/** What the app talks to. A collector that doesn't answer takes all and says nothing. */
export async function startServers(
  scheme: 'http' | 'https',
  collector: 'answers' | 'hangs' = 'answers',
): Promise<Servers> {
  const sink = await createSink({ ports: [0] })
  if (collector === 'hangs') sink.plan({ kind: 'hang' })
  const shop = await createShop({ behaviour: steady, random: seeded(1) })
  return {
    ...{ shop, sink },
    names: {
      [`${scheme}://shop.coral.example`]: shop.url,
      [`${scheme}://collector.coral.example`]: sink.urls[0]!,
    },
    close: () => Promise.all([sink.close(), shop.close()]),
  }
}
