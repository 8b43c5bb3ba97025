import { describe, expect, test } from 'vitest'
import { composed } from '../../test/fakes/composed.ts'
import { fakePlatform } from '../../test/fakes/platform.ts'
import type { Options } from './user-options.ts'
import { nativePreset } from './preset.ts'
import { errors, memory, otlp } from './slices.ts'
import { otlpJson } from '../exporters/otlp-json.ts'

const without = { slices: [memory, errors, otlp(otlpJson)], read: nativePreset.read }

/** A device on which a build that stores could not send, and the app's own data lies. */
async function leftBehind(service = 'shop', platform = fakePlatform()) {
  platform.stored.set('cart', 'apples')
  platform.script.push(...Array.from({ length: 9 }, () => ({ status: 503 })))
  const { clock, monitor } = composed({ service }, { platform })
  monitor.log('unsent')
  await clock.pass(2000)
  const ended = monitor.shutdown()
  await clock.pass(20000)
  await ended
  platform.script.splice(0)
  platform.sent.splice(0)
  return platform
}

async function keysAfter(platform: ReturnType<typeof fakePlatform>, options: Partial<Options> = {}) {
  const run = composed(options, { kit: without, platform })
  await run.clock.pass(2000)
  return { ...run, keys: () => [...platform.stored.keys()] }
}

describe('a build without storage, where one with it has left something', () => {
  test('erases it, and nothing of the app', async () => {
    const platform = await leftBehind()
    expect(platform.stored.size).toBeGreaterThan(2)
    const { keys, monitor } = await keysAfter(platform)
    expect(keys()).toEqual(['cart'])
    expect(monitor.diagnostics()).toMatchObject({ storage: false, errors: [] })
  })

  test('also what was stored under a former name of the service', async () => {
    const { keys } = await keysAfter(await leftBehind('store'))
    expect(keys()).toEqual(['cart'])
  })

  test('where pages of other services share the storage, only when the user declines', async () => {
    const platform = fakePlatform({ tenancy: () => ({}) as never })
    for (const [key, text] of (await leftBehind()).stored) platform.stored.set(key, text)
    const { keys, monitor, clock } = await keysAfter(platform)
    expect(keys().length).toBeGreaterThan(2)
    monitor.setConsent(false)
    await clock.pass(100)
    expect(keys()).toEqual(['cart'])
  })

  test('does not look while the user has not agreed, and erases when he declines', async () => {
    const platform = await leftBehind()
    const before = platform.asked.length
    const { keys, monitor, clock } = await keysAfter(platform, { consent: 'pending' })
    expect(platform.asked.slice(before)).toEqual([])
    monitor.setConsent(false)
    await clock.pass(100)
    expect(keys()).toEqual(['cart'])
  })

  test('a storage that refuses is told of, and stops nothing', async () => {
    const platform = await leftBehind()
    platform.faults.add('remove')
    const { monitor, clock } = await keysAfter(platform)
    expect(monitor.diagnostics().errors).toMatchObject([{ where: 'storage' }])
    monitor.log('sent')
    await clock.pass(6000)
    expect(platform.sent.map(({ body }) => String(body)).join()).toContain('sent')
  })
})
