/** The journeys that are sent through a Collector: a sample app each, with a visitor who takes the tour. */
import { readFileSync } from 'node:fs'
import type { Signal } from '../../../core/signal.ts'
import type { PlatformName } from '../../../hosts/index.ts'
import { tourOf, type TourOptions } from '../../../playground/run/check.ts'
import type { Evidence } from '../../../playground/run/verify.ts'

export interface Journey {
  name: string
  apps: TourOptions['apps']
  platform: PlatformName
  framework: string
  encoding: 'proto' | 'json'
  serviceInstance?: string
  /** The kit says what it takes in: only where the app's own call of `init` can be added to. */
  spied: boolean
}

function both(journey: Omit<Journey, 'encoding'>): Journey[] {
  return [
    { ...journey, encoding: 'proto' },
    { ...journey, encoding: 'json', serviceInstance: 'store-7' },
  ]
}

function native(platform: PlatformName) {
  return both({ name: `native ${platform}`, apps: 'native', platform, framework: 'native', spied: true })
}

export const JOURNEYS: Journey[] = [...native('wechat'), ...native('alipay')]

export interface Trip extends Evidence {
  service: string
  /** What the kit took in, after everything that may change or drop it: what `beforeSend` saw. */
  taken: Signal[]
}

/** Options of `init` that a test adds to those of the app. */
function added(source: string, { timeout }: { timeout?: number }) {
  return source
    .replace(
      'init({',
      `init({
      timeout: ${timeout ?? 10000},
      // Segments go to SkyWalking's address, spans to the Collector's.
      endpoints: { traces: env.collector.replace(/\\/$/, '') + '/v1/traces' },
      beforeSend(signal) {
        console.debug('taken ' + JSON.stringify(signal))
        return signal
      },`,
    )
    .replace('tracing: {', "tracing: { exporter: 'otlp',")
}

export async function travel(
  journey: Journey,
  collector: string,
  { timeout, between }: { timeout?: number; between?: TourOptions['between'] } = {},
): Promise<Trip> {
  const { apps, platform, encoding, serviceInstance } = journey
  // Files are shared: each journey has a service of its own.
  const service = `珊瑚-${journey.name}-${encoding}`
  const evidence = await tourOf({
    ...{ apps, platform, encoding, service, serviceInstance, collector, seed: 4, serviceVersion: 'v2.3.1' },
    transform: (source, file) => (journey.spied && file === 'app.js' ? added(source, { timeout }) : source),
    async between(next, visitor) {
      await between?.(next, visitor)
      if (next) return
      // The app was started anew: nothing of it is to be under way when the monitor is shut down.
      await visitor.until(() => (visitor.data.picks as unknown[] | undefined)?.length)
      await visitor.settle()
    },
  })
  const lines = evidence.runs.flatMap((run) => run.log).map(({ text }) => text)
  const spied = lines.filter((text) => text.startsWith('taken '))
  return { ...evidence, service, taken: spied.map((text) => JSON.parse(text.slice(6)) as Signal) }
}

function text(key: string, stringValue: string) {
  return { key, value: { stringValue } }
}

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }

/** Resource and scope of a journey, as the contract has them. */
export function resourceOf({ platform, framework, serviceInstance }: Journey, service: string) {
  return {
    resource: {
      attributes: [
        text('service.name', service),
        text('service.version', 'v2.3.1'),
        text('telemetry.sdk.name', 'mini-monitor'),
        text('telemetry.sdk.version', version),
        text('telemetry.sdk.language', 'webjs'),
        text('miniprogram.platform', platform),
        text('miniprogram.framework', framework),
        ...(serviceInstance ? [text('service.instance.id', serviceInstance)] : []),
      ],
    },
    scope: { name: 'mini-monitor', version },
  }
}
