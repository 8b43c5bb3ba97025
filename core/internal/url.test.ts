import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cleanUrl, placeOf } from './url.ts'

const CASES: [url: string, clean: string, host: string, peer: string][] = [
  ['https://a.com/b/c?d=1#e', 'https://a.com/b/c', 'a.com', 'a.com:443'],
  ['https://a.com', 'https://a.com', 'a.com', 'a.com:443'],
  ['https://a.com?x=http://b.com/y', 'https://a.com', 'a.com', 'a.com:443'],
  ['https://a.com#/page?token=1', 'https://a.com', 'a.com', 'a.com:443'],
  ['http://a.com:8080/x', 'http://a.com:8080/x', 'a.com', 'a.com:8080'],
  ['http://a.com/x', 'http://a.com/x', 'a.com', 'a.com:80'],
  ['HTTP://A.com:/X', 'HTTP://A.com:/X', 'a.com', 'a.com:80'],
  ['https://user:pass@a.com:1/x', 'https://a.com:1/x', 'a.com', 'a.com:1'],
  ['https://u:p@ss@a.com/@me', 'https://a.com/@me', 'a.com', 'a.com:443'],
  ['https://[::1]:8080/x', 'https://[::1]:8080/x', '::1', '[::1]:8080'],
  ['https://u@[2001:db8::1]/x', 'https://[2001:db8::1]/x', '2001:db8::1', '[2001:db8::1]:443'],
  ['wss://a.com/socket?k=1', 'wss://a.com/socket', 'a.com', 'a.com:443'],
  ['ws://a.com', 'ws://a.com', 'a.com', 'a.com:80'],
  ['//cdn.com/x.png?v=2', '//cdn.com/x.png', 'cdn.com', 'cdn.com:443'],
  ['/users/@me/http://x?y', '/users/@me/http://x', '', ''],
  ['api/list?user=me@a.com', 'api/list', '', ''],
  ['img@2x.png', 'img@2x.png', '', ''],
  ['cloud://env-1.abc/x.png', 'cloud://env-1.abc/x.png', 'env-1.abc', 'env-1.abc:443'],
  ['blob:https://a.com/uuid', 'blob:', '', ''],
  ['wxfile://tmp_1.jpg', 'wxfile:', '', ''],
  ['tel:13800138000', 'tel:', '', ''],
  ['https://a.com/b;jsessionid=1?c', 'https://a.com/b', 'a.com', 'a.com:443'],
  ['https://a.com/b%3Fphone%3D1', 'https://a.com/b', 'a.com', 'a.com:443'],
  ['https://a.com/b%23token%3D1', 'https://a.com/b', 'a.com', 'a.com:443'],
  ['https://user:pa/ss@a.com/x', 'https://a.com/x', 'user', 'user:443'],
  ['https://user:pa?ss@a.com/x', 'https://', 'user', 'user:443'],
  ['https://a.com:80/@me', 'https://a.com:80/@me', 'a.com', 'a.com:80'],
  // as browsers read it
  ['https://a.com\\@evil.com/', 'https://a.com\\@evil.com/', 'a.com', 'a.com:443'],
  ['\\\\a.com\\x', '\\\\a.com\\x', 'a.com', 'a.com:443'],
  ['data:text/plain;base64,c2VjcmV0', 'data:', '', ''],
  ['DATA:,//a.com/x@y', 'data:', '', ''],
  ['mailto:bob@a.com?subject=x', 'mailto:', '', ''],
  ['user:password@a.com/x', 'a.com/x', '', ''],
  ['  https://a.com/x ', 'https://a.com/x', 'a.com', 'a.com:443'],
  ['file:///etc/x', 'file:///etc/x', '', ''],
  ['https://例子.中国/路径?q', 'https://例子.中国/路径', '例子.中国', '例子.中国:443'],
  ['', '', '', ''],
  ['?a=1', '', '', ''],
  ['https://', 'https://', '', ''],
]

describe.each(CASES)('%j', (url, clean, host, peer) => {
  test('clean', () => expect(cleanUrl(url)).toBe(clean))
  test('host and peer', () => expect(placeOf(url)).toEqual({ host, peer }))
})

test.each([undefined, null, 7, {}])('%j, which is no string, gives an empty one', (odd) => {
  expect(cleanUrl(odd as never)).toBe('')
  expect(placeOf(odd as never)).toEqual({ host: '', peer: '' })
})

test('agrees with the URL class on whatever that parses', () => {
  fc.assert(
    fc.property(
      fc.webUrl({
        withQueryParameters: true,
        withFragments: true,
        authoritySettings: { withPort: true, withUserInfo: true, withIPv4: true, withIPv6: true },
      }),
      (text) => {
        const url = new URL(text)
        const host = /\/\/(?:[^/]*@)?(\[[^\]]*\]|[^/:?#]*)/.exec(text.split(/[?#]/)[0])![1].toLowerCase()
        expect(placeOf(text).host).toBe(host.replace(/[[\]]/g, ''))
        expect(placeOf(text).peer).toMatch(
          new RegExp(':' + (url.port || (url.protocol === 'http:' ? '80' : '443')) + '$'),
        )
        expect(cleanUrl(text)).not.toMatch(/[?#]/)
        if (url.username || url.password)
          expect(cleanUrl(text)).not.toContain(url.username + ':' + url.password + '@')
        expect(new URL(cleanUrl(text)).href).toBe(url.origin + url.pathname.split(/;|%3f|%23|%3b/i)[0])
      },
    ),
  )
})

test('of what is longer than any URL the beginning is looked at', () => {
  const start = 'https://a.com/'
  expect(cleanUrl(start + 'x'.repeat(1e6))).toHaveLength(10000)
  expect(placeOf(start + 'x'.repeat(1e6)).host).toBe('a.com')
  expect(placeOf('https://' + 'x'.repeat(1e6) + '/').host.length).toBeLessThan(10000)
})
