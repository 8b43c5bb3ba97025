import { expect, test } from 'vitest'
import { testContext } from '../../test/fakes/context.ts'
import { fakePlatform } from '../../test/fakes/platform.ts'
import { keepAliveInstrumentation } from './keep-alive.ts'

test('tells the layer, where the platform has one', () => {
  const t = testContext({ platform: fakePlatform({ layer: 'WECHAT_MINI_PROGRAM' }) })
  keepAliveInstrumentation().install(t.context)()
  expect(t.emitted).toEqual([{ kind: 'keepAlive', layer: 'WECHAT_MINI_PROGRAM' }])
})

test('says nothing where there is none', () => {
  const t = testContext()
  keepAliveInstrumentation().install(t.context)()
  expect(t.emitted).toEqual([])
})

test('tells the layer that the operator names, whatever the platform has', () => {
  for (const platform of [fakePlatform(), fakePlatform({ layer: 'WECHAT_MINI_PROGRAM' })]) {
    const t = testContext({ platform })
    keepAliveInstrumentation('BAIDU_MINI_PROGRAM').install(t.context)()
    expect(t.emitted).toEqual([{ kind: 'keepAlive', layer: 'BAIDU_MINI_PROGRAM' }])
  }
})
