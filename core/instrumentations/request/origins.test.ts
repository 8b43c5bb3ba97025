import { expect, test } from 'vitest'
import { createOrigins } from './origins.ts'

test.each<[url: string, host: string, peer: string]>([
  ['https://a.example/x/1?q=1', 'a.example', 'a.example:443'],
  ['http://a.example:8080/x', 'a.example', 'a.example:8080'],
  ['//a.example/x', 'a.example', 'a.example:443'],
  ['https://a.example', 'a.example', 'a.example:443'],
  ['/x/1', '', ''],
  ['', '', ''],
])('%s goes to %s', (url, host, peer) => {
  expect(createOrigins()(url)).toMatchObject({ host, peer })
})

test('an origin is read once', () => {
  const find = createOrigins()
  expect(find('https://a.example/x')).toBe(find('https://a.example/y?z'))
  expect(find('https://a.example/x')).not.toBe(find('https://b.example/x'))
})

test('what begins alike is not the same', () => {
  const find = createOrigins()
  find('https://a.example/x')
  expect(find('https://a.example.evil/x').host).toBe('a.example.evil')
})

test.each([
  ['the first slash that is looked at is the first of `://`', 'mini-program://'],
  ['the first slash that is looked at is the second of `://`', 'custom://'],
])('%s', (_, scheme) => {
  const find = createOrigins()
  find(scheme + 'a.example/x')
  expect(find(scheme + 'b.example/x').host).toBe('b.example')
})

test.each(['https://a.example', 'a', ''])(
  'what has no slash behind its host (%j) is not remembered',
  (url) => {
    const find = createOrigins()
    const first = find(url)
    expect(find(url)).not.toBe(first)
    expect(find('https://b.example/x').host).toBe('b.example')
  },
)

test('the oldest of more than twenty is forgotten', () => {
  const find = createOrigins()
  const first = find('https://0.example/')
  for (let i = 1; i < 20; i++) find(`https://${i}.example/`)
  expect(find('https://0.example/')).toBe(first)
  find('https://20.example/')
  expect(find('https://0.example/')).not.toBe(first)
})
