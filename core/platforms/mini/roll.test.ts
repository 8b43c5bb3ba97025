import { expect, test } from 'vitest'
import { fakePlatform } from '../../../test/fakes/platform.ts'
import { withRoll } from './roll.ts'

const KEY = 'mm:x:1:id:log:1:1'
const OTHER = 'mm:x:2:id:log:1:1'

/** A start of the app; `broken`: the platform does not list its keys. */
function start({ broken = true, stored = new Map<string, string>() } = {}) {
  const { asked, faults, storage, stored: own } = fakePlatform()
  stored.forEach((value, key) => own.set(key, value))
  const state = { broken }
  const list = () => (state.broken ? Promise.reject(new Error('no')) : storage.keys(''))
  return { asked, faults, stored: own, state, storage: withRoll({ ...storage, list }) }
}

test('a platform that lists its keys is believed, and nothing more is written', async () => {
  const { storage, stored, asked } = start({ broken: false })
  expect(await storage.keys('mm:')).toEqual([])
  asked.splice(0)
  await storage.set(KEY, 'a')
  storage.setNow(OTHER, 'b')
  await storage.remove(OTHER)
  expect(asked.map((call) => call.split(' ')[1])).toEqual([KEY, OTHER, OTHER])
  stored.set('app', 'c')
  expect(await storage.keys('mm:')).toEqual([KEY])
})

test('where it fails to, the next start finds what this one has written', async () => {
  const first = start()
  await first.storage.keys('mm:')
  await first.storage.set(KEY, 'a')
  first.storage.setNow(OTHER, 'b')
  const second = start({ stored: first.stored })
  expect(await second.storage.keys('mm:')).toEqual([KEY, OTHER])
  expect(await second.storage.keys('mm:y:')).toEqual([])
  await second.storage.remove(KEY)
  expect(await start({ stored: second.stored }).storage.keys('mm:')).toEqual([OTHER])
})

test('what was written before anybody had asked is found, too', async () => {
  const first = start()
  first.storage.setNow(KEY, 'a')
  expect(await start({ stored: first.stored }).storage.keys('mm:')).toEqual([KEY])
})

test('the roll is written before what it names: a kill leaves nothing that nobody finds', async () => {
  const { storage, asked } = start()
  await storage.keys('mm:')
  asked.splice(0)
  await storage.set(KEY, 'a')
  await storage.remove(KEY)
  expect(asked).toEqual([
    'storage.set mm:keys',
    `storage.set ${KEY}`,
    `storage.remove ${KEY}`,
    'storage.remove mm:keys',
  ])
})

test('the session has a name that is known: it needs no roll', async () => {
  const { storage, stored } = start()
  await storage.set('mm:session', 'a')
  storage.setNow('mm:session', 'b')
  expect([...stored.keys()]).toEqual(['mm:session'])
})

test('when the platform lists its keys again the roll goes', async () => {
  const { storage, stored, state } = start()
  await storage.keys('mm:')
  await storage.set(KEY, 'a')
  state.broken = false
  expect(await storage.keys('mm:x:')).toEqual([KEY])
  expect([...stored.keys()]).toEqual([KEY])
})

test('a roll that somebody else has written names what it likes', async () => {
  const { storage } = start({ stored: new Map([['mm:keys', `app\n\n${KEY}\n__proto__\n${KEY}`]]) })
  expect(await storage.keys('mm:')).toEqual([KEY])
})

test('storage that fails altogether rejects', async () => {
  const { storage, faults } = start()
  faults.add('get')
  await expect(storage.keys('mm:')).rejects.toThrow()
})
