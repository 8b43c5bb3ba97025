/** Micro front ends: two bundles, each with a copy of the kit, on one web page in a real browser. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { build } from 'esbuild'
import { chromium, type Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { chromiumPath } from '../../../.ci/chromium.mjs'
import { createSink, type Sink } from '../../../cli/live/sink/index.ts'

/** A bundle as an adapter starts it: it uses what runs, or starts it. */
async function bundle(service: string, collector: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: {
      contents: `
        import { acquire, compose, preset, succession } from './dist/core/index.js'
        import { h5 } from './dist/platforms/h5.js'
        const framework = () => ({ name: 'none', observePages: () => () => {}, observeErrors: () => () => {} })
        const options = { service: '${service}', collector: '${collector}', encoding: 'json' }
        const around = Object.assign({ framework, platform: h5 }, succession)
        ;(window.held ||= []).push(acquire(() => compose(preset, options, around)))
      `,
      resolveDir: process.cwd(),
    },
    bundle: true,
    format: 'iife',
    write: false,
    logLevel: 'error',
  })
  return outputFiles[0]!.text
}

let browser: Browser
let sink: Sink
const server = createServer((request, response) => {
  const found = files[request.url!]
  response.writeHead(found === undefined ? 204 : 200, { 'content-type': found?.[0] ?? 'text/plain' })
  response.end(found?.[1])
})
let files: { [path: string]: [type: string, text: string] } = {}

beforeAll(async () => {
  const executablePath = chromiumPath()
  if (!executablePath) throw new Error('No Chromium found: set CHROMIUM to its path.')
  browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
  sink = await createSink({ ports: [0] })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const scripts = ['one', 'two'].map((name) => `<script src="/${name}.js"></script>`).join('')
  files = {
    '/': ['text/html', `<!doctype html><title>Shop</title>${scripts}`],
    '/one.js': ['text/javascript', await bundle('one', sink.urls[0]!)],
    '/two.js': ['text/javascript', await bundle('two', sink.urls[0]!)],
  }
})
afterAll(async () => {
  await browser?.close()
  server.close()
  await sink?.close()
})

// Functions for the page, as text: they are no code of this file's.
const COUNT = 'held.map(({ adopted }) => adopted)'
const WORK = `(async () => {
  setTimeout(() => { throw new Error('boom') })
  await fetch('/items')
  await new Promise((resolve) => setTimeout(resolve, 50))
  await held[1].monitor.flush()
})()`
const END_OF_ONE = `(async () => {
  held[0].release()
  await Promise.resolve()
  const before = held[1].monitor.diagnostics().state
  held[1].release()
  await Promise.resolve()
  return [before, held[1].monitor.diagnostics().state, Object.keys(window).filter((name) => /monitor/.test(name))]
})()`

test('have one monitor: an error and a request count once, and it ends with the last bundle', async () => {
  const page = await browser.newPage()
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
  expect(await page.evaluate(COUNT)).toEqual([false, true])
  await page.evaluate(WORK)
  const { logs, metrics } = sink.received
  expect(logs.map(({ body }) => body)).toEqual(['boom'])
  const requests = metrics.filter(({ name }) => name === 'miniprogram.request.duration')
  expect(requests.map((point) => Number(point.count))).toEqual([1])
  expect(new Set(logs.map(({ resource }) => resource['service.name']))).toEqual(new Set(['one']))
  expect(await page.evaluate(END_OF_ONE)).toEqual(['running', 'stopped', []])
  await page.close()
})
