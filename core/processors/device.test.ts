import { expect, test } from 'vitest'
import { testContext } from '../../test/fakes/context.ts'
import { fakePlatform } from '../../test/fakes/platform.ts'
import { aLog } from '../../test/fakes/signals.ts'
import { deviceProcessor } from './device.ts'

function error(attributes = {}) {
  return aLog({ severity: 17, attributes })
}

const ALL = { 'device.model.identifier': 'Fake 1', 'os.name': 'fakeOS', 'network.connection.type': 'wifi' }

test('on error logs only, read late and once', async () => {
  const t = testContext()
  const processor = deviceProcessor()(t.context)
  expect(t.platform.asked).toEqual([])
  await processor.open!()
  expect(processor.onEmit(aLog())).toEqual(aLog())
  expect(t.platform.asked).toEqual(['network'])
  expect(processor.onEmit(error())).toEqual(error(ALL))
  const fatal = aLog({ severity: 21, attributes: { 'os.name': 'mine' } })
  expect(processor.onEmit({ ...fatal })).toEqual({ ...fatal, attributes: { ...ALL, 'os.name': 'mine' } })
  // a warning of the kit's own
  const lag = aLog({ severity: 13, door: 'lag' })
  expect(processor.onEmit({ ...lag })).toEqual({ ...lag, attributes: ALL })
  expect(t.platform.asked).toEqual(['network', 'device'])
})

function no() {
  throw new Error('no')
}

test.each<[string, object, object, string[]?]>([
  ['lacks both', { device: undefined, network: undefined }, {}],
  ['throws', { device: no, network: no }, {}, ['network', 'device']],
  ['rejects', { device: undefined, network: () => Promise.reject(new Error('no')) }, {}, ['network']],
  ['returns nothing', { device: () => undefined, network: () => undefined }, {}],
  ['returns nonsense', { device: () => 5, network: () => ({}) }, {}],
  ['returns no promise', { device: undefined, network: () => '4g' }, { 'network.connection.type': '4g' }],
  ['gives an empty answer', { device: () => ({}), network: () => Promise.resolve('') }, {}],
])('a platform that %s', async (_, members, attributes, failed = []) => {
  const t = testContext({ platform: fakePlatform(members) })
  const processor = deviceProcessor()(t.context)
  await processor.open!()
  expect(processor.onEmit(error())).toEqual(error(attributes))
  expect(t.diag.errors.map(({ where }) => where)).toEqual(failed)
})
