import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { compileLal } from './model/lal-compile.ts'
import type { LalRule } from './model/lal-tree.ts'
import type { MetricDefinition } from './model/meters.ts'

/* The files of config/, read as OAP reads them. */

const CONFIG = join(import.meta.dirname, '../config')

export interface LayerDefinition {
  name: string
  ordinal: number
  normal: boolean
}

/** Of `layer-extensions.yml`. */
export function layers(): LayerDefinition[] {
  return parsed<{ layers: LayerDefinition[] }>('layer-extensions.yml').layers
}

export interface MalFile {
  /** Below config/. */
  path: string
  filter: string
  prefix: string
  layerDefinitions: LayerDefinition[]
  definitions: MetricDefinition[]
}

export function malFiles(): MalFile[] {
  return ['otel-rules/miniprogram', 'log-mal-rules'].flatMap((folder) =>
    readdirSync(join(CONFIG, folder)).map((name) => readMal(`${folder}/${name}`)),
  )
}

export function readMal(path: string): MalFile {
  const file = parsed<{
    filter: string
    metricPrefix: string
    expSuffix?: string
    layerDefinitions?: LayerDefinition[]
    metricsRules: { name: string; exp: string }[]
  }>(path)
  return {
    path,
    filter: file.filter,
    prefix: file.metricPrefix,
    layerDefinitions: file.layerDefinitions ?? [],
    definitions: file.metricsRules.map(({ name, exp }) => ({
      metric: `${file.metricPrefix}_${name}`,
      expression: file.expSuffix ? `(${exp}).${file.expSuffix}` : exp,
    })),
  }
}

export interface LalFile {
  path: string
  layerDefinitions: LayerDefinition[]
  rules: { name: string; layer: string; dsl: LalRule }[]
}

export function lalFiles(): LalFile[] {
  return readdirSync(join(CONFIG, 'lal')).map((name) => {
    const path = `lal/${name}`
    const file = parsed<{
      layerDefinitions?: LayerDefinition[]
      rules: { name: string; layer: string; dsl: string }[]
    }>(path)
    return {
      path,
      layerDefinitions: file.layerDefinitions ?? [],
      rules: file.rules.map((rule) => ({ ...rule, dsl: compileLal(rule.dsl) })),
    }
  })
}

function parsed<File>(path: string): File {
  return parse(readFileSync(join(CONFIG, path), 'utf8')) as File
}
