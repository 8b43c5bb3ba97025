import { runLal, type Extracted, type Log } from './model/lal.ts'
import type { LalRule } from './model/lal-tree.ts'
import type { Batch } from './model/mal.ts'

/** Exactly one rule takes a log of the kit, puts it into the right layer, and links a traced one; errors are counted. */
export function takenBy(rules: LalRule[], log: Log, layer: string): { samples: Batch[]; faults: string[] } {
  const taken = rules.map((rule) => runLal(rule, log)).filter((each) => each !== undefined)
  if (taken.length !== 1)
    return { samples: [], faults: [`${taken.length} rules take a log ${JSON.stringify(log.tags)}`] }
  const [one] = taken
  const faults = [...wrongFields(one, log, layer), ...wrongTags(one, log)]
  const isError = !!log.tags['exception.type']
  if (one.samples.length !== Number(isError)) faults.push(`a log was counted ${one.samples.length} times`)
  return { samples: one.samples, faults }
}

function wrongFields({ fields }: Extracted, { tags, source }: Log, layer: string): string[] {
  const wanted = {
    layer,
    instance: source['service.instance.id'] ?? '',
    endpoint: tags['miniprogram.page.path'] ?? '',
    traceId: tags['sw8.trace_id'],
    segmentId: tags['sw8.segment_id'],
    spanId: tags['sw8.span_id'],
  }
  return Object.entries(wanted)
    .filter(([name, value]) => fields[name] !== value)
    .map(([name, value]) => `a log got ${name} ${fields[name]} instead of ${value}`)
}

/** Each is stored once, and a search finds logs by level, and failed requests by status. */
function wrongTags({ tags }: Extracted, { tags: attributes }: Log): string[] {
  const names = tags.map(([name]) => name)
  const twice = names.filter((name, index) => names.indexOf(name) !== index)
  const { level, 'http.status_code': status } = Object.fromEntries(tags)
  const wanted = attributes['exception.type'] ? 'ERROR' : attributes.level
  return [
    ...twice.map((name) => `a log has ${name} twice`),
    ...(level && level === wanted ? [] : [`a log has level ${level} instead of ${wanted}`]),
    ...(status === attributes['http.response.status_code'] ? [] : [`a log has http.status_code ${status}`]),
  ]
}
