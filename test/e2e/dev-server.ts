/** A sample app under its framework's own dev server, edited while it runs in Chromium. */
import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, type Page, type Route } from 'playwright-core'
import { expect } from 'vitest'
import { chromiumPath } from '../../.ci/chromium.mjs'
import { installed, packedKit, workspace } from '../../playground/builds/index.ts'
import { createSink, type Received, type Sink } from '../../cli/live/sink/index.ts'
import { answerOf } from './shop.ts'

export interface Development {
  page: Page
  sink: Sink
  warnings: string[]
  /** In a source of the app. */
  edit(file: string, from: string, to: string): void
  /** Waits until so many requests to the shop were made, and counted, and so many errors told. */
  told(shop: number, errors: number): Promise<void>
  stop(): Promise<void>
}

interface Setting {
  /** Folder of the sample app. */
  app: string
  /** A program of the app's packages, and its arguments. */
  command: [program: string, ...args: string[]]
  env: { [name: string]: string }
  /** Origins, as the app knows them. */
  shop: string
  collectors: string[]
}

/** The shop and the collector are other origins than the developer's page. */
const anybody = { 'access-control-allow-headers': '*', 'access-control-allow-methods': '*' }

export async function develop({ app, command, env, ...places }: Setting): Promise<Development> {
  const { folder, program, remove } = workspace(app, {
    home: await installed(app),
    kit: (await packedKit('dist')).folder,
  })
  const [name, ...args] = command
  const server = spawn(program(name), args, {
    cwd: folder,
    env: { ...process.env, NODE_ENV: undefined, VITEST: undefined, NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  const address = await new Promise<string>((resolve, reject) => {
    let output = ''
    const look = (part: Buffer) => {
      output += part
      const found = /http:\/\/localhost:\d+\//.exec(output)
      if (found) resolve(found[0])
    }
    server.stdout.on('data', look)
    server.stderr.on('data', look)
    server.on('error', reject)
    server.on('exit', (code) => reject(new Error(`the dev server ended with ${code}:\n${output}`)))
  })
  const executablePath = chromiumPath()
  if (!executablePath) throw new Error('No Chromium found: set CHROMIUM to its path.')
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
  const page = await browser.newPage({ viewport: { width: 400, height: 800 } })
  const sink = await createSink({ ports: [0] })
  await sink.close()
  const { asked, warnings } = await watch(page, places, sink)
  await page.goto(address, { timeout: 120_000 })
  return {
    page,
    sink,
    warnings,
    edit(file, from, to) {
      const path = join(folder, file)
      const text = readFileSync(path, 'utf8')
      if (!text.includes(from)) throw new Error(`${file} has no ${from}`)
      writeFileSync(path, text.replace(from, to))
    },
    async told(shop, errors) {
      const { logs, metrics } = sink.received
      // the dev server's client asks, too: whether its server is back
      const ofShop = ({ attributes }: Received) => attributes['server.address'] !== 'localhost'
      const counts = () =>
        metrics.filter((each) => each.name === 'miniprogram.request.duration' && ofShop(each))
      const now = () => [
        asked.length,
        counts().reduce((sum, { count }) => sum + Number(count), 0),
        logs.filter(ofShop).length,
      ]
      await expect.poll(now, { timeout: 10_000 }).toEqual([shop, shop, errors])
    },
    async stop() {
      await browser.close()
      // with whatever it has started
      process.kill(-server.pid!, 'SIGKILL')
      remove()
    },
  }
}

async function watch(
  page: Page,
  { shop, collectors }: Pick<Setting, 'shop' | 'collectors'>,
  sink: Sink,
): Promise<{ asked: string[]; warnings: string[] }> {
  const asked: string[] = []
  const warnings: string[] = []
  const serve = async (route: Route) => {
    const request = route.request()
    const [method, url, body] = [request.method(), request.url(), request.postDataBuffer() ?? Buffer.alloc(0)]
    const headers = await request.allHeaders()
    const cors = { ...anybody, 'access-control-allow-origin': headers.origin ?? '*' }
    if (method === 'OPTIONS') return route.fulfill({ status: 204, headers: cors })
    const base = collectors.find((each) => url.startsWith(each))
    if (!base) asked.push(method + ' ' + url)
    const {
      status,
      headers: own,
      body: given,
    } = base
      ? sink.receive({ method, path: url.slice(base.length), headers, body })
      : answerOf(method, url, body, headers['content-type'])
    const ready = given instanceof Uint8Array || typeof given === 'string'
    const bytes = ready ? Buffer.from(given as string) : JSON.stringify(given ?? '')
    return route.fulfill({ status, headers: { ...(own as Record<string, string>), ...cors }, body: bytes })
  }
  const isOurs = ({ href }: URL) => [shop, ...collectors].some((each) => href.startsWith(each))
  await page.route(isOurs, serve)
  page.on('console', (message) => {
    if (message.text().includes('[mini-monitor]')) warnings.push(message.text())
  })
  return { asked, warnings }
}
