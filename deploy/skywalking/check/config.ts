import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import type { Target } from '../rules/targets.ts'
import { parseLal, type LalRule } from './model/lal-syntax.ts'
import { createMeters, type Definition, type Meters } from './model/meters.ts'

/* The files of config/, read as OAP reads them; and the form in which OAP ships its own. */

const config = join(import.meta.dirname, '../config')

export interface MalFile {
  /** Below config/. */
  path: string
  filter: string
  prefix: string
  layerDefinitions: { name: string; ordinal: number; normal: boolean }[]
  definitions: Definition[]
}

export function malFiles(): MalFile[] {
  return ['otel-rules/miniprogram', 'log-mal-rules'].flatMap((folder) =>
    readdirSync(join(config, folder)).map((name) => readMal(`${folder}/${name}`)),
  )
}

export function readMal(path: string): MalFile {
  const file = parse(readFileSync(join(config, path), 'utf8')) as {
    filter: string
    metricPrefix: string
    expSuffix?: string
    layerDefinitions?: MalFile['layerDefinitions']
    metricsRules: { name: string; exp: string }[]
  }
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
  layerDefinitions: MalFile['layerDefinitions']
  rules: { name: string; layer: string; dsl: LalRule }[]
}

export function lalFiles(): LalFile[] {
  return readdirSync(join(config, 'lal')).map((name) => {
    const path = `lal/${name}`
    const file = parse(readFileSync(join(config, path), 'utf8')) as {
      layerDefinitions?: MalFile['layerDefinitions']
      rules: { name: string; layer: string; dsl: string }[]
    }
    return {
      path,
      layerDefinitions: file.layerDefinitions ?? [],
      rules: file.rules.map((rule) => ({ ...rule, dsl: parseLal(rule.dsl) })),
    }
  })
}

/** Metrics of a platform: from OTLP metrics, and from logs. */
export interface Pipeline {
  metrics: Meters[]
  logs: Meters
  /** What the meters run. */
  rules: { metric: string; filter: string; expression: string }[]
}

export function ours({ platform }: Target): Pipeline {
  const rules: Pipeline['rules'] = []
  const meters = (path: string) => {
    const { filter, definitions } = readMal(path)
    rules.push(...definitions.map((definition) => ({ filter, ...definition })))
    return createMeters(filter, definitions)
  }
  const name = `otel-rules/miniprogram/${platform}-mini-program`
  return {
    metrics: [meters(`${name}.yaml`), meters(`${name}-instance.yaml`)],
    logs: meters(`log-mal-rules/miniprogram-${platform}.yaml`),
    rules,
  }
}

/**
 * As OAP ships it, for comparison: averages where it should add, an entity of its own for pages with the file's suffix
 * behind it, and one error a log. Our wording of it.
 */
export function shipped({ platform, layer, prefix }: Target): Pipeline {
  const filter = `{ tags -> tags.miniprogram_platform == '${platform}' }`
  const suffixes = {
    '': `.service(['service_name'], Layer.${layer})`,
    instance_: `.instance(['service_name'], ['service_instance_id'], Layer.${layer})`,
    endpoint_:
      `.endpoint(['service_name'], ['miniprogram_page_path'], Layer.${layer})` +
      `).service(['service_name'], Layer.${layer}`,
  }
  const own = { '': '', instance_: `, 'service_instance_id'`, endpoint_: `, 'miniprogram_page_path'` }
  const family = 'miniprogram_request_duration'
  const definitions = (['', 'instance_', 'endpoint_'] as const).flatMap((infix): Definition[] => {
    const by = `'service_name'${own[infix]}`
    const rules = {
      app_launch_duration: `miniprogram_app_launch_duration.avg([${by}])`,
      first_render_duration: `miniprogram_first_render_duration.avg([${by}])`,
      request_cpm: `${family}_count.sum([${by}])`,
      request_duration_percentile:
        `${family}.sum([${by}, 'le']).histogram("le", TimeUnit.MILLISECONDS)` +
        `.histogram_percentile([50,75,90,95,99])`,
    }
    return Object.entries(rules).map(([name, exp]) => ({
      metric: `${prefix}_${infix}${name}`,
      expression: `(${exp}${suffixes[infix]})`,
    }))
  })
  const errors = `miniprogram_error_count.sum(['service_name', 'exception_type']).downsampling(SUM)`
  return {
    metrics: [createMeters(filter, definitions)],
    logs: createMeters(filter, [{ metric: `${prefix}_error_count`, expression: errors + suffixes[''] }]),
    // left out: counts of errors, made from other samples; and of pages, where chance has it which sample is the first
    rules: definitions
      .filter(({ metric }) => !metric.includes('_endpoint_'))
      .map((definition) => ({ filter, ...definition })),
  }
}
