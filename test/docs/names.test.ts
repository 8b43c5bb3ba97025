/** The names of the wire are those that docs/data/signals documents, and stand in the source in one piece. */
import { expect, test } from 'vitest'
import * as names from '../../core/names.ts'
import * as signals from '../../docs/data/signals/index.ts'
import { difference } from '../../docs/write/listed.ts'

const rows = [
  signals.RESOURCE,
  signals.LOG_ATTRIBUTES,
  signals.METRICS,
  signals.METRICS.flatMap(({ attributes }) => attributes),
  signals.SPAN_ATTRIBUTES,
  signals.SEGMENT_FIELDS,
  signals.APP_HEADERS,
].flat()

/** Tags are listed as `spans[].tags[http.method]`. */
const listed = new Set(rows.map(({ name }) => /\[([^[\]]+)\]$/.exec(name)?.[1] ?? name))

test('each name of the wire is documented', () => {
  expect(difference(new Set(Object.values(names)), listed).notListed).toEqual([])
})

test('each documented attribute, metric, tag and header has its name in core/names.ts', () => {
  const members = new Set(
    signals.SEGMENT_FIELDS.filter(({ name }) => !name.includes('tags[')).map(({ name }) => name),
  )
  const sent = new Set([...listed].filter((name) => !members.has(name)))
  expect(difference(new Set(Object.values(names)), sent).neverSent).toEqual([])
})

test('no two constants are of one name', () => {
  expect(new Set(Object.values(names)).size).toBe(Object.keys(names).length)
})
