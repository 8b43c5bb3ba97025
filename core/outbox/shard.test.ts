import { describe, expect, test } from 'vitest'
import { logOf, parcelWith, RESOURCE } from '../../test/fakes/outbox.ts'
import { SAVED, SHARD } from './parcel.ts'
import { keyOf, pack, prefixOf, shardOf, unpack } from './shard.ts'

const SIGNALS = [logOf('a'), logOf('b')]

describe('the key', () => {
  test('is {prefix}{time}:{id}:{kind}:{weight}:{version}', () => {
    const parcel = parcelWith(SIGNALS, { id: 'c0ffee', at: 1717200000000.5 })
    expect(prefixOf('shop')).toBe('mm:1aowqzt:')
    expect(keyOf('mm:1aowqzt:', parcel, 7)).toBe('mm:1aowqzt:lwvcjk00:c0ffee:log:2:7')
  })

  test('tells all that has to be known before it is read', () => {
    const key = keyOf(prefixOf('shop'), parcelWith(SIGNALS, { id: 'c0ffee', at: 1717200000000 }), 7)
    expect(shardOf(key, RESOURCE)).toMatchObject({
      id: 'c0ffee',
      kind: 'log',
      at: 1717200000000,
      weight: 2,
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

  test.each(['mm:x:', 'mm:x:~tab', 'mm:x:?:id:log:nine:old'])('%s is read as well as it goes', (key) => {
    expect(shardOf(key, RESOURCE)).toMatchObject({ kind: 'log', at: 0, weight: 1, version: 0 })
  })

  test('a shard is behind all that is known, and as large as it may be', () => {
    expect(shardOf('mm:x:1:id:log:10:1', RESOURCE)).toMatchObject({ rank: 4, bytes: 6000 })
  })
})

describe('the content', () => {
  test('comes back as it was', () => {
    const text = pack(parcelWith(SIGNALS, { id: 'c0ffee' }))
    expect(JSON.parse(text)).toEqual({ v: 1, id: 'c0ffee', resource: RESOURCE, signals: SIGNALS })
    expect(unpack(text)).toEqual({ resource: RESOURCE, signals: SIGNALS })
  })

  test('of a newer version is left alone', () => {
    expect(unpack('{"v":2,"what":"ever"}')).toBe('newer')
  })

  test.each([
    ['gone', undefined],
    ['empty', ''],
    ['cut in half', '{"v":1,"id"'],
    ['a text', '"hello"'],
    ['null', 'null'],
    ['of no version', '{"resource":{"service":"shop"},"signals":[]}'],
    ['of nobody', '{"v":1,"resource":{},"signals":[]}'],
    ['without a list', '{"v":1,"resource":{"service":"shop"},"signals":{}}'],
  ])('that is %s is none', (_, text) => {
    expect(unpack(text)).toBeUndefined()
  })

  test('what is no signal in it is left out', () => {
    const text = JSON.stringify({ v: 1, resource: RESOURCE, signals: [null, 5, {}, SIGNALS[0]] })
    expect(unpack(text)).toEqual({ resource: RESOURCE, signals: [SIGNALS[0]] })
  })
})
