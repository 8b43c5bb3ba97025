import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { build } from 'esbuild'
import { chromium, type Browser } from 'playwright-core'
import { chromiumPath } from '../../../.ci/chromium.mjs'
import { createSink, type Sink } from '../../../cli/live/sink/index.ts'

export interface Shop {
  browser: Browser
  sink: Sink
  /** Of the shop's page, which has the kit as `kit`; another host is another site. */
  address(host?: string): string
  /** Starts the kit in the page; `more`: options. */
  start(more?: string): string
  close(): Promise<void>
}

/**
 * A web page with the kit for plain apps, in a real browser, and a sink that hears of it.
 * @param pages HTML of further ones, by path
 */
export async function openShop(pages: { [path: string]: string } = {}): Promise<Shop> {
  const executablePath = chromiumPath()
  if (!executablePath) throw new Error('No Chromium found: set CHROMIUM to its path.')
  const { outputFiles } = await build({
    entryPoints: ['dist/native/index.js'],
    bundle: true,
    format: 'iife',
    globalName: 'kit',
    write: false,
    logLevel: 'error',
  })
  const files: { [path: string]: [type: string, text: string] } = {
    '/': ['text/html', '<!doctype html><title>Shop</title><script src="/kit.js"></script>'],
    '/kit.js': ['text/javascript', outputFiles[0]!.text],
    '/items': ['application/json', '[]'],
    ...Object.fromEntries(Object.entries(pages).map(([path, html]) => [path, ['text/html', html]])),
  }
  const server = createServer(({ url = '' }, response) => {
    const [type, text] = files[url] ?? ['text/plain', 'not found']
    response.writeHead(files[url] ? 200 : 404, { 'content-type': type })
    response.end(text)
  })
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
  const sink = await createSink({ ports: [0] })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    browser,
    sink,
    address: (host = '127.0.0.1') => `http://${host}:${(server.address() as AddressInfo).port}/`,
    // text: it is no code of this file's
    start: (more = '') =>
      `void (window.monitor = kit.init({ service: 'shop', collector: '${sink.urls[0]}', encoding: 'json', ${more} }))`,
    async close() {
      await browser.close()
      server.close()
      await sink.close()
    },
  }
}
