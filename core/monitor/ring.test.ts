import { expect, test } from 'vitest'
import { errorOf, gaugeOf, logOf } from '../../test/fakes/outbox.ts'
import type { LogRecord, Signal } from '../signal.ts'
import { createRing, type Held } from './ring.ts'

function start(settings: { maxQueue?: number; maxQueueBytes?: number } = {}) {
  const lost: Held[] = []
  const ring = createRing(
    { maxQueue: 200, maxQueueBytes: 262144, ...settings },
    (held) => void lost.push(held),
  )
  const names = (list: readonly Held[]) =>
    list.map(({ signal }) => String((signal as LogRecord).body ?? signal.kind))
  return {
    ring,
    hold: (...signals: Signal[]) => signals.forEach((signal) => ring.hold(signal, 1)),
    held: () => names(ring.list),
    lost: () => names(lost),
  }
}

test('until storage has answered as many are held as later, not a hundred', () => {
  const { hold, held, lost } = start()
  for (let i = 0; i < 201; i++) hold(logOf(`${i}`))
  expect(held()).toHaveLength(200)
  expect(lost()).toEqual(['0'])
})

test('of too many the oldest of the least important goes', () => {
  const { hold, held, lost } = start({ maxQueue: 3 })
  hold(errorOf('e1'), logOf('l1'), gaugeOf('g'), logOf('l2'), errorOf('e2'), errorOf('e3'), errorOf('e4'))
  expect(lost()).toEqual(['l1', 'l2', 'metric', 'e1'])
  expect(held()).toEqual(['e2', 'e3', 'e4'])
})

test('bytes are bounded, too; one that has no room alone costs no other', () => {
  const { hold, held, lost } = start({ maxQueueBytes: 20000 })
  for (const x of 'abc') hold(logOf(x.repeat(9000)))
  hold(errorOf('x'.repeat(30000)))
  expect(lost().map((body) => body[0])).toEqual(['a', 'x'])
  expect(held().map((body) => body[0])).toEqual(['b', 'c'])
})

test('emptied it has room again', () => {
  const { ring, hold, held, lost } = start({ maxQueueBytes: 20000 })
  hold(logOf('x'.repeat(15000)))
  expect(ring.empty()).toHaveLength(1)
  hold(logOf('y'.repeat(15000)))
  expect([held().length, lost().length]).toEqual([1, 0])
})
