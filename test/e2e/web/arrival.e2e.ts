/** A web page that goes on with the session of whoever opened it by `linkUrl`, in a real browser. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openShop, type Shop } from './shop.ts'

let shop: Shop

beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop?.close())

test.each([
  ['#/orders?from=mini', '#/orders?from=mini'],
  ['#/orders', '#/orders'],
  ['', ''],
])('address %s: the session goes on, and the address is as before', async (hash, seen) => {
  shop.sink.clear()
  const options = `webViews: ['${new URL(shop.address()).host}']`
  // the opener stands for the mini program
  const opener = await shop.browser.newPage()
  await opener.goto(shop.address())
  await opener.evaluate(shop.start(options))
  const link = await opener.evaluate<string>(
    `monitor.flush().then(() => monitor.linkUrl(${JSON.stringify(shop.address() + hash)}))`,
  )
  const session = /mm=([\da-f]{32})$/.exec(link)![1]!
  // a browser of its own, which has never been here
  const context = await shop.browser.newContext()
  const page = await context.newPage()
  await page.goto(link)
  await page.evaluate(shop.start(options))
  expect(await page.evaluate('location.hash')).toBe(seen)
  await page.evaluate(`(monitor.captureError(new Error('on the page')), monitor.flush())`)
  await expect.poll(() => shop.sink.received.logs.length, { timeout: 10_000 }).toBe(1)
  expect(shop.sink.received.logs[0]!.attributes['session.id']).toBe(session)
  const sessions = shop.sink.received.metrics.filter(({ name }) => name === 'miniprogram.sessions')
  expect(sessions.map(({ value }) => Number(value))).toEqual([1])
  await context.close()
  await opener.close()
})
