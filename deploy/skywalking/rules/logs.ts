import { scoped, type Rule } from './metrics.ts'
import { INFIX, SCOPES } from './scopes.ts'
import { targets, type Target } from './targets.ts'

/* LAL: from OTLP logs to SkyWalking's, and to counts of errors; MAL for those counts. */

/** Of the samples that the LAL rules make: label → where it comes from. */
const LABELS = {
  service_name: 'log.service',
  service_instance_id: 'sourceAttribute("service.instance.id")',
  miniprogram_page_path: 'tag("miniprogram.page.path")',
  miniprogram_platform: 'platform',
  exception_type: 'tag("exception.type")',
}

/** Stored with the log, under the names by which OAP's own rule stores them. */
const TAGS = {
  platform: 'platform',
  'exception.type': 'tag("exception.type")',
  'exception.stacktrace': 'tag("exception.stacktrace")',
  'exception.count': 'tag("exception.count")',
  'http.method': 'tag("http.request.method")',
  'http.status': 'tag("http.response.status_code")',
  'server.address': 'tag("server.address")',
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

/** The DSL of a rule that takes the errors of these platforms, and leaves every other log to other rules. */
export function errorRule(of: Target[]): string {
  const others = of.map(({ platform }) => `platform != "${platform}"`).join(' && ')
  const layers = of.map(
    ({ platform, layer }, index) =>
      `${index ? '} else ' : ''}if (platform == "${platform}") {\n  layer "${layer}"`,
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
    '// a summary stands for all that followed the first',
    `if (${isSet('exception.count')}) {`,
    ...indent(counted('tag("exception.count") as Long')),
    '} else {',
    ...indent(counted('1')),
    '}',
  ]
  return [
    'filter {',
    '  def platform = sourceAttribute("miniprogram.platform")',
    `  if (${others}) {`,
    '    abort {}',
    '  }',
    '  if (tag("exception.type") == null || tag("exception.type") == "") {',
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

export function shippedErrors() {
  return errorRule(targets.filter(({ isShipped }) => isShipped))
}

export function otherErrors() {
  return errorRule(targets.filter(({ isShipped }) => !isShipped))
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
