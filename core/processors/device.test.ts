import { expect, test } from 'vitest'
import { testContext } from '../../test/fakes/context.ts'
import { fakePlatform } from '../../test/fakes/platform.ts'
import type { LogRecord } from '../signal.ts'
import { deviceProcessor } from './device.ts'

function log(severity = 9, attributes = {}): LogRecord {
  return {
    kind: 'log',
    time: 1,
    uid: 'u',
    severity,
    attributes,
  }
}

const all = { 'device.model.identifier': 'Fake 1', 'os.name': 'fakeOS', 'network.connection.type': 'wifi' }

test('on error logs only, read late and once', async () => {
  const t = testContext()
  const processor = deviceProcessor()(t.context)
  expect(t.platform.asked).toEqual([])
  await processor.open!()
  expect(processor.onEmit(log(9))).toEqual(log(9))
  expect(t.platform.asked).toEqual(['network'])
  expect(processor.onEmit(log(17))).toEqual(log(17, all))
  expect(processor.onEmit(log(21, { 'os.name': 'mine' }))).toEqual(log(21, { ...all, 'os.name': 'mine' }))
  expect(t.platform.asked).toEqual(['network', 'device'])
})

function no() {
  throw new Error('no')
}

test.each<[string, object, object]>([
  ['lacks both', { device: undefined, network: undefined }, {}],
  ['throws', { device: no, network: no }, {}],
  ['rejects', { device: undefined, network: () => Promise.reject(new Error('no')) }, {}],
  ['returns nothing', { device: () => undefined, network: () => undefined }, {}],
  ['returns nonsense', { device: () => 5, network: () => ({}) }, {}],
  ['returns no promise', { device: undefined, network: () => '4g' }, { 'network.connection.type': '4g' }],
  ['gives an empty answer', { device: () => ({}), network: () => Promise.resolve('') }, {}],
])('a platform that %s', async (_, members, attributes) => {
  const t = testContext({ platform: fakePlatform(members) })
  const processor = deviceProcessor()(t.context)
  await processor.open!()
  expect(processor.onEmit(log(17))).toEqual(log(17, attributes))
})
