import { describe, expect, test } from 'vitest'
import { gaugeOf, logOf, parcelWith, RESOURCE } from '../../test/fakes/outbox.ts'
import { SAVED, SHARD } from './parcel.ts'
import { isOther, keyOf, pack, prefixOf, shardOf, unpack } from './shard.ts'

const SIGNALS = [logOf('a'), logOf('b')]
const KEY = prefixOf('shop') + '1:id:log:2:1'

function read(text: string | undefined) {
  return unpack(text, KEY, 'log')
}

describe('the key', () => {
  test('is {prefix}{time}:{id}:{kind}:{weight}:{version}:{size}', () => {
    const parcel = parcelWith(SIGNALS, { id: 'c0ffee', at: 1717200000000.5 })
    expect(prefixOf('shop')).toBe('mm:1aowqzt:')
    expect(keyOf('mm:1aowqzt:', parcel, 7, 1000)).toBe('mm:1aowqzt:lwvcjk00:c0ffee:log:2:7:rs')
  })

  test('tells all that has to be known before it is read', () => {
    const key = keyOf(prefixOf('shop'), parcelWith(SIGNALS, { id: 'c0ffee', at: 1717200000000 }), 7, 1000)
    expect(shardOf(key, RESOURCE)).toMatchObject({
      id: 'c0ffee',
      kind: 'log',
      at: 1717200000000,
      weight: 2,
      bytes: 1000,
      version: 7,
      state: SHARD,
      saved: SAVED,
      keys: [key],
      signals: [],
    })
  })

  test('keeps two services apart, whatever their names', () => {
    const prefixes = ['shop', 'Shop', 'a:b', '商店', ''].map(prefixOf)
    expect(new Set(prefixes).size).toBe(5)
    for (const prefix of prefixes) expect(prefix).toMatch(/^mm:[0-9a-z]+:$/)
  })

  test.each([
    'mm:x:',
    'mm:x:~tab',
    'mm:session',
    'mm:keys',
    'mm:x:?:id:log:1:1',
    'mm:x:1:id:__proto__:7:1',
    'mm:x:1:id:log:nine:1',
    'mm:x:1:id:log:1e308:1',
    'mm:x:1:id:log:NaN:1',
    'mm:x:1:id:log:-5:1',
    'mm:x:1:id:log:0:1',
    'mm:x:1:id:log:2.5:1',
    'mm:x:1:id:log:999999999:1',
    'mm:x:1:id:log:1:-1',
    'mm:x:1:id:log:1:1:99999999',
    'mm:x:1:id:log:1:1:1:1',
    ' mm:x:1:id:log:1:1',
  ])('%s is none of a shard', (key) => {
    expect(shardOf(key, RESOURCE)).toBeUndefined()
  })

  test('a shard is behind all that is known, and as large as it may be where the key does not say', () => {
    expect(shardOf('mm:x:1:id:log:10:1', RESOURCE)).toMatchObject({ rank: 4, bytes: 6000 })
    expect(shardOf('mm:x:1:id:log:99999:1', RESOURCE)).toMatchObject({ bytes: 150000 })
    expect(shardOf('mm:x:1:id:log:10:1~tab', RESOURCE)).toMatchObject({ weight: 10 })
  })

  test.each([
    ['mm:session', true],
    ['mm:x:~tab', true],
    [KEY, false],
    ['mm:sessions', false],
    ['mm:of the app', false],
  ])('%s: is one of the kit’s that is none of a shard: %s', (key, is) => {
    expect(isOther(key)).toBe(is)
  })
})

describe('the content', () => {
  test('comes back as it was', () => {
    const text = pack(parcelWith(SIGNALS, { id: 'c0ffee' }))
    expect(JSON.parse(text)).toEqual({ v: 1, id: 'c0ffee', resource: RESOURCE, signals: SIGNALS })
    expect(read(text)).toEqual({ resource: RESOURCE, signals: SIGNALS })
  })

  test('of a newer version is left alone', () => {
    expect(read('{"v":2,"what":"ever"}')).toBe('newer')
  })

  const content = (resource: unknown, signals: unknown = []) => JSON.stringify({ v: 1, resource, signals })
  test.each([
    ['gone', undefined],
    ['empty', ''],
    ['cut in half', '{"v":1,"id"'],
    ['a text', '"hello"'],
    ['null', 'null'],
    ['of no version', '{"resource":{"service":"shop"},"signals":[]}'],
    ['of nobody', content({})],
    ['of another service', content({ service: 'other', attributes: {} })],
    ['of a service without attributes', content({ service: 'shop' })],
    [
      'of a service with attributes that are none',
      content({ service: 'shop', attributes: { 'service.name': {} } }),
    ],
    ['of an instance that is none', content({ service: 'shop', instance: 5, attributes: {} })],
    ['without a list', content(RESOURCE, {})],
    ['nested without end', '['.repeat(100000) + ']'.repeat(100000)],
  ])('that is %s is none', (_, text) => {
    expect(read(text)).toBeUndefined()
  })

  test('what is no signal in it, or one of another kind, is left out', () => {
    expect(read(content(RESOURCE, [null, 5, {}, SIGNALS[0], gaugeOf('g')]))).toEqual({
      resource: RESOURCE,
      signals: [SIGNALS[0]],
    })
  })
})
