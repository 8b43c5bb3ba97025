import { describe, expect, test } from 'vitest'
import { headersOf } from './headers.ts'
import type { AppRequest } from './app-request.ts'

type Headers = Record<string, string>

function request(header: Headers | undefined, traced?: Headers): AppRequest {
  return { call: { header }, traced: traced && { header: traced } } as unknown as AppRequest
}

const TRACE = { sw8: '1-a', traceparent: '00-b' }

describe('trace headers of a call', () => {
  test.each<[what: string, header: Headers | undefined, added: Headers]>([
    ['all, where the app has none', undefined, TRACE],
    ['all, where the app has others', { Accept: '*/*' }, TRACE],
    ['but those that the app has itself', { sw8: 'mine' }, { traceparent: '00-b' }],
    ['in whatever case', { SW8: 'mine', TraceParent: 'mine' }, {}],
  ])('%s', (_, header, added) => {
    expect(headersOf(request(header, TRACE))).toEqual(added)
  })

  test('none, if it is not traced', () => {
    expect(headersOf(request({ Accept: '*/*' }))).toBeUndefined()
  })

  test('the very object where nothing is taken out, a copy where something is', () => {
    const traced = request({}, TRACE)
    expect(headersOf(traced)).toBe(traced.traced!.header)
    headersOf(request({ sw8: 'mine' }, TRACE))
    expect(TRACE).toHaveProperty('sw8')
  })

  test('those that came from the first try are replaced, the app’s own are not', () => {
    const first = request({}, { sw8: '1-first', traceparent: '00-first' })
    const again = request({ sw8: '1-first', traceparent: 'mine' }, TRACE)
    expect(headersOf(again, first)).toEqual({ sw8: '1-a' })
  })
})
