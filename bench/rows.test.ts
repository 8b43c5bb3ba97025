import { describe, expect, test } from 'vitest'
import { BOUNDS } from './bounds.ts'
import { cellOf, growthFactors, samplesOf, SECTIONS, type Samples } from './rows.ts'

function lineOf(id: string) {
  return SECTIONS.flatMap(({ lines }) => lines).find((line) => line.id === id)!
}

function samples(given: Record<string, number[]>): Samples {
  return new Map(Object.entries(given))
}

const REQUEST = 'request/request/success/off'

describe('a line of the table', () => {
  test('counts a request as what it adds to the bare call, in times of what the minimal wrapper adds', () => {
    const cell = cellOf(
      lineOf(REQUEST),
      'jit',
      samples({
        [REQUEST]: [1.1, 1.2, 1.3],
        [`${REQUEST}/bare`]: [0.1, 0.1, 0.1],
        [`${REQUEST}/by-hand`]: [0.6, 0.6, 0.6],
      }),
    )!
    expect(cell.value).toBeCloseTo(1.1)
    expect(cell.ratio).toBeCloseTo(2.2)
    expect(cell).toMatchObject({ target: true, goal: true, noisy: false })
  })

  test('shows what target and goal are missed, each by itself', () => {
    const cost = (added: number) =>
      cellOf(
        lineOf(REQUEST),
        'jit',
        samples({ [REQUEST]: [added], [`${REQUEST}/bare`]: [0], [`${REQUEST}/by-hand`]: [1] }),
      )
    expect(cost(1.3)).toMatchObject({ target: true, goal: false })
    expect(cost(1.6)).toMatchObject({ target: false, goal: false })
  })

  test('compares with a yardstick round by round', () => {
    const id = 'flush/proto~transformer-proto'
    const given = samples({ 'flush/proto': [1, 2, 30], 'flush/transformer-proto': [10, 20, 300] })
    expect(cellOf(lineOf(id), 'jit', given)).toMatchObject({
      value: 20,
      ratio: 0.1,
      goal: true,
      target: undefined,
    })
  })

  test('says that it is noisy', () => {
    expect(cellOf(lineOf('start/init'), 'jit', samples({ 'start/init': [10, 20, 30] }))!.noisy).toBe(true)
  })

  test('is left out if it was not measured', () => {
    expect(cellOf(lineOf('start/init'), 'jit', samples({}))).toBeUndefined()
  })

  test('has an id of its own, and every bound has a line', () => {
    const ids = SECTIONS.flatMap(({ lines }) => lines.map(({ id }) => id))
    expect(new Set(ids).size).toBe(ids.length)
    expect(BOUNDS.filter(({ row }) => !ids.some((id) => row.test(id)))).toEqual([])
  })
})

test('the rounds of several processes are put together', () => {
  const all = samplesOf([
    { id: 'a', rounds: [1, 2] },
    { id: 'b', rounds: [5] },
    { id: 'a', rounds: [3] },
  ])
  expect(all).toEqual(samples({ a: [1, 2, 3], b: [5] }))
})

test('growth is the time of ten times the work over that of the work, with the same queue where there is such', () => {
  const factors = growthFactors(
    samples({ a: [1, 1], 'a/x1': [2, 2], 'a/x10': [20, 40], b: [3], 'b/x10': [30] }),
  )
  expect(Object.fromEntries(factors)).toEqual({ a: [10, 20], b: [10] })
})
