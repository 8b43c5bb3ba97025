import { expect, test } from 'vitest'
import { at, lanAddresses, optionsLine } from './own-app.ts'

const common = { netmask: '', mac: '', cidr: null } as const

test('a phone is told the IPv4 addresses of the networks that this machine is in', () => {
  const addresses = lanAddresses({
    lo: [{ ...common, address: '127.0.0.1', family: 'IPv4', internal: true }],
    wlan0: [
      { ...common, address: 'fe80::1', family: 'IPv6', internal: false, scopeid: 2 },
      { ...common, address: '192.168.7.9', family: 'IPv4', internal: false },
    ],
    // nobody has given it one
    eth0: [{ ...common, address: '169.254.3.4', family: 'IPv4', internal: false }],
  })
  expect(addresses).toEqual(['192.168.7.9'])
})

test('the line for init names the same ports there', () => {
  const there = (url: string) => at(url, '192.168.7.9')
  expect(optionsLine(there('http://127.0.0.1:4318'), there('http://127.0.0.1:12800'))).toBe(
    "collector: 'http://192.168.7.9:4318', traceCollector: 'http://192.168.7.9:12800'",
  )
})
