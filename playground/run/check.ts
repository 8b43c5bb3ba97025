import type { PlatformName } from '../../hosts/index.ts'
import { createSink, seeded } from '../../cli/live/sink/index.ts'
import { layApp, type AppsName } from './apps.ts'
import type { AppEnv, Encoding } from './env.ts'
import { createShop } from './shop/shop.ts'
import { takeTour, type Stop } from './tour.ts'
import type { Evidence, Verdict } from './evidence.ts'
import { verify } from './verify.ts'
import { createVisitor, type Visitor } from './visitor.ts'

/** A shop that does what it is told and nothing by chance. */
const STEADY = { latency: [5, 25] as [number, number], errorRate: 0, statuses: [500], routes: {} }

export interface TourOptions {
  apps: AppsName
  platform: PlatformName
  encoding: Encoding
  seed: number
  service: string
  serviceVersion?: string
  serviceInstance?: string
  debug?: boolean
  signal?: AbortSignal
  files?: { [path: string]: string }
  transform?: (source: string, file: string) => string
  /** Base address of a receiver that gets OTLP in place of the sink; segments still go to the sink. */
  collector?: string
  /** Before each stop of the tour, and once behind the last. */
  between?: (stop: Stop | undefined, visitor: Visitor) => Promise<void>
}

/** One visitor, one tour, with a sink and a shop of their own on free ports. */
export async function tourOf(options: TourOptions): Promise<Evidence> {
  const { platform, encoding, seed } = options
  const sink = await createSink({ ports: [0, 0] })
  const shop = await createShop({ behaviour: STEADY, random: seeded(seed) })
  try {
    const env: AppEnv = {
      service: options.service,
      serviceVersion: options.serviceVersion,
      serviceInstance: options.serviceInstance,
      // A trailing slash, as people write it.
      collector: `${options.collector ?? sink.urls[0]}/`,
      traceCollector: sink.urls[1],
      encoding,
      debug: options.debug ?? false,
      flushInterval: 700,
      api: shop.url,
    }
    const visitor = createVisitor({
      ...{ platform, env, dir: layApp(options.apps, platform), random: seeded(seed), full: true },
      ...{ record: true, signal: options.signal, files: options.files, transform: options.transform },
    })
    visitor.start()
    await takeTour(visitor, shop, { between: options.between })
    await visitor.finish(5000)
    const { received, requests, violations, repeats } = sink
    const account = visitor.account()
    return {
      platform,
      env,
      received,
      requests,
      violations,
      repeats,
      shop: shop.requests,
      runs: visitor.runs,
      account,
    }
  } finally {
    await Promise.all([sink.close(), shop.close()])
  }
}

export interface Column {
  title: string
  verdicts: Verdict[]
}

/** A tour on each platform in each encoding, all at once. */
export function runCheck(
  options: Omit<TourOptions, 'platform' | 'encoding'> & { platforms: PlatformName[] },
) {
  const encodings: Encoding[] = ['proto', 'json']
  return Promise.all(
    options.platforms.flatMap((platform) =>
      encodings.map(async (encoding): Promise<Column> => {
        const evidence = await tourOf({ ...options, platform, encoding })
        return { title: `${platform} ${encoding}`, verdicts: verify(evidence) }
      }),
    ),
  )
}

const SIGNS = { good: '✔', bad: '✖', absent: '–' }

/** A line for each signal, a column for each tour; below it what was wrong. */
export function tableOf(columns: Column[]): string {
  const rows = columns[0]!.verdicts
  const width = Math.max(...rows.map(({ title, id }) => title.length + id.length)) + 5
  const heads = columns.map(({ title }) => title)
  const lines = [`${''.padEnd(width)}${heads.join('  ')}`]
  let group = ''
  rows.forEach((row, index) => {
    if (row.group !== group) lines.push('', row.group)
    group = row.group
    const cells = columns.map(({ verdicts, title }) => center(SIGNS[verdicts[index]!.state], title.length))
    lines.push(`  ${`${row.title}  ${row.id}`.padEnd(width - 2)}${cells.join('  ')}`.trimEnd())
  })
  const problems = columns.flatMap(({ title, verdicts }) =>
    verdicts.flatMap(({ id, problems }) => problems.map((problem) => `  ✖ ${title}, ${id}: ${problem}`)),
  )
  return [...lines, '', ...problems.slice(0, 60), ...(problems.length > 60 ? ['  …'] : [])].join('\n')
}

function center(text: string, width: number): string {
  return text.padStart(Math.ceil((width + text.length) / 2)).padEnd(width)
}

export function isGood(columns: Column[]): boolean {
  return columns.every(({ verdicts }) => verdicts.every(({ state }) => state !== 'bad'))
}
