import type { PlatformName } from '../../core/platforms/names.ts'
import { encoderOf, ENTRIES, type Wanted } from '../../adapters/build/kit.ts'

interface Feature {
  about: string
  /** In a file for which nobody named any, as with the default options of `init`. */
  usual?: boolean
  /** Other names that people try. */
  also?: string[]
}

/** In the order of the kit. */
export const FEATURES = {
  errors: { about: 'uncaught errors, rejections, pages not found', usual: true, also: ['error'] },
  requests: { about: 'durations and failures of requests', usual: true, also: ['request'] },
  perf: { about: 'launch, rendering, routes', usual: true, also: ['performance'] },
  pages: { about: 'visits of pages, and how long they last', usual: true, also: ['page'] },
  sessions: { about: 'starts and sessions', usual: true, also: ['session'] },
  device: { about: 'device, system, network type on errors', usual: true, also: ['deviceContext'] },
  breadcrumbs: { about: 'what came before an error', usual: true },
  events: { about: 'sub-packages that fail to load, network type', usual: true },
  updates: { about: 'what setData costs' },
  lag: { about: 'how long code blocks the app' },
  webViews: { about: '`linkUrl()`: session and trace go on in web pages' },
  tracing: { about: 'trace headers, spans of requests, of pages that load' },
  skywalking: { about: 'segments for SkyWalking' },
  sampling: { about: 'the options under `sampling`' },
  headers: { about: 'keeps what the option `headers` promises' },
  record: { about: 'record(): raw data' },
  console: { about: 'signals on the console while there is no collector', usual: true },
  legacy: { about: 'takes over what mini-program-monitor had stored' },
} satisfies Record<string, Feature>

export type FeatureName = keyof typeof FEATURES

export const FEATURE_NAMES = Object.keys(FEATURES) as FeatureName[]

export const USUAL = FEATURE_NAMES.filter((name) => (FEATURES[name] as Feature).usual)

/**
 * `errors,requests`, or `all`.
 * @throws Error with the list, if there is no such feature
 */
export function readFeatures(text: string): FeatureName[] {
  const given = text
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean)
  if (given.join() === 'all') return FEATURE_NAMES
  const named = given.map((name) => {
    const found = FEATURE_NAMES.find((each) =>
      [each, ...((FEATURES[each] as Feature).also ?? [])].includes(name),
    )
    if (!found) throw new Error(`There is no feature "${name}", only ${FEATURE_NAMES.join(', ')}; or all.`)
    return found
  })
  return FEATURE_NAMES.filter((name) => named.includes(name))
}

export interface Parts {
  storage: boolean
  limits: boolean
  /** What apps call of their own: `log()`, `captureError()`, `startSpan()` … */
  api: boolean
}

/** Parts of the kit. All formats of trace headers: three are 0.1 kB more than one. */
export function wantedOf(
  features: readonly FeatureName[],
  encoding: 'proto' | 'json' | 'both',
  platforms: readonly PlatformName[],
  { storage, limits }: Parts,
): Wanted {
  const has = (name: FeatureName) => features.includes(name)
  return {
    storage,
    limits,
    headers: has('headers'),
    breadcrumbs: has('errors') && has('breadcrumbs'),
    webViews: has('webViews'),
    errors: has('errors'),
    propagators: has('tracing') ? ['sw8', 'w3c', 'b3'] : [],
    pageTraces: has('tracing'),
    // spans are of requests
    requests: has('requests') || has('tracing'),
    events: has('events'),
    page: has('pages'),
    session: has('sessions'),
    performance: has('perf'),
    vitals: has('perf') && ENTRIES.some((name) => platforms.includes(name)),
    updates: has('updates'),
    lag: has('lag'),
    device: has('device'),
    sampling: has('sampling'),
    otlp: encoding === 'both' ? 'otlpHttp' : encoderOf(encoding, platforms),
    skywalking: has('skywalking'),
    consoleLog: has('console'),
    legacy: has('legacy'),
  }
}

/** The features that such a kit has; of `record` no kit knows. */
export function featuresOf(wanted: Wanted): FeatureName[] {
  const has: { [name in FeatureName]: unknown } = {
    errors: wanted.errors,
    requests: wanted.requests,
    perf: wanted.performance,
    pages: wanted.page,
    sessions: wanted.session,
    device: wanted.device,
    breadcrumbs: wanted.breadcrumbs,
    events: wanted.events,
    updates: wanted.updates,
    lag: wanted.lag,
    webViews: wanted.webViews,
    tracing: wanted.propagators?.length,
    skywalking: wanted.skywalking,
    sampling: wanted.sampling,
    headers: wanted.headers,
    record: false,
    console: wanted.consoleLog,
    legacy: wanted.legacy,
  }
  return FEATURE_NAMES.filter((name) => has[name])
}
