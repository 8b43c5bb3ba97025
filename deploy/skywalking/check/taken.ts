import { runLal, type Extracted, type Log } from './model/lal.ts'
import type { LalRule } from './model/lal-tree.ts'
import type { Batch } from './model/mal.ts'

/** Exactly one rule takes an error of the kit, puts it into the right layer, and links a traced one. */
export function takenBy(rules: LalRule[], log: Log, layer: string): { samples: Batch[]; faults: string[] } {
  const taken = rules.map((rule) => runLal(rule, log)).filter((each) => each !== undefined)
  const type = log.tags['exception.type']
  if (!type) return { samples: [], faults: taken.length ? ['a log that is no error was taken for one'] : [] }
  if (taken.length !== 1)
    return { samples: [], faults: [`${taken.length} rules take a log with exception.type ${type}`] }
  return { samples: taken[0].samples, faults: wrongFields(taken[0], log, layer) }
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
