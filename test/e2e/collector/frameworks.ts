/** Apps of frameworks, built as their users do, taken through their own journeys on real time and real HTTP. */
import {
  createDevice,
  httpNetwork,
  namedNetwork,
  type PlatformName,
  type Runtime,
} from '../../../hosts/index.ts'
import { createShop } from '../../../playground/run/shop/shop.ts'
import { createSink, seeded } from '../../../cli/live/sink/index.ts'
import { build, taroBuild, taroHosts, type TaroFramework } from '../../../playground/builds/index.ts'
import { takeJourney } from '../taro/journey.ts'
import { handOf } from '../taro/mini.ts'
import { buildApp } from '../uni-app/builds.ts'
import { journey as uniJourney } from '../uni-app/journey.ts'
import { COLLECTOR, SHOP, TRACES } from '../uni-app/mini.ts'

/** A journey with what it takes to find its records: framework and platform. */
export interface Walk {
  name: string
  framework: string
  platform: PlatformName
  encoding: 'proto' | 'json'
  /** Takes it, with OTLP going to this address. */
  walk(collector: string): Promise<void>
}

/** Until no request has been under way for a moment. */
async function settled({ slots }: Runtime): Promise<void> {
  const end = performance.now() + 5000
  for (let since = performance.now(); performance.now() - since < 120 && performance.now() < end;) {
    if (slots.active + slots.queued) since = performance.now()
    await new Promise((resolve) => setTimeout(resolve, 8))
  }
}

/** An app on a phone, in a shop that does what it is told, with SkyWalking's segments out of the way. */
async function use(
  platform: PlatformName,
  dir: string,
  names: (servers: { shop: string; segments: string }) => { [origin: string]: string },
  journey: (runtime: Runtime) => Promise<unknown>,
): Promise<void> {
  const steady = { latency: [1, 3] as [number, number], errorRate: 0, statuses: [500], routes: {} }
  const shop = await createShop({ behaviour: steady, random: seeded(1) })
  const segments = await createSink({ ports: [0] })
  try {
    const network = namedNetwork(httpNetwork(), names({ shop: shop.url, segments: segments.urls[0]! }))
    const runtime = createDevice({ platform, network }).start({ dir })
    runtime.launch()
    await journey(runtime)
    if (!runtime.hidden) runtime.hide()
    await settled(runtime)
    runtime.kill()
  } finally {
    await Promise.all([shop.close(), segments.close()])
  }
}

function uni(target: string, platform: PlatformName, encoding: Walk['encoding']): Walk {
  return {
    ...{ name: `uni-app ${target}`, framework: 'uni-app', platform, encoding },
    async walk(collector) {
      const { folder } = await buildApp(target, 'plugin')
      const names = ({ shop, segments }: { shop: string; segments: string }) => ({
        ...{ [SHOP]: shop, [COLLECTOR]: collector, [TRACES]: segments },
      })
      await use(platform, folder, names, (runtime) => {
        const act = async (work: unknown) => {
          await work
          await settled(runtime)
        }
        return uniJourney({
          tap: (id) => act(runtime.tap(id.startsWith('product-') ? '.product' : `#${id}`)),
          tab: (path) => act(runtime.switchTab(`/${path}`)),
          back: () => act(runtime.navigateBack()),
          hide: () => act(runtime.hide()),
          show: () => act(runtime.show()),
          look: () => act(undefined),
        })
      })
    },
  }
}

function taro(framework: TaroFramework, target: keyof typeof taroHosts, encoding: Walk['encoding']): Walk {
  const platform = taroHosts[target]
  const origin = 'https://collector.coral.example'
  return {
    ...{ name: `Taro ${framework} ${target}`, framework: 'taro', platform, encoding },
    async walk(collector) {
      const { folder } = await build(taroBuild(framework, target))
      const names = ({ shop, segments }: { shop: string; segments: string }) => ({
        'https://shop.coral.example': shop,
        [`${origin}/v3`]: `${segments}/v3`,
        [origin]: collector,
      })
      await use(platform, folder, names, (runtime) => takeJourney(handOf(runtime)))
    },
  }
}

// Baidu takes no bytes, so that what it sends is JSON.
export const WALKS: Walk[] = [
  uni('mp-weixin', 'wechat', 'proto'),
  uni('mp-baidu', 'baidu', 'json'),
  taro('react', 'weapp', 'proto'),
  taro('vue3', 'swan', 'json'),
]
