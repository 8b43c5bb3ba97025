import { expect, test } from 'vitest'
import { timesOf, TOLD } from './cost.ts'
import { createReport } from './report.ts'
import { SECTIONS } from './rows.ts'

test('what the README tells are rows of the bench', () => {
  const ids = SECTIONS.flatMap(({ lines }) => lines.map(({ id }) => id))
  expect(TOLD.filter((id) => !ids.includes(id))).toEqual([])
})

test('medians of both modes, and none where one is missing', () => {
  const samples = (but?: string) =>
    new Map(
      TOLD.flatMap((id) => (id === but ? [] : [id, `${id}/bare`, `${id}/by-hand`])).map((id) => [
        id,
        /bare|by-hand/.test(id) ? [1, 1, 1] : [3, 2, 9],
      ]),
    )
  const rows = timesOf(createReport({ jit: samples(), jitless: samples() }))
  expect(rows['start/init']).toEqual({ jit: 3, jitless: 3 })
  expect(rows['request/request/success/off']).toEqual({ jit: 2, jitless: 2 })
  const partly = createReport({ jit: samples(), jitless: samples('emit/error-new') })
  expect(() => timesOf(partly)).toThrow('"emit/error-new" was not measured')
})
