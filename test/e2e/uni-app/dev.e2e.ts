/** The sample app under uni-app's own dev server, edited while it runs in Chromium: hot reload, and a reload of the page. */
import { spawn, type ChildProcess } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, type Browser, type Page, type Route } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { chromiumPath } from '../../../.ci/chromium.mjs'
import { installed, packedKit, workspace, type Workspace } from '../../../playground/builds/index.ts'
import { createSink, type Received } from '../../../playground/sink/index.ts'
import { answerOf, COLLECTOR, SHOP, TRACES, type Evidence } from './mini.ts'

const app = join(import.meta.dirname, '../../../playground/apps/uni-app')

let browser: Browser
let work: Workspace
let server: ChildProcess
let address: string

beforeAll(async () => {
  const executablePath = chromiumPath()
  if (!executablePath) throw new Error('No Chromium found: set CHROMIUM to its path.')
  browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
  const kit = (await packedKit('dist')).folder
  work = workspace(app, { home: await installed(app), kit })
  server = spawn(work.program('uni'), [], {
    cwd: work.folder,
    env: { ...process.env, START: 'all', NODE_ENV: undefined, VITEST: undefined, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  address = await new Promise<string>((resolve, reject) => {
    let output = ''
    const look = (part: Buffer) => {
      output += part
      const found = /http:\/\/localhost:\d+\//.exec(output)
      if (found) resolve(found[0])
    }
    server.stdout!.on('data', look)
    server.stderr!.on('data', look)
    server.on('exit', (code) => reject(new Error(`the dev server ended with ${code}:\n${output}`)))
  })
})
afterAll(async () => {
  await browser?.close()
  server?.removeAllListeners('exit').kill('SIGKILL')
  work?.remove()
})

const anybody = { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*' }

/** The shop and the collector, on the developer's machine: other origins than the page's. */
async function open(): Promise<{ page: Page; evidence: Evidence }> {
  const sink = await createSink({ ports: [0] })
  await sink.close()
  const evidence: Evidence = {
    ...{ received: sink.received, violations: sink.violations, calls: {}, errors: [], stored: [] },
    ...{ shop: [], seen: [], warnings: [], shown: [] },
  }
  const context = await browser.newContext({ viewport: { width: 400, height: 800 } })
  const answer = async (route: Route) => {
    const request = route.request()
    const [method, url, body] = [request.method(), request.url(), request.postDataBuffer() ?? Buffer.alloc(0)]
    const headers = await request.allHeaders()
    if (method === 'OPTIONS') return route.fulfill({ status: 204, headers: anybody })
    const base = [COLLECTOR, TRACES].find((each) => url.startsWith(each))
    const given = base
      ? sink.receive({ method, path: url.slice(base.length), headers, body })
      : answerOf(method, url, body, headers['content-type'])
    const { status } = given
    if (!base) evidence.shop.push({ method, path: url.slice(SHOP.length), headers, status, bytes: 0 })
    const plain = given.body instanceof Uint8Array || typeof given.body === 'string'
    const text = plain ? Buffer.from(given.body as string) : JSON.stringify(given.body ?? '')
    return route.fulfill({ status, headers: { ...given.headers, ...anybody }, body: text })
  }
  await context.route(/^https:\/\/(shop|collector|traces)\.example\.com\//, answer)
  const page = await context.newPage()
  page.on('console', (message) => {
    if (message.text().includes('[mini-monitor]')) evidence.warnings.push(message.text())
  })
  await page.goto(address)
  return { page, evidence }
}

const edit = (file: string, from: string, to: string) => {
  const path = join(work.folder, 'src', file)
  const text = readFileSync(path, 'utf8')
  if (!text.includes(from)) throw new Error(`${file} has no ${from}`)
  writeFileSync(path, text.replace(from, to))
}

const NAME = 'miniprogram.request.duration'
const sum = (numbers: number[]) => numbers.reduce((all, each) => all + each, 0)

test('what is edited counts once, with every way to start the kit at once', async () => {
  const { page, evidence } = await open()
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
  /** All that the shop was asked, and all errors. Vite's client asks, too: whether its server is back. */
  const arrived = async (...wanted: [shop: number, errors: number]) => {
    const told = () => {
      const { logs, metrics } = evidence.received
      const ofShop = (attributes: Received['attributes']) => attributes['server.address'] !== 'localhost'
      const requests = metrics.filter((each) => each.name === NAME && ofShop(each.attributes))
      const errors = logs.filter((each) => ofShop(each.attributes))
      return [evidence.shop.length, sum(requests.map((each) => Number(each.count))), errors.length]
    }
    const [shop, errors] = wanted
    await expect.poll(told, { timeout: 10_000 }).toEqual([shop, shop, errors])
  }
  await front('.product').waitFor()
  await page.evaluate('window.still = true')
  await visit('#handler')
  await arrived(3, 1)

  // hot: the page's modules are made anew, and so are their components
  edit('pages/index/index.vue', '>杯子<', '>全部杯子<')
  await page.getByText('全部杯子').waitFor()
  edit('pages/detail/detail.vue', '>选择<', '>选好了<')
  await visit('#reject')
  await arrived(6, 2)
  expect(await page.evaluate('window.still')).toBe(true)

  // what all depend on: Vite loads the whole page again
  edit('monitor.ts', 'flushInterval: 700', 'flushInterval: 600')
  await page.waitForFunction('!window.still')
  await front('.product').waitFor()
  await visit('#handler')
  await arrived(9, 3)
  expect(evidence.violations).toEqual([])
  // by the plug-in; each start after it is told that it adopts
  expect(new Set(evidence.warnings).size).toBe(2)
})
