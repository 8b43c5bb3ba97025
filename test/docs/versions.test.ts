/** docs/guides/versions.md shows everything that was tried, and nothing that was not. */
import { expect, test } from 'vitest'
import { VERSIONS } from '../../docs/data/versions.ts'
import { entriesIn } from '../compat/table.ts'

test('users see each row of test/compat/table.md, by its own name', () => {
  const tried = entriesIn().map(({ what }) => what)
  expect(tried.length).toBeGreaterThan(20)
  const shown = VERSIONS.flatMap(({ row }) => row ?? [])
  expect([...shown].sort()).toEqual([...tried].sort())
})
