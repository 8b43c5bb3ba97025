import { existsSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import type { Browser, Route } from 'playwright-core'
import { createSink } from '../../../cli/live/sink/index.ts'
import { answerOf } from '../shop.ts'
import { journey } from './journey.ts'
import { COLLECTOR, SHOP, TRACES, type Evidence } from './mini.ts'

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.png': 'image/png',
}

const TABS = ['pages/index/index', 'pages/cart/cart', 'pages/profile/profile']

/** The page as a tree of text, without what is drawn by chance. */
const OUTLINE = `(() => {
  const line = (node, indent) => {
    const name = node.tagName.toLowerCase()
    if (name === 'script' || name === 'style' || name === 'svg') return ''
    const text = [...node.childNodes].filter((each) => each.nodeType === 3).map((each) => each.data.trim()).join('')
    const own = indent + name + (node.id ? '#' + node.id : '') + (text && ' ' + text)
    return [own, ...[...node.children].map((child) => line(child, indent + '  ')).filter(Boolean)].join('\\n')
  }
  return location.hash + '\\n' + line(document.querySelector('uni-page-body') || document.body, '')
})()`

/** A build for web pages in Chromium, at the shop's own address, taken through the journey. No network is used. */
export async function runH5(browser: Browser, dir: string): Promise<Evidence> {
  const sink = await createSink({ ports: [0] })
  await sink.close()
  const evidence: Evidence = {
    ...{
      received: sink.received,
      requests: sink.requests,
      violations: sink.violations,
      errors: [],
      stored: [],
    },
    ...{ shop: [], seen: [], warnings: [], shown: [] },
  }
  const context = await browser.newContext({ viewport: { width: 400, height: 800 } })
  const page = await context.newPage()
  let open = 0
  let last = Date.now()
  const serve = async (route: Route) => {
    const request = route.request()
    const url = request.url()
    const body = request.postDataBuffer() ?? Buffer.alloc(0)
    const headers = await request.allHeaders()
    if (url.startsWith(`${SHOP}/api/`)) {
      const answer = answerOf(request.method(), url, body, headers['content-type'])
      const { status } = answer
      evidence.shop.push({
        method: request.method(),
        path: url.slice(SHOP.length),
        headers,
        status,
        bytes: body.length,
      })
      const bytes = answer.body instanceof Uint8Array ? Buffer.from(answer.body) : JSON.stringify(answer.body)
      return route.fulfill({ status, headers: answer.headers, body: bytes })
    }
    const base = [COLLECTOR, TRACES].find((each) => url.startsWith(each))
    if (base) {
      const path = url.slice(base.length)
      const answer = sink.receive({ method: request.method(), path, headers, body })
      return route.fulfill({
        status: answer.status,
        headers: answer.headers as Record<string, string>,
        body: Buffer.from(answer.body ?? ''),
      })
    }
    const file = join(dir, url.slice(SHOP.length).replace(/[?#].*/, '') || 'index.html')
    const path = url === `${SHOP}/` ? join(dir, 'index.html') : file
    if (!existsSync(path)) return route.fulfill({ status: 404, body: '' })
    return route.fulfill({ status: 200, contentType: types[extname(path)] ?? '', body: readFileSync(path) })
  }
  await context.route('**/*', async (route) => {
    open++
    await serve(route)
    open--
    last = Date.now()
  })
  page.on('console', (message) => {
    const text = message.text()
    if (text.startsWith('seen ')) evidence.seen.push(text.slice(5))
    if (text.includes('[mini-monitor]')) evidence.warnings.push(text)
  })
  page.on('pageerror', (error) => evidence.errors.push({ error, source: 'window' }))

  /** Until no request has been under way for a while. */
  const settle = async () => {
    last = Date.now()
    while (open || Date.now() - last < 150) await page.waitForTimeout(20)
  }
  const act = async (work: Promise<unknown>) => {
    await work
    await settle()
  }
  const turn = (state: string) =>
    page.evaluate((value) => {
      Object.defineProperty(document, 'visibilityState', { value, configurable: true })
      document.dispatchEvent(new Event('visibilitychange'))
    }, state)
  await page.goto(`${SHOP}/`)
  await journey({
    tap(id) {
      if (id === 'avatar') return act(chooseFile())
      const target = id.startsWith('product-') ? '.product' : `#${id}`
      return act(page.locator(`uni-page:visible ${target}`).first().click())
    },
    tab: (path) => act(page.locator('.uni-tabbar__item').nth(TABS.indexOf(path)).click()),
    back: () => act(page.goBack()),
    hide: () => act(turn('hidden')),
    show: () => act(turn('visible')),
    async look() {
      await settle()
      evidence.shown.push(await page.evaluate<string>(OUTLINE))
    },
  })
  async function chooseFile() {
    const chooser = page.waitForEvent('filechooser')
    await page.locator('#avatar').click()
    await (await chooser).setFiles({ name: 'a.png', mimeType: 'image/png', buffer: Buffer.from('picture') })
  }
  await page.waitForTimeout(1500)
  evidence.stored = await page.evaluate(() => Object.keys(localStorage))
  await context.close()
  return evidence
}
