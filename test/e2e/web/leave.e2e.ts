/** A web page that is left in a real browser, and nobody returns: what was seen there arrives all the same. */
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openShop, type Shop } from './shop.ts'

let shop: Shop

beforeAll(async () => {
  shop = await openShop()
})
beforeEach(() => shop.sink.clear())
afterAll(() => shop?.close())

const VISIT = `(async () => {
  monitor.log('a log')
  monitor.count('a.count')
  await (await fetch('/items')).text()
  monitor.captureError(new Error('an error'))
})()`

async function visit(work: string, leave: (page: Page) => Promise<unknown>) {
  // a profile of its own: nobody returns to what is stored there
  const context = await shop.browser.newContext()
  const page = await context.newPage()
  await page.goto(shop.address())
  await page.evaluate(shop.start('enable: { tracing: true }'))
  await expect.poll(() => page.evaluate('monitor.diagnostics().state')).toBe('running')
  await page.evaluate(work)
  await leave(page)
  return context
}

/** How many logs the browser keeps for the next visit. */
async function storedLogs(context: BrowserContext): Promise<number> {
  const page = await context.newPage()
  await page.goto(shop.address())
  const keys = await page.evaluate<string[]>('Object.keys(localStorage)')
  return keys.reduce((sum, key) => sum + Number(/^mm:\w+:\w+:\w+:log:(\d+):/.exec(key)?.[1] ?? 0), 0)
}

function bodies() {
  return shop.sink.received.logs.map(({ body }) => body)
}

test.each<[string, (page: Page) => Promise<unknown>]>([
  ['over in a moment', (page) => page.evaluate(`location.href = '${shop.address('localhost')}'`)],
  ['followed to another site', (page) => page.goto(shop.address('localhost'))],
  ['closed', (page) => page.close({ runBeforeUnload: true })],
])('a short visit that is %s: its error, log, metrics and segment arrive', async (_, leave) => {
  const context = await visit(VISIT, leave)
  await shop.sink.waitFor(({ received }) => {
    const { logs, metrics, segments } = received
    return logs.length > 1 && metrics.some(({ name }) => name === 'a.count') && segments.length
  })
  expect(bodies().sort()).toEqual(['a log', 'an error'])
  const counts = shop.sink.received.metrics.filter(({ name }) => name === 'miniprogram.request.duration')
  expect(counts.map(({ count }) => Number(count))).toEqual([1])
  expect(shop.sink.received.segments).toHaveLength(1)
  await context.close()
})

test('more than outlives a page: errors arrive, and the rest at the next visit', async () => {
  const much = `for (let i = 0; i < 60; i++) {
    monitor.log('log ' + i + ' ' + 'x'.repeat(900))
    if (i < 8) monitor.captureError('error ' + i + ' ' + 'x'.repeat(900))
  }`
  const context = await visit(much, (page) => page.goto(shop.address('localhost')))
  await shop.sink.waitFor(() => bodies().length >= 8)
  expect(
    bodies()
      .slice(0, 8)
      .map((body) => String(body).slice(0, 5)),
  ).toEqual(Array(8).fill('error'))
  expect(bodies().length).toBeLessThan(68)
  // what nobody has acknowledged is still there
  const arrived = bodies().length
  expect(await storedLogs(context)).toBeGreaterThanOrEqual(68 - arrived)
  await context.close()
})

test('a page that was only hidden: what arrived is not sent again', async () => {
  const context = await visit(VISIT, async (page) => {
    const hide = (state: string) =>
      page.evaluate(`Object.defineProperty(document, 'visibilityState', { value: '${state}', configurable: true })
        document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))`)
    await hide('hidden')
    await shop.sink.waitFor(({ received }) => received.segments.length)
    await hide('visible')
    await page.evaluate('monitor.flush()')
  })
  const [page] = context.pages()
  await page!.goto(shop.address())
  await page!.evaluate(shop.start('enable: { tracing: true }'))
  await page!.evaluate('monitor.flush()')
  expect(bodies().sort()).toEqual(['a log', 'an error'])
  expect(shop.sink.received.segments).toHaveLength(1)
  expect(shop.sink.repeats).toEqual([])
  await context.close()
})
