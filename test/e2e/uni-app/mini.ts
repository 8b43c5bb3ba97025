import { fakeDevice, type PlatformName, type Quirks, type RuntimeError } from '../../../hosts/index.ts'
import { createSink, type ReceivedData, type SinkRequest } from '../../../cli/live/sink/index.ts'
import { watchApi, type Touched } from '../documents.ts'
import { answerOf } from '../shop.ts'
import { journey } from './journey.ts'

export const SHOP = 'https://shop.example.com'
export const COLLECTOR = 'https://collector.example.com'
export const TRACES = 'https://traces.example.com'

/** What a run of the app left behind. */
export interface Evidence {
  received: ReceivedData
  /** Of the kit's, as they came. */
  requests: SinkRequest[]
  violations: unknown[]
  /** What the shop was asked: method, path, headers. */
  shop: { method: string; path: string; headers: Record<string, string>; status: number; bytes: number }[]
  /** What the app itself was told, in its words. */
  seen: string[]
  warnings: string[]
  shown: string[]
  errors: RuntimeError[]
  /** None in a browser. */
  touched?: Touched
  /** Keys that are in storage in the end. */
  stored: string[]
}

/** A build for a mini program on a simulated phone, taken through the journey. */
export async function runMini(
  dir: string,
  platform: PlatformName,
  { quirks, transform }: { quirks?: Quirks; transform?: (source: string, file: string) => string } = {},
): Promise<Evidence> {
  const sink = await createSink({ ports: [0] })
  await sink.close()
  const shop: Evidence['shop'] = []
  const lower = (headers: Record<string, string>) =>
    Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
  const { device, clock } = fakeDevice(
    platform,
    ({ method, url, headers, body = new Uint8Array() }) => {
      if (url.startsWith(SHOP)) {
        const answer = answerOf(method, url, body, lower(headers)['content-type'])
        shop.push({
          method,
          path: url.slice(SHOP.length),
          headers: lower(headers),
          status: answer.status,
          bytes: body.length,
        })
        return answer
      }
      const base = [COLLECTOR, TRACES].find((each) => url.startsWith(each))
      if (!base) throw new Error(`nobody is there: ${url}`)
      const answer = sink.receive({ method, path: url.slice(base.length), headers: lower(headers), body })
      return { status: answer.status, headers: answer.headers as Record<string, string>, body: answer.body }
    },
    { quirks },
  )
  const runtime = device.start({ dir, transform })
  const touched = watchApi(runtime)
  const shown: string[] = []
  const settle = () => clock.advance(150)
  runtime.launch()
  await journey({
    async tap(id) {
      runtime.tap(id.startsWith('product-') ? '.product' : `#${id}`)
      await settle()
    },
    async tab(path) {
      runtime.switchTab(`/${path}`)
      await settle()
    },
    async back() {
      runtime.navigateBack()
      await settle()
    },
    async hide() {
      runtime.hide()
      await clock.advance(1000)
    },
    async show() {
      runtime.show()
      await settle()
    },
    async look() {
      await settle()
      shown.push(`${runtime.pages.at(-1)?.route}\n${runtime.shown()}`)
    },
  })
  await clock.advance(10_000)
  const lines = runtime.log.map(({ level, text }) => ({ level, text }))
  return {
    received: sink.received,
    requests: sink.requests,
    violations: sink.violations,
    shop,
    seen: lines.filter(({ text }) => text.startsWith('seen ')).map(({ text }) => text.slice(5)),
    warnings: lines.filter(({ text }) => text.includes('[mini-monitor]')).map(({ text }) => text),
    shown,
    errors: runtime.errors,
    touched: touched(),
    stored: runtime.storage.keys(),
  }
}
