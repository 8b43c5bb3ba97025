import { connect } from 'node:net'
import { createSink, seeded, type Sink } from '../../cli/live/sink/index.ts'
import { servePage, type Page } from '../../cli/live/web/serve.ts'
import type { Ports } from './arguments.ts'
import type { Settings } from './options.ts'
import { explainPort } from './ports.ts'
import { createShop, type Shop } from './shop/shop.ts'

/** What runs beside the devices; without a sink there is no page either, without sample apps no shop. */
export interface Services {
  sink?: Sink
  page?: Page
  shop?: Shop
  collector: string
  traceCollector: string
  close(): Promise<void>
}

/** Records that the sink keeps of each kind: an hour of the demo. */
const KEPT = 20_000

/** Whether anybody listens at a URL: a reason why not, or undefined. */
export function unreachable(url: string, ms = 3000): Promise<string | undefined> {
  const { hostname, port, protocol } = new URL(url)
  return new Promise((resolve) => {
    const socket = connect({
      host: hostname.replace(/^\[|\]$/g, ''),
      port: Number(port) || (protocol === 'https:' ? 443 : 80),
    })
    const end = (reason?: string) => {
      socket.destroy()
      resolve(reason)
    }
    socket.setTimeout(ms, () => end(`no answer within ${ms / 1000} s`))
    socket.once('connect', () => end())
    socket.once('error', (error: NodeJS.ErrnoException) => end(error.code ?? error.message))
  })
}

export interface Starter {
  sink(): Promise<void>
  page(): Promise<void>
  shop(): Promise<void>
  /** What has been started. */
  services(): Services
  close(): Promise<void>
}

/** Starts them one by one; each throws an Error that says what is in its way. */
export function createStarter(settings: Settings): Starter {
  const { ports, seed, scenario, chaos, collector, traceCollector, lan } = settings
  // Who listens nowhere but here can't be reached from elsewhere, whatever a firewall says.
  const host = lan ? '0.0.0.0' : '127.0.0.1'
  let sink: Sink | undefined
  let page: Page | undefined
  let shop: Shop | undefined
  const close = async () => {
    await Promise.all([page?.close(), shop?.close()])
    await sink?.close()
  }
  /** With the flag's name where a port can't be had. */
  const opening = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work
    } catch (error) {
      const ours: (keyof Ports)[] = [
        ...(sink ? (['otlp', 'skywalking'] as const) : []),
        ...(page ? (['page'] as const) : []),
      ]
      throw await explainPort(error, ports, host, ours)
    }
  }
  return {
    async sink() {
      sink = await opening(createSink({ ports: [ports.otlp, ports.skywalking], host, keep: KEPT }))
      if (chaos) sink.plan({ kind: 'chaos', seed })
    },
    async page() {
      page = await opening(servePage({ sink: sink!, port: ports.page, host }))
    },
    async shop() {
      const { shop: behaviour } = scenario
      shop = await opening(createShop({ behaviour, random: seeded(seed), port: ports.shop, keep: 1000 }))
    },
    services() {
      const url = collector ?? sink!.urls[0]!
      return {
        ...{ sink, page, shop, close },
        collector: url,
        traceCollector: traceCollector ?? (sink ? sink.urls[1]! : url),
      }
    },
    close,
  }
}
