import { expect, test, vi } from 'vitest'
import { sw8 } from './sw8.ts'

const SPAN = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), segmentId: 'a'.repeat(32), sampled: true }
const RESOURCE = { service: 'shop', instance: 'one', attributes: {} }

/** The eight parts, texts as the receiver reads them. */
function partsOf(
  { span = SPAN, resource = RESOURCE, page = 'pages/a', peer = 'a.example:443' } = {},
  by = sw8(),
) {
  let header = ''
  by.inject(span, { resource, page, peer }, (_, value) => (header = value))
  const read = (part: string, i: number) =>
    /[03]/.test(String(i)) ? part : Buffer.from(part, 'base64').toString()
  return header.split('-').map(read)
}

test('eight parts: sampled, trace, segment, span 0, service, instance, page, peer', () => {
  const { segmentId, traceId } = SPAN
  const rest = ['0', 'shop', 'one', 'pages/a', 'a.example:443']
  expect(partsOf()).toEqual(['1', traceId, segmentId, ...rest])
  const span = { ...SPAN, segmentId: 'c'.repeat(32), sampled: false }
  expect(partsOf({ span })).toEqual(['0', traceId, span.segmentId, ...rest])
})

test('one propagator serves many traces, pages, peers and resources', () => {
  const by = sw8()
  const all = ['a', 'b'].flatMap((a) => [
    { page: 'pages/' + a },
    { peer: a + '.example:443' },
    { resource: { ...RESOURCE, service: a } },
    { span: { ...SPAN, traceId: a.repeat(32), segmentId: a.repeat(32) } },
    { span: { ...SPAN, traceId: 'b'.repeat(18) + a.repeat(14) } },
  ])
  for (const each of all) expect(partsOf(each, by)).toEqual(partsOf(each))
})

test('no part is empty, and none longer than the receiver takes', () => {
  const resource = { service: 's'.repeat(99), instance: 'i'.repeat(99), attributes: {} }
  const long = partsOf({ resource, page: 'p'.repeat(200), peer: 'h'.repeat(300) })
  expect(long.slice(4).map(({ length }) => length)).toEqual([50, 50, 150, 255])
  const none = partsOf({ resource: { service: '', attributes: {} } as never, page: '', peer: '' })
  expect(none.slice(4)).toEqual(['-', '-', '-', '-'])
})

test('fifty names of a kind are kept encoded', () => {
  const by = sw8()
  const forget = vi.spyOn(Map.prototype, 'clear')
  const see = (n: number) => partsOf({ page: 'pages/' + n }, by)
  for (let n = 0; n < 50; n++) see(n)
  expect(forget).not.toHaveBeenCalled()
  expect(see(50)[6]).toBe('pages/50')
  expect(forget).toHaveBeenCalledOnce()
  forget.mockRestore()
})
