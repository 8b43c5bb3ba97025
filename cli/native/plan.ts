import { wantedBy, type Wanted } from '../../adapters/build/kit.ts'
import { SDK_VERSION } from '../../core/internal/version.ts'
import { PLATFORM_NAMES, type PlatformName } from '../../core/platforms/names.ts'
import { readFeatures, USUAL, wantedOf, type FeatureName } from './features.ts'
import { readOptionsFile } from './options.ts'
import type { Plan } from './source.ts'

/** What commander makes of the flags. */
export interface Flags {
  features?: string
  options?: string
  platform?: string
  out: string
  encoding: 'proto' | 'json' | 'both'
  storage: boolean
  limits: boolean
  api: boolean
  check: boolean
}

/** `h5` takes the ES modules, through any bundler. */
export const PLATFORMS = PLATFORM_NAMES.filter((name) => name !== 'h5')

/**
 * What the flags ask for.
 * @throws Error with a sentence for whoever typed them
 */
export async function planOf(flags: Flags, cwd: string): Promise<Plan> {
  const { api, encoding, storage, limits } = flags
  const features = readFeatures(flags.features ?? (flags.options ? '' : USUAL.join()))
  const record = features.includes('record')
  if (flags.options) return bakedPlan(flags, flags.options, features, cwd)
  const platforms = readPlatforms(flags.platform)
  return { platforms, wanted: wantedOf(features, encoding, platforms, { api, storage, limits }), api, record }
}

/** What options ask for; `record()` none does. */
async function bakedPlan(flags: Flags, file: string, features: FeatureName[], cwd: string): Promise<Plan> {
  const record = features.includes('record')
  if (features.some((name) => name !== 'record'))
    throw new Error('With --options the features follow from the options; --features record can be added.')
  const { settings, config, parts } = await readOptionsFile(file, cwd)
  const platforms = readPlatforms(flags.platform ?? settings.platform)
  const { enable, tracing } = settings
  const own = {
    storage: flags.storage && parts.storage !== false,
    limits: flags.limits && parts.limits !== false,
  }
  const wanted: Wanted = {
    ...wantedBy(settings, platforms, own, config !== undefined),
    // only frameworks have requests of their own
    claims: false,
    skywalking:
      settings.endpoints.segments && (record || (enable.tracing && tracing.exporter === 'skywalking')),
  }
  return { platforms, wanted, api: flags.api, record, baked: { settings, config } }
}

function readPlatforms(text: string | undefined): PlatformName[] {
  const list = PLATFORMS.join(', ')
  if (!text) throw new Error(`For which platform? --platform ${list}; or several, with commas.`)
  const names = [...new Set(text.split(',').map((name) => name.trim()))]
  for (const name of names) {
    if (name === 'h5') throw new Error('Web pages take mini-monitor as an ES module, through any bundler.')
    if (!(PLATFORMS as string[]).includes(name))
      throw new Error(`There is no platform "${name}", only ${list}.`)
  }
  return names as PlatformName[]
}

/** How to make it again; the file has no other comment. */
export function headerOf(flags: Flags, { platforms }: Plan): string {
  const features = flags.features ?? (flags.options ? '' : USUAL.join())
  const words = ['npx mini-monitor native', `--platform ${platforms.join()}`]
  if (flags.options) words.push(`--options ${flags.options}`)
  if (features) words.push(`--features ${readFeatures(features).join()}`)
  if (flags.encoding !== 'proto') words.push(`--encoding ${flags.encoding}`)
  for (const part of ['storage', 'limits', 'api'] as const) if (!flags[part]) words.push(`--no-${part}`)
  return `/* mini-monitor ${SDK_VERSION}: ${words.join(' ').replace(/\*\//g, '')} */\n`
}
