import { expect, test } from 'vitest'
import { fakeDevice, type PlatformName, type Quirks } from '../index.ts'

function start(platform: PlatformName = 'wechat', quirks?: Quirks) {
  const { device, clock } = fakeDevice(platform, undefined, { quirks })
  const runtime = device.start({
    files: {
      'app.json': JSON.stringify({ pages: ['a'] }),
      'app.js': 'App({})',
      'a.js': 'Page({ data: { n: 0 } })',
    },
  })
  runtime.launch()
  const page = runtime.pages[0]
  const told: Record<string, unknown>[] = []
  const listen = (options: object) =>
    page.setUpdatePerformanceListener(options, (result: Record<string, unknown>) => told.push({ ...result }))
  return { clock, listen, page, told }
}

test('each setData is told of once, later; its paths where they are asked for', async () => {
  const { clock, listen, page, told } = start()
  page.setData({ n: 1 })
  listen({ withDataPaths: true })
  page.setData({ n: 2, 'list[0]': 3 })
  expect(told).toEqual([])
  await clock.advance(10)
  const from = told[0].pendingStartTimestamp as number
  expect(told).toEqual([
    {
      updateProcessId: 1,
      isMergedUpdate: false,
      dataPaths: ['n', 'list[0]'],
      pendingStartTimestamp: from,
      updateStartTimestamp: from,
      updateEndTimestamp: from + 5,
    },
  ])
})

test('there is one listener, and null ends it', async () => {
  const { clock, listen, page, told } = start()
  const others: unknown[] = []
  listen({})
  page.setUpdatePerformanceListener({}, (result: unknown) => others.push(result))
  page.setData({ n: 1 })
  await clock.advance(10)
  expect([told.length, others.length]).toEqual([0, 1])
  page.setUpdatePerformanceListener({}, null)
  page.setData({ n: 2 })
  await clock.advance(10)
  expect(others).toHaveLength(1)
})

test('older base libraries and other platforms have none', () => {
  expect(start('wechat', { oldBaseLibrary: true }).page.setUpdatePerformanceListener).toBeUndefined()
  expect(start('qq').page.setUpdatePerformanceListener).toBeUndefined()
})
