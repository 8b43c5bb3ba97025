/** What is documented is what is sent, field by field, and the other way round. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'
import { PRIVACY_ROWS } from '../../docs/data/privacy.ts'
import * as signals from '../../docs/data/signals/index.ts'
import { difference, listedLines } from '../../docs/write/listed.ts'
import { observe } from '../../docs/write/observe.ts'

const root = join(import.meta.dirname, '../..')
const none = { notListed: [], neverSent: [] }

describe('what runs on all platforms send', async () => {
  const observed = await observe()

  test('is what docs/data/signals/ lists: fields, attributes, types', () => {
    expect(difference(observed.lines, listedLines())).toEqual(none)
  })

  test('comes from the platforms that the table names', () => {
    const listed = signals.METRICS.flatMap(({ name, platforms }) =>
      platforms.map((each) => `${each} ${name}`),
    )
    expect(difference(observed.metricPlatforms, new Set(listed))).toEqual(none)
  })

  test('adds the listed headers to requests of the app, and no others', () => {
    // set by the simulated platforms
    const theirs = new Set(
      [...observed.appHeaders].filter((name) => !/^(content-type|referer|user-agent)$/i.test(name)),
    )
    expect(difference(theirs, new Set(signals.APP_HEADERS.map(({ name }) => name)))).toEqual(none)
  })

  test('goes out with the listed headers', () => {
    expect(difference(observed.ownHeaders, new Set(signals.OWN_HEADERS.map(({ name }) => name)))).toEqual(
      none,
    )
  })
})

test('every reason of a drop is listed', () => {
  const file = join(root, 'core/signal.ts')
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true)
  const reasons = source.statements.flatMap((statement) =>
    ts.isTypeAliasDeclaration(statement) &&
    statement.name.text === 'DropReason' &&
    ts.isUnionTypeNode(statement.type)
      ? statement.type.types.map((type) => type.getText().replace(/'/g, ''))
      : [],
  )
  expect(signals.DROP_REASONS.map(({ reason }) => reason).sort()).toEqual(reasons.sort())
})

test('privacy speaks of every field, and of no other', () => {
  const fields = [
    ...[signals.RESOURCE, signals.SCOPE, signals.LOG_FIELDS, signals.LOG_ATTRIBUTES, signals.SPAN_FIELDS],
    ...[signals.SPAN_ATTRIBUTES, signals.SEGMENT_FIELDS, signals.KEEP_ALIVE_FIELDS],
    ...signals.METRICS.map(({ attributes }) => attributes),
  ].flatMap((rows) => rows.map(({ name }) => name))
  const all = new Set([...fields, ...Object.values(signals.pointFields).flat()])
  const spoken = PRIVACY_ROWS.flatMap((row) => row.fields)
  expect(difference(new Set(spoken), all)).toEqual(none)
  expect(spoken.filter((name, i) => spoken.indexOf(name) !== i)).toEqual([])
})
