/** The sample app under Taro's own dev server: React's fast refresh, and a reload of the page. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { taroApp } from '../../../playground/builds/index.ts'
import { develop, type Development } from '../dev-server.ts'

let dev: Development
beforeAll(async () => {
  dev = await develop({
    app: taroApp,
    command: ['taro', 'build', '--type', 'h5', '--watch', '--port', '0'],
    env: { FRAMEWORK_OF_APP: 'react', KIT: 'all', BROWSER: 'none' },
    shop: 'http://shop.coral.example',
    collectors: ['http://collector.coral.example'],
  })
}, 120_000)
afterAll(() => dev?.stop())

test('what is edited counts once, with every way to start the kit at once', async () => {
  const { page, edit, told } = dev
  const tap = (id: string) => page.locator(`#${id}`).last().click()
  const visit = async (bug: string) => {
    await tap('open-list')
    await tap('product-0')
    await page.locator('#product').waitFor()
    await tap(bug)
    await page.goBack()
    await page.waitForFunction(`location.hash.includes('list')`)
    await page.goBack()
    await page.waitForFunction(`!location.hash.includes('list')`)
  }
  await page.locator('#categories').waitFor()
  await page.evaluate('window.still = true')
  await visit('handler')
  await told(3, 1)

  edit('react/pages/index/index.tsx', '        杯子\n', '        全部杯子\n')
  await page.getByText('全部杯子').waitFor()
  await visit('reject')
  await told(6, 2)
  expect(await page.evaluate('window.still')).toBe(true)

  await page.reload()
  await page.locator('#categories').waitFor()
  await visit('handler')
  await told(9, 3)
  expect(dev.sink.violations).toEqual([])
})
