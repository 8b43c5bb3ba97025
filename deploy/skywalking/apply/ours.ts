import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { layerOf } from '../rules/layers.ts'
import { readEnvelopes, type Envelope } from './dashboards/envelope.ts'

/* What lies in config/ and dashboards/. */

export interface OurFile {
  /** `otel-rules`, `log-mal-rules`, `lal`: OAP's folder for this kind of rules. */
  catalog: string
  /** Below the catalog, without `.yaml`. */
  name: string
  content: string
  platforms: readonly string[]
}

export interface Ours {
  files: OurFile[]
  dashboards: Envelope[]
}

/** What concerns these platforms. */
export function readOurs(folder: string, platforms: readonly string[]): Ours {
  const isChosen = (name: string) =>
    platforms.some((platform) => name.startsWith(`horizon.layer.${layerOf(platform)}`))
  return {
    files: filesIn(join(folder, 'config')).filter((file) =>
      file.platforms.some((name) => platforms.includes(name)),
    ),
    dashboards: readEnvelopes(join(folder, 'dashboards')).filter(({ name }) => isChosen(name)),
  }
}

/** In the order in which they are pushed: first who receives, then who sends. */
function filesIn(config: string): OurFile[] {
  return [
    ...filesOf(config, 'otel-rules', 'miniprogram'),
    ...filesOf(config, 'log-mal-rules'),
    ...filesOf(config, 'lal'),
  ]
}

function filesOf(config: string, catalog: string, path = ''): OurFile[] {
  const folder = join(config, catalog, path)
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => {
      const content = readFileSync(join(folder, file), 'utf8')
      return {
        catalog,
        name: (path && path + '/') + file.replace('.yaml', ''),
        content,
        platforms: platformsIn(content),
      }
    })
}

/** Whose samples or logs its filters let through. */
function platformsIn(content: string): string[] {
  return [...content.matchAll(/platform == ['"](\w+)['"]/g)].map((match) => match[1])
}
