/** What several tabs of one page have stored, and whose it is. */
import { describe, expect, test } from 'vitest'
import { openPage } from '../fakes/web.ts'

const URL = 'https://shop.test/app/'

describe('tabs', () => {
  const prefix = 'mm:x:'
  const shard = `${prefix}log:1~gone`
  const none = { leave() {}, enter() {} }

  test('what a tab that is gone has left is taken under the lock of the storage', async () => {
    const seen: unknown[] = []
    const { window, platform, clock } = openPage({
      url: URL,
      prepare: (window) =>
        Object.defineProperty(window.navigator, 'locks', {
          value: {
            request: async (name: string, task: () => Promise<unknown>) => {
              const stored = () => Object.keys(window.localStorage)
              seen.push(name, stored())
              const result = await task()
              seen.push(stored())
              return result
            },
          },
        }),
    })
    window.localStorage.setItem(shard, 'left behind')
    const tenancy = platform.tenancy!({ prefix, owner: 'me', clock, ...none })
    expect(await tenancy.get(shard)).toBe('left behind')
    expect(seen).toEqual([prefix, [shard], [`${prefix}log:1~me`]])
    // ours by now: no lock needed, and the same name
    expect(await tenancy.get(shard)).toBe('left behind')
    expect(seen).toHaveLength(3)
    await tenancy.remove(shard)
    expect(window.localStorage).toHaveLength(0)
  })

  test('without locks as well as it goes; what another has taken meanwhile is theirs', async () => {
    const { window, platform, clock } = openPage({ url: URL })
    const open = (owner: string) => platform.tenancy!({ prefix, owner, clock, ...none })
    const [first, second] = [open('a'), open('b')]
    window.localStorage.setItem(shard, 'left behind')
    expect(await first.get(shard)).toBe('left behind')
    await expect(second.get(shard)).rejects.toBe(undefined)
  })

  test('a tab that says so is alive to the others, until it leaves', async () => {
    const { window, platform, clock } = openPage({ url: URL })
    const open = (owner: string) => platform.tenancy!({ prefix, owner, clock, ...none })
    const [first, second] = [open('a'), open('b')]
    window.localStorage.setItem(shard, 'left behind')
    await first.set(`${prefix}log:2`, 'of the first')
    second.setNow(`${prefix}log:3`, 'of the second')
    expect(await first.keys(prefix)).toEqual([shard, `${prefix}log:3~b`])
    expect(await second.keys(prefix)).toEqual([shard])
    // to erase what there is
    expect((await second.keys(prefix, true)).sort()).toEqual([shard, `${prefix}log:2~a`, `${prefix}~a`])
    await first.leave()
    expect((await second.keys(prefix)).sort()).toEqual([shard, `${prefix}log:2~a`])
    expect(await second.get(`${prefix}log:3`)).toBe('of the second')
  })

  test('what a living tab of another service has stored is that tab’s', async () => {
    const { platform, clock } = openPage({ url: URL })
    const open = (owner: string, prefix: string) => platform.tenancy!({ prefix, owner, clock, ...none })
    const [first, second] = [open('a', 'mm:y:'), open('b', prefix)]
    await first.set('mm:y:log:1', 'of the first')
    await first.keys('mm:')
    expect(await second.keys('mm:')).toEqual([])
    await first.leave()
    expect(await second.keys('mm:')).toEqual(['mm:y:log:1~a'])
  })

  test('a tab that is hidden for long leaves what it has, and finds it anew when it is shown', () => {
    const { platform, clock } = openPage({ url: URL })
    const told: string[] = []
    const tenancy = platform.tenancy!({
      prefix,
      owner: 'me',
      clock,
      leave: () => told.push('leave'),
      enter: () => told.push('enter'),
    })
    tenancy.hide()
    clock.advance(11000)
    tenancy.show()
    clock.advance(60000)
    expect(told).toEqual([])
    tenancy.hide()
    clock.advance(12000)
    expect(told).toEqual(['leave'])
    tenancy.show()
    expect(told).toEqual(['leave', 'leave', 'enter'])
  })
})
