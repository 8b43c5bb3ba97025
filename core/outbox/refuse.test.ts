import { expect, test } from 'vitest'
import { fakeExporter } from '../../test/fakes/exporter.ts'
import { logOf, parcelWith } from '../../test/fakes/outbox.ts'
import { createLane } from './lane.ts'
import { refuse } from './refuse.ts'

test('a receiver that took others in between is asked at once, but no more than four times in a row', () => {
  const lane = createLane(fakeExporter())
  const parcel = parcelWith(['a', 'b', 'c', 'd'].map((body) => logOf(body)))
  const refused = () => {
    refuse(lane, parcel, 2, { kind: 'refused', reason: 'HTTP 400' }, 0, 1)
    return lane.delay > 0
  }
  expect(refused()).toBe(true)
  lane.taken++
  expect([refused(), refused(), refused(), refused(), refused()]).toEqual([false, false, false, false, true])
})
