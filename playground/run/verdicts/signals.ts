import type { ReceivedLog, ReceivedPoint, ReceivedSegment } from '../../../cli/live/sink/index.ts'
import type { Evidence, Verdict } from '../evidence.ts'
import type { Expected } from '../expected/index.ts'
import { matches, misfits, show, type Fields, type Types } from './fit.ts'

/** Any record in one form. */
interface Seen {
  fields: Fields
  attributes: Fields
  types: Types
}

/** Whether a signal came, and each of its kind as it should. */
export function judge(wanted: Expected, evidence: Evidence): Verdict {
  const { id, group, title, where, platforms } = wanted
  const found = seenOf(wanted, evidence).filter(
    (seen) => matches(where.fields, seen.fields) && matches(where.attributes, seen.attributes),
  )
  const verdict = (problems: string[], good: 'good' | 'absent' = 'good'): Verdict => ({
    ...{ id, group, title, problems },
    state: problems.length ? 'bad' : good,
  })
  if (platforms && !platforms.includes(evidence.platform))
    return verdict(found.length ? ['it came from a platform that can not have it'] : [], 'absent')
  if (!found.length) return verdict(['it did not come'])
  return verdict([...new Set(found.flatMap((seen) => problemsOf(wanted, seen)))])
}

function problemsOf(wanted: Expected, { fields, attributes, types }: Seen): string[] {
  const { optional } = wanted
  const surprises = Object.keys(attributes).filter(
    (name) => !(name in wanted.attributes) && !(name in optional),
  )
  return [
    ...misfits(wanted.fields, fields, types, true),
    ...misfits(wanted.attributes, attributes, types, true),
    ...misfits(optional, attributes, types, false),
    ...surprises.map((name) => `${name} was not expected: ${show(attributes[name])}`),
  ]
}

function seenOf({ signal }: Expected, { received }: Evidence): Seen[] {
  if (signal === 'log') return received.logs.map(seenLog)
  if (signal === 'metric') return received.metrics.map(seenPoint)
  if (signal === 'segment') return received.segments.map(seenSegment)
  return received.keepAlives.map((each) => ({ fields: { ...each }, attributes: {}, types: {} }))
}

function seenLog(log: ReceivedLog): Seen {
  return {
    fields: { ...log },
    attributes: log.attributes,
    types: { ...log.types, body: log.bodyType },
  }
}

function seenPoint(point: ReceivedPoint): Seen {
  return {
    fields: { ...point, bounds: point.bounds?.join() },
    attributes: point.attributes,
    types: point.types,
  }
}

function seenSegment(segment: ReceivedSegment): Seen {
  const { tags, ...span } = segment.spans[0]!
  const attributes = Object.fromEntries((tags ?? []).map(({ key, value }) => [key, value]))
  return { fields: { ...segment, ...span }, attributes, types: {} }
}
