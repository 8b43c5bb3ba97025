import { describe, expect, test } from 'vitest'
import { errorOf, gaugeOf, logOf, parcelWith } from '../../test/fakes/outbox.ts'
import {
  DOOMED,
  foremost,
  GONE,
  isShard,
  isWaiting,
  OPEN,
  rankOf,
  READING,
  SAVED,
  SAVING,
  SEALED,
  SENDING,
  setAside,
  SHARD,
  takeOut,
  UNSAVED,
  weightOf,
} from './parcel.ts'

describe('where in its life a parcel is', () => {
  test.each([
    ['open', OPEN, { waits: true, stored: false }],
    ['sealed', SEALED, { waits: true, stored: false }],
    ['sending', SENDING, { waits: false, stored: false }],
    ['doomed', DOOMED, { waits: false, stored: false }],
    ['gone', GONE, { waits: false, stored: false }],
    ['shard', SHARD, { waits: false, stored: true }],
    ['reading', READING, { waits: false, stored: true }],
  ] as const)('%s', (_, state, { waits, stored }) => {
    const parcel = parcelWith([logOf('a')], { state })
    expect(isWaiting(parcel)).toBe(waits)
    expect(isShard(parcel)).toBe(stored)
  })
})

describe('leaving a parcel to storage', () => {
  test.each([OPEN, SEALED] as const)('what waits (%i) and is stored becomes a shard', (state) => {
    const parcel = parcelWith([logOf('a')], { state, saved: SAVED, encoded: 'x', due: false })
    expect(setAside(parcel)).toBe(true)
    expect(parcel).toMatchObject({ state: SHARD, signals: [], encoded: undefined, weight: 1, due: false })
  })

  test.each([
    ['is not stored', { saved: UNSAVED, state: SEALED }],
    ['is just being stored', { saved: SAVING, state: SEALED }],
    ['is on the wire', { saved: SAVED, state: SENDING }],
    ['is doomed', { saved: SAVED, state: DOOMED }],
    ['is being read', { saved: SAVED, state: READING }],
    ['is over', { saved: SAVED, state: GONE }],
  ] as const)('what %s stays as it is', (_, over) => {
    const parcel = parcelWith([logOf('a')], over)
    const before = structuredClone(parcel)
    expect(setAside(parcel)).toBe(false)
    expect(parcel).toEqual(before)
  })
})

test('errors come first, other logs last', () => {
  const span = { kind: 'span', attributes: {} } as never
  expect([errorOf('e'), span, gaugeOf('g'), logOf('l')].map(rankOf)).toEqual([0, 1, 2, 3])
})

test('metrics weigh by their points', () => {
  expect(weightOf([logOf('a'), logOf('b')])).toBe(2)
  expect(weightOf([gaugeOf('g', 3)])).toBe(3)
})

describe('who is first', () => {
  const old = parcelWith([logOf('old')], { at: 1 })
  const young = parcelWith([logOf('young')], { at: 2 })
  const error = parcelWith([errorOf('error')], { at: 3 })
  const all = () => true

  test('the most important is sent first, of these the oldest', () => {
    expect(foremost([young, old, error], all, 1)).toBe(error)
    expect(foremost([young, old], all, 1)).toBe(old)
  })

  test('the least important is dropped first, of these the oldest', () => {
    expect(foremost([error, young, old], all, -1)).toBe(old)
  })

  test('only of those that may, and the list stays as it is', () => {
    const list = [young, old, error]
    expect(foremost(list, (parcel) => parcel !== error, 1)).toBe(old)
    expect(foremost(list, () => false, 1)).toBeUndefined()
    expect(list).toEqual([young, old, error])
  })
})

test('what is taken out was there', () => {
  const list = ['a', 'b']
  expect(takeOut(list, 'a')).toBe(true)
  expect(takeOut(list, 'a')).toBe(false)
  expect(list).toEqual(['b'])
})
