import {
  createDevice,
  httpNetwork,
  namedNetwork,
  type PlatformName,
  type Runtime,
} from '../../../hosts/index.ts'
import type { ReceivedData, SinkRequest } from '../../../cli/live/sink/index.ts'
import { watchApi, type Touched } from '../documents.ts'
import { takeJourney, type Hand } from './journey.ts'
import { startServers } from './servers.ts'

/** What a journey left behind. */
export interface Walk {
  received: ReceivedData
  /** Of the kit's, as they came. */
  requests: SinkRequest[]
  /** None in a browser. */
  touched?: Touched
  /** What the shop was asked, in its order. */
  shop: { method: string; path: string; status: number; headers: { [name: string]: string } }[]
  shown: string[]
  /** What was thrown in the app, and where. */
  errors: string[]
  warnings: string[]
}

/** Without Taro's numbers of nodes, and the moment at which a page was opened. */
function treeOf(node: unknown): string {
  const text = JSON.stringify(node, (key, value: unknown) => (key === 'sid' ? undefined : value))
  return text.replace(/\$taroTimestamp=\d+/g, '$taroTimestamp')
}

interface Node {
  uid?: string
  cl?: string
  cn?: { [index: string]: Node }
}

function nodes(node: Node | undefined): Node[] {
  return node ? [node, ...Object.values(node.cn ?? {}).flatMap(nodes)] : []
}

function pause(ms: number) {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

/** @param hanging how many requests of the kit may be under way for good */
export function handOf(runtime: Runtime, hanging = 0): Hand {
  const front = () => runtime.pages[runtime.pages.length - 1]
  const settle = async () => {
    for (let quiet = 0, left = 500; quiet < 12 && left > 0; left--) {
      const { active, queued } = runtime.slots
      quiet = active + queued > hanging ? 0 : quiet + 1
      await pause(10)
    }
  }
  return {
    async tap(id) {
      runtime.tap(`#${id}`)
    },
    async count(what) {
      const name = what.slice(1)
      return nodes(front()?.data.root).filter((node) =>
        what[0] === '#' ? node.uid === name : node.cl?.split(' ').includes(name),
      ).length
    },
    path: async () => String(front()?.route ?? '').replace(/^\//, ''),
    async tab(path) {
      runtime.switchTab(`/${path}`)
    },
    async back() {
      runtime.navigateBack()
    },
    async hide() {
      runtime.hide()
    },
    async show() {
      runtime.show()
    },
    settle,
    tree: async () => treeOf(front()?.data.root),
  }
}

/** The journey on a simulated device. */
export async function walkMini(
  platform: PlatformName,
  dir: string,
  collector: 'answers' | 'hangs' = 'answers',
): Promise<Walk> {
  const servers = await startServers('https', collector)
  try {
    const device = createDevice({ platform, network: namedNetwork(httpNetwork(), servers.names) })
    const runtime = device.start({ dir })
    const touched = watchApi(runtime)
    runtime.launch()
    const shown = await takeJourney(handOf(runtime, collector === 'hangs' ? 2 : 0))
    runtime.kill()
    const { received, requests } = servers.sink
    return {
      received,
      requests,
      touched: touched(),
      shop: servers.shop.requests.map(({ method, path, status, headers }) => ({
        method,
        path,
        status,
        headers,
      })),
      shown,
      errors: runtime.errors.map(
        ({ error, source }) => `${source}: ${String(error?.message ?? JSON.stringify(error))}`,
      ),
      warnings: runtime.log
        .filter(({ level }) => level === 'warn' || level === 'error')
        .map(({ text }) => text),
    }
  } finally {
    await servers.close()
  }
}
