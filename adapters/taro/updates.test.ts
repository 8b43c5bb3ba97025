import '../../test/fakes/taro-globals.ts'
import { TaroRootElement } from '@tarojs/runtime'
import { expect, test, vi } from 'vitest'
import type { UpdateEvent } from '../../core/index.ts'
import { glueEnv, turns } from '../../test/fakes/taro-app.ts'
import { watchUpdates } from './updates.ts'

/* eslint-disable @typescript-eslint/no-explicit-any */
type Any = any

function page() {
  const set: Any[] = []
  const setData = function (this: Any, data: Any, done: () => void) {
    set.push([this, data])
    setImmediate(done)
  }
  const ctx = { route: 'pages/a', setData }
  const root: Any = new TaroRootElement()
  root.ctx = ctx
  const update = async (path: string, value: unknown) => {
    root.enqueueUpdate({ path, value })
    await vi.waitFor(() => expect(root.pendingUpdate).toBe(false))
    await turns(3)
  }
  return { ctx, set, update, setData }
}

test('page, keys and bytes of each setData; what is set and when is left as it is', async () => {
  const told: UpdateEvent[] = []
  const { ctx, set, update, setData } = page()
  const undo = watchUpdates(glueEnv(), (event) => told.push(event))
  await update('root.cn.[0].v', '珊瑚')
  await update('root.cn.[1].v', 'x')
  expect(told).toEqual([
    { path: 'pages/a', keys: 1, bytes: '{"root.cn.[0].v":"珊瑚"}'.length + 4, duration: expect.any(Number) },
    { path: 'pages/a', keys: 1, bytes: '{"root.cn.[1].v":"x"}'.length, duration: expect.any(Number) },
  ])
  expect(set).toEqual([
    [ctx, { 'root.cn.[0].v': '珊瑚' }],
    [ctx, { 'root.cn.[1].v': 'x' }],
  ])
  undo()
  expect(ctx.setData).toBe(setData)
  await update('root.cn.[0].v', 'y')
  expect(told).toHaveLength(2)
})

test('nobody asks for it: nothing is touched', () => {
  const { performUpdate } = TaroRootElement.prototype
  const undo = watchUpdates(glueEnv(), () => {})
  expect(TaroRootElement.prototype.performUpdate).not.toBe(performUpdate)
  undo()
  expect(TaroRootElement.prototype.performUpdate).toBe(performUpdate)
})
