import { describe, expect, test } from 'vitest'
import { hintOf, refusesBinary } from './words.ts'

describe('words of a request without an answer', () => {
  test.each([
    ['getaddrinfo ENOTFOUND ssl.example.com', /no such host/],
    ['request:fail url not in domain list:cert.example.com', /no such host/],
    ['Unable to resolve host "tls.example.com": No address associated with hostname', /no such host/],
    ['request:fail ssl hand shake error: domain.example.com', /certificate/],
    ['net::ERR_CERT_COMMON_NAME_INVALID at https://example.com: not the domain of it', /certificate/],
    ['Hostname/IP does not match certificate: tls, 域名', /certificate/],
  ])('the first ones count, not those of the address: %s', (error, hint) => {
    expect(hintOf(error)).toMatch(hint)
  })

  test.each(['', 'no answer', 'request:fail timeout', 'error 19', 'error 112', 'net::ERR_CONNECTION_RESET'])(
    'nobody can do anything about %j',
    (error) => expect(hintOf(error)).toBeUndefined(),
  )
})

test.each([
  'request:fail parameter.data should be String instead of ArrayBuffer',
  'invoke error: TypeError: Cannot convert object to primitive value',
  'binary is not supported',
])('%s: the platform wants a text', (error) => {
  expect(refusesBinary({ status: 0, error, header: () => '' })).toBe(true)
  // a receiver that says so has got it
  expect(refusesBinary({ status: 400, error, header: () => '' })).toBe(false)
})
