import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { layerOf } from '../rules/layers.ts'
import { readEnvelopes, type Envelope } from './dashboards/envelope.ts'
import { readLayers, type Layer } from './rule-file.ts'

/* What lies in config/ and dashboards/. */

export interface OurFile {
  /** `otel-rules`, `log-mal-rules`, `lal`: OAP's folder for this kind of rules. */
  catalog: string
  /** Below the catalog, without `.yaml`. */
  name: string
  content: string
  platforms: readonly string[]
  /** Of our own, that it names. */
  layers: Layer[]
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
  const layers = readLayers(readFileSync(join(config, 'layer-extensions.yml'), 'utf8'))
  return [['otel-rules', 'miniprogram'], ['log-mal-rules'], ['lal']].flatMap(([catalog, path = '']) =>
    filesOf(config, catalog, path).map((file) => ({
      ...file,
      platforms: platformsIn(file.content),
      layers: layers.filter(({ name }) => new RegExp(`\\b${name}\\b`).test(file.content)),
    })),
  )
}

function filesOf(config: string, catalog: string, path: string) {
  const folder = join(config, catalog, path)
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => ({
      catalog,
      name: (path && path + '/') + file.replace('.yaml', ''),
      content: readFileSync(join(folder, file), 'utf8'),
    }))
}

/** Whose samples or logs its filters let through. */
function platformsIn(content: string): string[] {
  const named = [...content.matchAll(/platform"?\)? == ['"](\w+)['"]/g)].map((match) => match[1])
  return [...new Set(named)]
}
