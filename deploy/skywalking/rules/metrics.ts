import type { Scope } from './scopes.ts'
import type { Target } from './targets.ts'

/* MAL: from OTLP metrics to SkyWalking's. */

export interface Rule {
  name: string
  exp: string
  /** Goes above the rule. */
  comment?: string
}

/** Labels that make an entity, besides `service_name`. */
const OWN_LABEL = { service: '', instance: 'service_instance_id', endpoint: 'miniprogram_page_path' } as const

/** No answer, or a status from 400 on: what the kit calls failed. */
const FAILED = "'0|[4-9][0-9][0-9]'"
const PERCENTILES = '[50,75,90,95,99]'

function list(labels: readonly string[]) {
  return `[${labels.map((label) => `'${label}'`).join(', ')}]`
}

/** How to write for entities of a scope. */
export function scoped(scope: Scope, { layer }: Target) {
  const own = OWN_LABEL[scope]
  const by = own ? ['service_name', own] : ['service_name']
  return {
    /** A family without the samples that would go to an entity without a name. */
    from: (family: string) => (own ? `${family}.tagNotEqual('${own}', '')` : family),
    by: (...more: string[]) => list([...by, ...more]),
    entity: own
      ? `${scope}(['service_name'], ['${own}'], Layer.${layer})`
      : `service(['service_name'], Layer.${layer})`,
  }
}

function durations(scope: Scope, target: Target, names: string[], prefix = ''): Rule[] {
  const { from, by, entity } = scoped(scope, target)
  return names.map((name) => ({
    name: `${prefix}${name}_duration`,
    exp: `${from(`miniprogram_${name}_duration`)}.avg(${by()}).${entity}`,
  }))
}

/**
 * Each flush of each device brings its own counts: they are added up, never averaged. Rates and averages are made of
 * sums, which OAP adds up for hours and days too; of a value per minute it drops what is behind the point there.
 */
function requests(scope: Scope, target: Target, prefix = ''): Rule[] {
  const { from, by, entity } = scoped(scope, target)
  const count = from('miniprogram_request_duration_count')
  const sampled = (how: string, sum: string) => `${sum}.downsampling(${how}).${entity}`
  return [
    { name: `${prefix}request_cpm`, exp: sampled('SUM_PER_MIN', `${count}.sum(${by()})`) },
    { name: `${prefix}request_count`, exp: sampled('SUM', `${count}.sum(${by()})`) },
    ...(scope === 'endpoint' ? ofPages() : [success()]),
    {
      name: `${prefix}request_duration_sum`,
      comment: 'ms of all requests: divided by request_count, their average duration.',
      exp: sampled('SUM', `${from('miniprogram_request_duration_sum')}.sum(${by()})`),
    },
    {
      name: `${prefix}request_duration_percentile`,
      exp:
        `${from('miniprogram_request_duration')}.sum(${by('le')}).downsampling(SUM)` +
        `.histogram('le', TimeUnit.MILLISECONDS).histogram_percentile(${PERCENTILES}).${entity}`,
    },
  ]

  function success(): Rule {
    const failed = `${count}.tagMatch('http_response_status_code', ${FAILED}).sum(${by()})`
    return {
      name: `${prefix}request_success_count`,
      comment: 'All less the failed, so that a minute in which everything fails has a 0 and no gap.',
      exp: sampled('SUM', `(${count}.sum(${by()}) - ${failed})`),
    }
  }

  /** A batch can hold several pages, and a difference drops those that have no failure. */
  function ofPages(): Rule[] {
    const matching = (how: string) =>
      sampled('SUM', `${count}.${how}('http_response_status_code', ${FAILED}).sum(${by()})`)
    return [
      { name: `${prefix}request_success_count`, exp: matching('tagNotMatch') },
      { name: `${prefix}request_failed_count`, exp: matching('tagMatch') },
    ]
  }
}

/** Service and pages; each rule names its entity itself. */
export function serviceRules(target: Target): Rule[] {
  const ofPages = target.gauges.filter((name) => name === 'app_launch' || name === 'first_render')
  return [
    ...durations('service', target, target.gauges),
    ...requests('service', target),
    ...durations('endpoint', target, ofPages, 'endpoint_'),
    ...requests('endpoint', target, 'endpoint_'),
  ]
}

export function instanceRules(target: Target): Rule[] {
  return [...durations('instance', target, target.gauges), ...requests('instance', target)]
}
