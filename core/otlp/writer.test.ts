import { afterEach, describe, expect, test, vi } from 'vitest'
import { cached, close, copy, counts, open, packed, fixed64, text, write } from './writer.ts'

afterEach(() => void vi.unstubAllGlobals())

/** How long the arrays are that are made meanwhile. */
function allocated(run: () => void): number[] {
  const sizes: number[] = []
  const construct = (array: typeof Uint8Array, args: [number]) => {
    sizes.push(args[0])
    return new array(...args)
  }
  vi.stubGlobal('Uint8Array', new Proxy(Uint8Array, { construct }))
  run()
  vi.unstubAllGlobals()
  return sizes.filter(Boolean)
}

function small() {
  text(0x0a, 'a')
}

/** Forty messages in one another, and what makes each of them long. */
function nested(fill: (depth: number) => void, depth = 40) {
  const end = open()
  if (depth) nested(fill, depth - 1)
  fill(depth)
  close(0x0a, end)
}

describe.each(['with TextEncoder', 'without'])('the array grows with what is written, %s', (kind) => {
  test.each<[string, (depth: number) => void]>([
    ['long texts', (depth) => text(0x0a, '长'.repeat(depth * 200))],
    ['many short ones', (depth) => Array.from({ length: depth * 50 }).forEach(() => text(0x0a, 'short'))],
    ['packed lists', (depth) => packed(0x0a, Array(depth * 100).fill(2 ** 40 + depth), fixed64)],
    ['counts', (depth) => counts(0x0a, Array(depth * 100).fill(depth))],
    [
      'copies of what was written',
      () => {
        cached(0x0a, 'key', 'value'.repeat(300), text)
        copy()
      },
    ],
  ])('%s', (_, fill) => {
    if (kind === 'without') vi.stubGlobal('TextEncoder', undefined)
    const grown = write(3000, () => nested(fill))
    const roomy = write(10000000, () => nested(fill))
    expect(grown.byteLength).toBeGreaterThan(30000)
    expect(Buffer.from(grown).equals(Buffer.from(roomy))).toBe(true)
  })
})

test('the array of a usual batch is used again, that of a large one is let go of', () => {
  write(100000, small)
  expect(allocated(() => write(30000, small))).toEqual([30000])
  expect(allocated(() => write(30000, small))).toEqual([])
  expect(allocated(() => write(100000, small))).toEqual([100000])
  expect(allocated(() => write(30000, small))).toEqual([30000])
})

test('what is small takes a small array', () => {
  write(100000, small)
  expect(Math.max(...allocated(() => write(3000, small)))).toBeLessThan(10000)
})

test('what could not be written leaves nothing behind', () => {
  const bytes = () => Buffer.from(write(3000, small)).toString('hex')
  const before = bytes()
  const fails = () =>
    write(3000, () => {
      cached(0x0a, 'key', 'a', text)
      throw new Error('no')
    })
  expect(fails).toThrow('no')
  expect(bytes()).toBe(before)
})

test('a text that comes again under another name or tag is written anew', () => {
  const all = (tag: number, key: string) => {
    cached(tag, key, 'value', (to, value, name) => text(to, name + value))
    copy()
  }
  const bytes = write(3000, () => {
    all(0x0a, 'a')
    all(0x0a, 'b')
    all(0x12, 'b')
    all(0x0a, 'a')
  })
  // from its end
  expect(Buffer.from(bytes).toString('latin1')).toBe('\n\x06avalue\x12\x06bvalue\n\x06bvalue\n\x06avalue')
})
