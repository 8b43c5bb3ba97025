/** The sample app under uni-app's own dev server: hot reload, and a reload of the page. */
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { develop, type Development } from '../dev-server.ts'
import { COLLECTOR, SHOP, TRACES } from './mini.ts'

let dev: Development
beforeAll(async () => {
  dev = await develop({
    app: join(import.meta.dirname, '../../../playground/apps/uni-app'),
    command: ['uni'],
    env: { START: 'all' },
    shop: SHOP,
    collectors: [COLLECTOR, TRACES],
  })
})
afterAll(() => dev?.stop())

test('what is edited counts once, with every way to start the kit at once', async () => {
  const { page, edit, told } = dev
  const front = (selector: string) => page.locator(`uni-page:visible ${selector}`).first()
  /** Two requests or three, and an error. */
  const visit = async (bug: string) => {
    await front('#open-list').click()
    await front('.product').click()
    await front(bug).click()
    await page.goBack()
    await page.goBack()
    await front('#open-list').waitFor()
  }
  await front('.product').waitFor()
  await page.evaluate('window.still = true')
  await visit('#handler')
  await told(3, 1)

  // hot: the page's modules are made anew, and so are their components
  edit('src/pages/index/index.vue', '>杯子<', '>全部杯子<')
  await page.getByText('全部杯子').waitFor()
  edit('src/pages/detail/detail.vue', '>选择<', '>选好了<')
  await visit('#reject')
  await told(6, 2)
  expect(await page.evaluate('window.still')).toBe(true)

  // what all depend on: Vite loads the whole page again
  edit('src/monitor.ts', 'flushInterval: 700', 'flushInterval: 600')
  await page.waitForFunction('!window.still')
  await front('.product').waitFor()
  await visit('#handler')
  await told(9, 3)

  expect(dev.sink.violations).toEqual([])
  // by the plug-in; each start after it is told that it adopts
  expect(new Set(dev.warnings).size).toBe(2)
})
