/** Nothing on the live page runs out of its column or is lost: real Chromium, narrow to wide, both languages. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSink } from '../../../cli/live/sink/index.ts'
import { servePage } from '../../../cli/live/web/serve.ts'
import { PLATFORM_NAMES } from '../../../core/platforms/names.ts'
import { launchBrowser } from './browser.ts'
import { attributes, send, serveFullPage } from './full-page.ts'

let browser: Browser
let full: Awaited<ReturnType<typeof serveFullPage>>
beforeAll(async () => {
  browser = await launchBrowser()
  full = await serveFullPage()
  for (const platform of PLATFORM_NAMES) sendLongNames(full.sink, platform)
})
afterAll(async () => {
  await browser?.close()
  await full?.close()
})

/** Of every kind of name one that is longer than its column, some of them without a place to break. */
function sendLongNames(sink: typeof full.sink, platform: string): void {
  const long = (word: string) => `${word}${'-and-so-on'.repeat(8)}`
  const page = `packageVeryLong/pages/${'x'.repeat(60)}/index`
  const resource = {
    attributes: attributes({
      ...{ 'service.name': long('shop'), 'service.version': long('1.0.0'), 'service.instance.id': long('i') },
      ...{ 'miniprogram.platform': platform, 'miniprogram.framework': 'uni-app' },
    }),
  }
  const onPage = { ...attributesOn(page), startTimeUnixNano: '1', timeUnixNano: '2' }
  const gauges = ['app_launch', 'first_render', 'route', 'script', 'package_load'].map((vital) => ({
    name: `miniprogram.${vital}.duration`,
    unit: 'ms',
    gauge: { dataPoints: [{ ...onPage, asInt: '123456' }] },
  }))
  const point = {
    ...{ startTimeUnixNano: '1', timeUnixNano: '2', count: '123456', sum: 9e9 },
    ...{ explicitBounds: [100, 60_000], bucketCounts: ['1', '123454', '1'] },
    attributes: attributes({
      ...{ 'server.address': `${'h'.repeat(60)}.example`, 'http.response.status_code': '0' },
      ...{ 'miniprogram.page.path': page, 'url.path.group': long('/v2'), 'http.request.method': 'OPTIONS' },
    }),
  }
  const histogram = { aggregationTemporality: 1, dataPoints: [point] }
  const own = { name: `com.example.${'m'.repeat(60)}`, unit: long('{unit}'), gauge: { dataPoints: [onPage] } }
  const metrics = [...gauges, { name: 'miniprogram.request.duration', histogram }, own]
  send(sink, '/v1/metrics', { resourceMetrics: [{ resource, scopeMetrics: [{ metrics }] }] })
  const log = { severityText: 'INFORMATION', body: { stringValue: 'w'.repeat(300) } }
  send(sink, '/v1/logs', { resourceLogs: [{ resource, scopeLogs: [{ logRecords: [log] }] }] })
  send(sink, `/v1/${'p'.repeat(120)}`, {})
}

function attributesOn(page: string) {
  return { attributes: attributes({ 'miniprogram.page.path': page }) }
}

/** What is wider than the place that it has, by where it stands. Code scrolls, and so do tabs on phones. */
const OVERFLOWS = `(() => {
  const found = new Set()
  const nameOf = (element) => {
    const room = element.closest('[data-testid]')
    return [room?.dataset.testid, element.tagName.toLowerCase() + '.' + element.className].join(' ')
  }
  const page = document.documentElement
  if (page.scrollWidth > innerWidth) found.add('the page: ' + page.scrollWidth + ' px')
  for (const element of document.body.querySelectorAll('*')) {
    if (element.closest('svg, pre, .chart, .sr, .skip') || element.clientWidth < 2) continue
    const { overflowX, textOverflow, display } = getComputedStyle(element)
    if (display.startsWith('inline') && display !== 'inline-flex' && display !== 'inline-grid') continue
    const isMeant = textOverflow === 'ellipsis' || element.matches('.tabs, select, input')
    if (!isMeant && element.scrollWidth > element.clientWidth + 1) found.add(nameOf(element))
    const { left, right, width } = element.getBoundingClientRect()
    if (width > 0 && !element.closest('.tabs') && (right > innerWidth + 0.5 || left < -0.5)) found.add(nameOf(element) + ' is out of sight')
  }
  return [...found]
})()`

async function open(width: number, language: string, url: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width, height: 900 } })
  await page.goto(`${url}/?lang=${language}`)
  await page.locator('main > *').first().waitFor()
  return page
}

function byId(page: Page, id: string) {
  return page.locator(`[data-testid="${id}"]`)
}

test.each(['en', 'zh'].flatMap((language) => [360, 768, 1280].map((width) => [language, width] as const)))(
  'nothing runs out of its column: %s, %i px, every tab, rows unfolded',
  async (language, width) => {
    const page = await open(width, language, full.url)
    await byId(page, 'error-row').first().waitFor()
    const seen: Record<string, unknown> = { overview: await page.evaluate(OVERFLOWS) }
    for (const row of ['error-row', 'trace-row', 'inspector-row'])
      await byId(page, row).first().locator('button').first().click()
    await byId(page, 'inspector-decoded').waitFor()
    seen.unfolded = await page.evaluate(OVERFLOWS)
    for (const tab of ['status', 'page', 'group', 'method']) {
      await byId(page, `requests-tab-${tab}`).click()
      seen[tab] = await page.evaluate(OVERFLOWS)
    }
    for (const tab of ['metrics', 'logs']) {
      await byId(page, `inspector-tab-${tab}`).click()
      seen[tab] = await page.evaluate(OVERFLOWS)
    }
    expect(seen).toEqual(Object.fromEntries(Object.keys(seen).map((key) => [key, []])))
    await page.close()
  },
)

test('a panel without data is one line, and its neighbour has the width', async () => {
  const sink = await createSink({ ports: [] })
  const served = await servePage({ sink, port: 0 })
  try {
    const resource = { attributes: attributes({ 'service.name': 'shop', 'miniprogram.platform': 'wechat' }) }
    const record = { body: { stringValue: 'boom' }, attributes: attributes({ 'exception.type': 'js' }) }
    send(sink, '/v1/logs', { resourceLogs: [{ resource, scopeLogs: [{ logRecords: [record] }] }] })
    const page = await open(1280, 'en', served.url)
    await byId(page, 'error-row').waitFor()
    const heights: Record<string, number> = {}
    for (const id of ['durations', 'distribution', 'requests', 'status', 'pages', 'launch', 'traces'])
      heights[id] = (await byId(page, id).boundingBox())!.height
    expect(Object.entries(heights).filter(([, height]) => height > 60)).toEqual([])
    expect((await byId(page, 'errors').boundingBox())!.width).toBeGreaterThan(1100)
    await page.close()
  } finally {
    await served.close()
    await sink.close()
  }
})

test('the address keeps what is chosen over a reload, and says what nobody sent', async () => {
  const page = await open(1280, 'en', full.url)
  await byId(page, 'filter-version').selectOption('v1.8.0')
  await byId(page, 'filter-range').selectOption('15m')
  await byId(page, 'filter-q').fill('cart')
  await expect.poll(() => new URL(page.url()).search).toBe('?version=v1.8.0&range=15m&q=cart&lang=en')
  await page.reload()
  await byId(page, 'service-card').first().waitFor()
  expect(await byId(page, 'filter-version').inputValue()).toBe('v1.8.0')
  expect(await byId(page, 'filter-q').inputValue()).toBe('cart')
  await page.goto(`${full.url}/?version=9.9.9`)
  await expect.poll(() => byId(page, 'unknown-version').innerText()).toBe('No data for version 9.9.9. Clear')
  await byId(page, 'unknown-version').locator('button').click()
  await byId(page, 'request-row').first().waitFor()
  expect(new URL(page.url()).search).toBe('')
  await page.close()
})
