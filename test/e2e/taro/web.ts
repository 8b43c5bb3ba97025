import { createServer, request as httpRequest, type IncomingMessage } from 'node:http'
import { readFileSync, statSync } from 'node:fs'
import { extname, join } from 'node:path'
import type { AddressInfo } from 'node:net'
import { chromium, type Browser, type Page } from 'playwright-core'
import { chromiumPath } from '../../../.ci/chromium.mjs'
import { takeJourney, type Hand } from './journey.ts'
import type { Walk } from './mini.ts'
import { startServers, type Servers } from './servers.ts'

const types: { [end: string]: string } = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
}

/** As a shop with several web apps has it; uploads of Taro's bring cookies. */
function corsFor({ headers }: IncomingMessage) {
  return {
    'access-control-allow-origin': headers.origin,
    'access-control-allow-credentials': 'true',
    'access-control-allow-headers': headers['access-control-request-headers'] ?? '',
    'access-control-allow-methods': 'GET, POST',
  }
}

/** The built app from its folder, and under their own names the shop and the collector, which know nothing of CORS. */
async function serve(folder: string, { names }: Servers): Promise<{ port: number; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    const { url = '/', method, headers } = request
    const target = names[`http://${headers.host}`]
    const cors = corsFor(request)
    if (target && method === 'OPTIONS') response.writeHead(204, cors).end()
    else if (target) {
      // they answer to nobody who names another place
      const onward = httpRequest(
        target + url,
        { method, headers: { ...headers, host: new URL(target).host } },
        (answer) => {
          response.writeHead(answer.statusCode!, { ...answer.headers, ...cors })
          answer.pipe(response)
        },
      )
      onward.on('error', () => response.destroy())
      request.pipe(onward)
    } else {
      const path = new URL(url, 'http://x').pathname
      const file = join(folder, path === '/' ? 'index.html' : path)
      const found = statSync(file, { throwIfNoEntry: false })?.isFile()
      response.writeHead(found ? 200 : 404, { 'content-type': types[extname(file)] ?? 'text/plain' })
      response.end(found ? readFileSync(file) : '')
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** Chromium to which the names of shop and collector mean this port. */
function launchBrowser(port: number): Promise<Browser> {
  const executablePath = chromiumPath()
  if (!executablePath) throw new Error('No Chromium found: set CHROMIUM to its path.')
  const quiet = ['no-first-run', 'disable-background-networking', 'disable-component-update', 'disable-sync']
  const args = ['no-sandbox', 'disable-gpu', 'disable-quic', ...quiet].map((name) => `--${name}`)
  const rules = `--host-resolver-rules=MAP *.coral.example 127.0.0.1:${port}`
  return chromium.launch({ executablePath, args: [...args, rules] })
}

function handOf(page: Page, inFlight: Set<unknown>): Hand {
  const visibility = (state: string) =>
    page.evaluate((value) => {
      Object.defineProperty(document, 'visibilityState', { value, configurable: true })
      Object.defineProperty(document, 'hidden', { value: value === 'hidden', configurable: true })
      document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))
    }, state)
  const path = async () =>
    page.evaluate(() => location.hash.replace(/^#\/?/, '').replace(/\?.*$/, '') || 'pages/index/index')
  return {
    tap: (id) => page.locator(`#${id}`).last().click(),
    count: (what) => page.locator(`${what}:visible`).count(),
    path,
    tab: async (to) => {
      const tabs = ['pages/index/index', 'pages/cart/cart', 'pages/profile/profile']
      await page.locator('.weui-tabbar__item:visible').nth(tabs.indexOf(to)).click()
      await page.waitForFunction((wanted) => location.hash.includes(wanted), to)
    },
    back: async () => void (await page.goBack()),
    hide: () => visibility('hidden'),
    show: () => visibility('visible'),
    async settle() {
      // A page that was left stays, on top, until it has slid out.
      const leaving = page.locator('.taro_page[style*="z-index"]')
      for (let quiet = 0, left = 200; quiet < 10 && left > 0; left--) {
        quiet = inFlight.size || (await leaving.count()) ? 0 : quiet + 1
        await page.waitForTimeout(20)
      }
    },
    tree: () =>
      page.evaluate((selector) => {
        const shown = Array.from(document.querySelectorAll(selector))
        // without the moment at which a page was opened, and how far its sliding in has come
        const changing = /(?<=stamp)=\w+| taro_page_(?:stationed|shade)\b/g
        return shown.map((each) => each.outerHTML.replace(changing, '')).join('\n')
      }, '.taro_page'),
  }
}

/** The journey in a real browser. */
export async function walkWeb(dir: string): Promise<Walk> {
  const servers = await startServers('http')
  const app = await serve(dir, servers)
  const browser = await launchBrowser(app.port)
  try {
    const page = await browser.newPage({ viewport: { width: 400, height: 800 } })
    page.setDefaultTimeout(15_000)
    const errors: string[] = []
    const warnings: string[] = []
    const inFlight = new Set<unknown>()
    page.on('pageerror', (error) => errors.push(error.message))
    page.on('console', (line) => /warning|error/.test(line.type()) && warnings.push(line.text()))
    page.on('request', (request) => inFlight.add(request))
    page.on('requestfinished', (request) => inFlight.delete(request))
    page.on('requestfailed', (request) => inFlight.delete(request))
    await page.goto(`http://127.0.0.1:${app.port}/`)
    const shown = await takeJourney(handOf(page, inFlight))
    const { received, requests } = servers.sink
    const shop = servers.shop.requests.map(({ method, path, status, headers }) => ({
      ...{ method, path, status, headers },
    }))
    return { received, requests, shop, shown, errors, warnings }
  } finally {
    await browser.close()
    await Promise.all([servers.close(), app.close()])
  }
}
