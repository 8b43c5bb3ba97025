import { scoped, type Rule } from './metrics.ts'
import { INFIX, SCOPES } from './scopes.ts'
import { targets, type Target } from './targets.ts'

/* LAL: from OTLP logs to SkyWalking's, and from errors to counts; MAL for those counts. */

/**
 * Asked for wherever it is needed: what `def` names stands for nothing in the block of the extractor, and OAP does not
 * start.
 */
const PLATFORM = 'sourceAttribute("miniprogram.platform")'

/** Of the samples that the LAL rules make: label → where it comes from. */
const LABELS = {
  service_name: 'log.service',
  service_instance_id: 'sourceAttribute("service.instance.id")',
  miniprogram_page_path: 'tag("miniprogram.page.path")',
  miniprogram_platform: PLATFORM,
  exception_type: 'tag("exception.type")',
}

/** Stored with the log, besides its attributes: OAP takes those over as they are, and a name of theirs would stand twice. */
const TAGS = {
  platform: PLATFORM,
  'http.method': 'tag("http.request.method")',
  'http.status_code': 'tag("http.response.status_code")',
}

function isSet(tag: string) {
  return `tag("${tag}") != null && tag("${tag}") != ""`
}

function counted(value: string) {
  return [
    'metrics {',
    '  timestamp log.timestamp as Long',
    `  labels ${Object.entries(LABELS)
      .map(([label, from]) => `${label}: ${from}`)
      .join(', ')}`,
    '  name "miniprogram_error_count"',
    `  value ${value}`,
    '}',
  ]
}

function indent(lines: string[]) {
  return lines.map((line) => (line ? '  ' + line : line))
}

/** Only errors: a log of the app has its level as an attribute. */
const OF_ERRORS = [
  `tag 'level': "ERROR"`,
  '// a summary stands for all that followed the first',
  `if (${isSet('exception.count')}) {`,
  ...indent(counted('tag("exception.count") as Long')),
  '} else {',
  ...indent(counted('1')),
  '}',
]

/** The DSL of a rule that takes the logs of these platforms, and leaves every other to other rules. */
export function logRule(of: Target[]): string {
  const others = of.map(({ platform }) => `${PLATFORM} != "${platform}"`).join(' && ')
  const layers = of.map(
    ({ platform, layer }, index) =>
      `${index ? '} else ' : ''}if (${PLATFORM} == "${platform}") {\n  layer "${layer}"`,
  )
  const extractor = [
    ...layers.join('\n').split('\n'),
    '}',
    'instance sourceAttribute("service.instance.id")',
    'endpoint tag("miniprogram.page.path")',
    '',
    '// OAP drops the id fields of an OTLP log; a traced request has them as attributes too',
    `if (${isSet('sw8.trace_id')}) {`,
    '  traceId tag("sw8.trace_id")',
    '  segmentId tag("sw8.segment_id")',
    '  spanId tag("sw8.span_id")',
    '}',
    '',
    ...Object.entries(TAGS).map(([name, from]) => `tag '${name}': ${from}`),
    '',
    `if (${isSet('exception.type')}) {`,
    ...indent(OF_ERRORS),
    '}',
  ]
  return [
    'filter {',
    `  if (${others}) {`,
    '    abort {}',
    '  }',
    '  extractor {',
    ...indent(indent(extractor)),
    '  }',
    '  sink {',
    '  }',
    '}',
  ].join('\n')
}

export function shippedLogs() {
  return logRule(targets.filter(({ isShipped }) => isShipped))
}

export function otherLogs() {
  return logRule(targets.filter(({ isShipped }) => !isShipped))
}

/** Errors by type, of the app, of each version and of each page. */
export function errorCounts(target: Target): Rule[] {
  return SCOPES.map((scope) => {
    const { from, by, entity } = scoped(scope, target)
    return {
      name: `${INFIX[scope]}error_count`,
      exp: `${from('miniprogram_error_count')}.sum(${by('exception_type')}).downsampling(SUM).${entity}`,
    }
  })
}
