import { gaugesIn } from '../rules/metrics.ts'
import { INFIX, SCOPES, type Scope } from '../rules/scopes.ts'
import { hasShipped, type Target } from '../rules/targets.ts'
import { readMal } from './config.ts'
import { createMeters, type Meters, type MetricDefinition } from './model/meters.ts'

/* What of a platform's metrics is run: by our rules, and by those that OAP ships. */

/** Metrics of a platform: from OTLP metrics, and from logs. */
export interface Pipeline {
  metrics: Meters[]
  logs: Meters
  /** What the meters run. */
  rules: (MetricDefinition & { filter: string })[]
}

export function ours({ platform }: Target): Pipeline {
  const rules: Pipeline['rules'] = []
  const metersOf = (path: string) => {
    const { filter, definitions } = readMal(path)
    rules.push(...definitions.map((definition) => ({ filter, ...definition })))
    return createMeters(filter, definitions)
  }
  const name = `otel-rules/miniprogram/${platform}-mini-program`
  return {
    metrics: [metersOf(`${name}.yaml`), metersOf(`${name}-instance.yaml`)],
    logs: metersOf(`log-mal-rules/miniprogram-${platform}.yaml`),
    rules,
  }
}

/** As OAP ships it, for comparison: averages where it should add, and one error a log. Our wording of it. */
export function shipped(target: Target): Pipeline {
  const filter = `{ tags -> tags.miniprogram_platform == '${target.platform}' }`
  const entity = `.service(['service_name'], Layer.${target.layer})`
  const definitions = SCOPES.flatMap((scope) => shippedDefinitions(scope, target))
  const errors = {
    metric: `${target.prefix}_error_count`,
    expression: `miniprogram_error_count.sum(['service_name', 'exception_type']).downsampling(SUM)${entity}`,
  }
  return {
    metrics: [createMeters(filter, definitions)],
    logs: createMeters(filter, [errors]),
    // left out: counts of errors, made from other samples
    rules: definitions.map((definition) => ({ filter, ...definition })),
  }
}

function shippedDefinitions(scope: Scope, target: Target): MetricDefinition[] {
  const { layer, prefix } = target
  const entities = {
    service: `.service(['service_name'], Layer.${layer})`,
    instance: `.instance(['service_name'], ['service_instance_id'], Layer.${layer})`,
    endpoint: `.endpoint(['service_name'], ['miniprogram_page_path'], Layer.${layer})`,
  }
  const own = { service: '', instance: `, 'service_instance_id'`, endpoint: `, 'miniprogram_page_path'` }
  const by = `'service_name'${own[scope]}`
  const family = 'miniprogram_request_duration'
  const gauges = gaugesIn(scope, target).filter((name) => hasShipped(name, scope, target))
  const rules = {
    ...Object.fromEntries(
      gauges.map((name) => [`${name}_duration`, `miniprogram_${name}_duration.avg([${by}])`]),
    ),
    request_cpm: `${family}_count.sum([${by}])`,
    request_duration_percentile:
      `${family}.sum([${by}, 'le']).histogram("le", TimeUnit.MILLISECONDS)` +
      `.histogram_percentile([50,75,90,95,99])`,
  }
  return Object.entries(rules).map(([name, exp]) => ({
    metric: `${prefix}_${INFIX[scope]}${name}`,
    expression: exp + entities[scope],
  }))
}
