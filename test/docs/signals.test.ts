/** What is documented is what is sent, field by field, and the other way round. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'
import { PLATFORM_NAMES } from '../../core/platforms/names.ts'
import { PRIVACY_ROWS } from '../../docs/data/privacy.ts'
import * as signals from '../../docs/data/signals/index.ts'
import { startApp } from '../../docs/write/app.ts'
import { linesOf } from '../../docs/write/flatten.ts'
import { difference, expectedLines, listedLines } from '../../docs/write/listed.ts'
import { observe, observeUpdates } from '../../docs/write/observe.ts'

const root = join(import.meta.dirname, '../..')
const none = { notListed: [], neverSent: [] }

describe('what plain apps send', async () => {
  const observed = await observe()

  test.each(PLATFORM_NAMES)(
    'on %s is what docs/data/signals/ lists for there: fields, attributes, types',
    (platform) => {
      expect(
        difference(observed.lines.get(platform)!, listedLines({ framework: 'native', platform })),
      ).toEqual(none)
    },
  )

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

test('a plain app whose code gives nothing sends no more than is listed to come by itself', async () => {
  const app = await startApp({ platform: 'wechat', options: 'enable: { tracing: true }' })
  await app.run(`
    setTimeout(() => { throw new Error('the cart is broken') }, 1)
    Promise.reject(new Error('nobody waits'))
    api.request({ url: 'https://api.example.com/status/500' })`)
  await app.run('', 20000)
  const sent = new Set(app.sent.flatMap(linesOf))
  const had = ['a rejection with an Error', 'a request of a loaded page'] as const
  expect(difference(sent, expectedLines({ framework: 'native', platform: 'wechat' }, had))).toMatchObject({
    notListed: [],
  })
  expect(sent).toContain('log/js attribute exception.stacktrace string')
})

test('what is sent of updates is what is listed, however many pages there are', async () => {
  const isOfUpdates = (line: string) => line.startsWith('metric/miniprogram.set_data.')
  const listed = [...listedLines({ framework: 'taro', platform: 'wechat' })].filter(isOfUpdates)
  const sent = [...(await observeUpdates())].filter(isOfUpdates)
  expect(difference(new Set(sent), new Set(listed))).toEqual(none)
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
