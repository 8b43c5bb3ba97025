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

/** Of pages, what has one as its subject: a package and a script are of no page. */
const OF_PAGES = ['app_launch', 'first_render', 'route', 'fcp', 'lcp', 'inp']

export function gaugesIn(scope: Scope, { gauges }: Target): string[] {
  return scope === 'endpoint' ? gauges.filter((name) => OF_PAGES.includes(name)) : gauges
}

function durations(scope: Scope, target: Target, prefix = ''): Rule[] {
  const { from, by, entity } = scoped(scope, target)
  return gaugesIn(scope, target).map((name) => ({
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
      exp: percentile(from('miniprogram_request_duration'), by, entity),
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

/** What is told apart besides the entity. */
const LABELS: { [count: string]: string } = { app_starts: 'miniprogram_start_type' }

export function countsIn(scope: Scope, { counts }: Target): string[] {
  return counts.filter(({ ofPages }) => ofPages || scope !== 'endpoint').map(({ name }) => name)
}

/** Starts, sessions, views: what rates are made of. */
function counts(scope: Scope, target: Target, prefix = ''): Rule[] {
  const { from, by, entity } = scoped(scope, target)
  return countsIn(scope, target).map((name) => ({
    name: `${prefix}${name}_count`,
    exp: `${from(`miniprogram_${name}`)}.sum(${LABELS[name] ? by(LABELS[name]) : by()}).downsampling(SUM).${entity}`,
  }))
}

/** How long pages are looked at. */
function stays(scope: Scope, target: Target, prefix = ''): Rule[] {
  const { from, by, entity } = scoped(scope, target)
  const summed = (family: string) =>
    `${from(`miniprogram_page_stay_duration_${family}`)}.sum(${by()}).downsampling(SUM).${entity}`
  return [
    { name: `${prefix}page_stay_count`, exp: summed('count') },
    {
      name: `${prefix}page_stay_duration_sum`,
      comment: 'ms of all stays: divided by page_stay_count, their average.',
      exp: summed('sum'),
    },
  ]
}

/** How long code blocks, where apps have the option `lag`. */
function lags(scope: Scope, target: Target, prefix = ''): Rule[] {
  const { from, by, entity } = scoped(scope, target)
  const summed = (family: string) =>
    `${from(`miniprogram_lag_duration_${family}`)}.sum(${by()}).downsampling(SUM).${entity}`
  return [
    { name: `${prefix}lag_count`, exp: summed('count') },
    {
      name: `${prefix}lag_duration_sum`,
      comment: 'ms of all that blocked: divided by lag_count, the average.',
      exp: summed('sum'),
    },
  ]
}

/** What setData costs; each of its three histograms has its own count, and an update without a duration has a size. */
function updates(scope: Scope, target: Target, prefix = ''): Rule[] {
  if (!target.hasUpdates) return []
  const { from, by, entity } = scoped(scope, target)
  const summed = (family: string) =>
    `${from(`miniprogram_set_data_${family}`)}.sum(${by()}).downsampling(SUM).${entity}`
  return [
    { name: `${prefix}set_data_count`, exp: summed('size_count') },
    {
      name: `${prefix}set_data_size_sum`,
      comment: 'Bytes of all updates: divided by set_data_count, their average size.',
      exp: summed('size_sum'),
    },
    { name: `${prefix}set_data_keys_sum`, exp: summed('keys_sum') },
    {
      name: `${prefix}set_data_duration_percentile`,
      exp: percentile(from('miniprogram_set_data_duration'), by, entity),
    },
  ]
}

/** How much of what pages show jumps. */
function shifts(scope: Scope, target: Target, prefix = ''): Rule[] {
  if (!target.hasShifts) return []
  const { from, by, entity } = scoped(scope, target)
  return [
    {
      name: `${prefix}cls_score`,
      comment: 'Thousandths, since OAP keeps whole numbers.',
      exp: `(${from('miniprogram_cls_score')}.avg(${by()}) * 1000).${entity}`,
    },
  ]
}

/** Not of pages: the kit does not say on which it lost something. */
function losses(scope: Scope, target: Target): Rule {
  const { from, by, entity } = scoped(scope, target)
  return {
    name: 'dropped_count',
    exp: `${from('miniprogram_monitor_dropped')}.sum(${by('reason')}).downsampling(SUM).${entity}`,
  }
}

function percentile(family: string, by: (...more: string[]) => string, entity: string): string {
  return (
    `${family}.sum(${by('le')}).downsampling(SUM)` +
    `.histogram('le', TimeUnit.MILLISECONDS).histogram_percentile(${PERCENTILES}).${entity}`
  )
}

/** Service and pages; each rule names its entity itself. */
export function serviceRules(target: Target): Rule[] {
  return [
    ...durations('service', target),
    ...shifts('service', target),
    ...requests('service', target),
    ...updates('service', target),
    ...counts('service', target),
    ...stays('service', target),
    ...lags('service', target),
    losses('service', target),
    ...durations('endpoint', target, 'endpoint_'),
    ...shifts('endpoint', target, 'endpoint_'),
    ...requests('endpoint', target, 'endpoint_'),
    ...updates('endpoint', target, 'endpoint_'),
    ...counts('endpoint', target, 'endpoint_'),
    ...stays('endpoint', target, 'endpoint_'),
    ...lags('endpoint', target, 'endpoint_'),
  ]
}

export function instanceRules(target: Target): Rule[] {
  return [
    ...durations('instance', target),
    ...shifts('instance', target),
    ...requests('instance', target),
    ...updates('instance', target),
    ...counts('instance', target),
    ...stays('instance', target),
    ...lags('instance', target),
    losses('instance', target),
  ]
}
