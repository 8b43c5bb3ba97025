import { describe, expect, test } from 'vitest'
import { fakeRooms } from '../../test/fakes/outbox.ts'
import type { Metric, Signal } from '../signal.ts'
import { lose } from './account.ts'
import { GONE, SAVED, UNSAVED } from './parcel.ts'
import { createReport } from './report.ts'

function fakeReport(review: (signal: Signal) => Signal | undefined = (signal) => signal) {
  const rooms = fakeRooms()
  const { clock, account, parcels, begin, laneOf } = rooms
  const report = createReport(clock, account, parcels, begin, laneOf, review)
  return {
    ...rooms,
    report,
    lose: (n: number) => lose(account, 'log', 'expired', n),
    points: () => report.parcel(true).signals.flatMap((signal) => (signal as Metric).points),
  }
}

describe('the losses', () => {
  test('are kept in a parcel of their own, which is none of the others', () => {
    const { report, parcels, lose, points, lane } = fakeReport()
    expect(report.parcel(true)).toMatchObject({ weight: 0, signals: [], saved: SAVED })
    lose(2)
    expect(report.parcel(true)).toMatchObject({ kind: 'metric', weight: 1, saved: UNSAVED, lane })
    expect(points()).toMatchObject([{ value: 2 }])
    expect(parcels.all).toEqual([])
  })

  test('are looked at when they are asked for', () => {
    const { report, lose } = fakeReport()
    lose(2)
    expect(report.parcel().weight).toBe(0)
  })

  test('that are the same as before need not be written again', () => {
    const { report, lose } = fakeReport()
    lose(2)
    report.parcel(true).saved = SAVED
    expect(report.parcel(true).saved).toBe(SAVED)
    lose(1)
    expect(report.parcel(true).saved).toBe(UNSAVED)
  })

  test('are told once a minute, as one of the parcels', () => {
    const { report, clock, parcels, account, lose } = fakeReport()
    lose(2)
    clock.advance(59999)
    report.tell()
    expect(parcels.all).toEqual([])
    clock.advance(1)
    report.tell()
    expect(parcels.all).toMatchObject([{ kind: 'metric', weight: 1 }])
    expect(account).toMatchObject({ taken: { metric: 1 }, unreported: {} })
    expect(report.parcel(true)).toMatchObject({ weight: 0, saved: SAVED })
    // the next minute begins
    lose(1)
    report.tell()
    expect(parcels.all).toHaveLength(1)
  })

  test('of none there is nothing to tell', () => {
    const { report, clock, parcels } = fakeReport()
    clock.advance(60000)
    report.tell()
    expect(parcels.all).toEqual([])
  })

  test('told twice in one moment have two times', () => {
    const { report, clock, parcels, lose, points } = fakeReport()
    clock.advance(60000)
    lose(1)
    report.tell()
    lose(1)
    const [told] = (parcels.all[0].signals as Metric[]).flatMap((metric) => metric.points)
    expect(points()[0].time).not.toBe(told.time)
  })

  test('that the user’s hook drops are not told', () => {
    const { report, lose } = fakeReport(() => undefined)
    lose(1)
    expect(report.parcel(true)).toMatchObject({ weight: 0, saved: SAVED })
  })

  test('are told as the user’s hook has them', () => {
    const { report, lose } = fakeReport((signal) => ({ ...(signal as Metric), unit: 'seen' }))
    lose(1)
    expect(report.parcel(true).signals).toMatchObject([{ unit: 'seen' }])
  })
})

describe('when the app leaves', () => {
  test('what is stored is handed over for others to read', () => {
    const { report, parcels, lose } = fakeReport()
    lose(1)
    report.parcel(true).saved = SAVED
    report.tell(true)
    expect(parcels.all).toHaveLength(1)
  })

  test('what could not be stored is not', () => {
    const { report, parcels, lose } = fakeReport()
    lose(1)
    report.tell(true)
    expect(parcels.all).toEqual([])
  })
})

test('when consent is withdrawn it is forgotten, in storage, too', () => {
  const { report, account, buried, lose } = fakeReport()
  lose(1)
  const before = report.parcel(true)
  before.keys.push('k')
  report.erase()
  expect(before.state).toBe(GONE)
  expect(buried).toEqual(['k'])
  expect(account.unreported).toEqual({})
  expect(report.parcel(true)).toMatchObject({ weight: 0, keys: [] })
})
