import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
// @ts-expect-error it brings no types
import { JSDOM, ResourceLoader } from 'jsdom'
import { bundle, shareMutation } from '../conformance/device.ts'
import { fakeClock } from './clock.ts'
import type { Diag } from '../../core/internal/diag.ts'
import type { Platform } from '../../core/platform.ts'

// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Any = any

// strict, as modules are
const KIT = `var kit = (() => { 'use strict'; var module = { exports: {} }; var exports = module.exports
${bundle(`export { h5 } from './core/platforms/h5.ts'
  export { observeWebVitals } from './core/platforms/web/vitals.ts'
  export { createGuard } from './core/internal/guard.ts'
  export { createDiag } from './core/internal/diag.ts'`)}
return module.exports })()`

export interface WebOptions {
  url?: string
  /** Done to the window before the kit is evaluated. */
  prepare?: (window: Any) => void
  /** `false`: what the page asks for is looked for, and never found. */
  loads?: false
}

class Nothing extends ResourceLoader {
  fetch() {
    return Promise.reject(new Error('not found'))
  }
}

/** A web page of jsdom with the driver evaluated in it, on a clock of the test's. jsdom has no fetch of its own. */
export function openPage({ url = 'https://shop.test/', prepare, loads }: WebOptions = {}) {
  const { window } = new JSDOM('<!doctype html><p>shop', {
    url,
    runScripts: 'outside-only',
    resources: loads === false ? new Nothing() : undefined,
  }) as Any
  // Errors that the test provokes go to the page's listeners, not to the console.
  window._virtualConsole.removeAllListeners()
  prepare?.(window)
  shareMutation(window)
  const load = () => {
    window.eval(KIT)
    const diag: Diag = window.kit.createDiag(false, {})
    const clock = fakeClock()
    const platform: Platform = window.kit.h5({ diag, guard: window.kit.createGuard(diag), clock })
    const observeVitals: Platform['observeVitals'] = window.kit.observeWebVitals(window.kit.createGuard(diag))
    return { diag, clock, platform, observeVitals }
  }
  return { window, ...load(), load, close: () => window.close() }
}

export interface Site {
  origin: string
  /** What came in, in order. */
  requests: { method: string; url: string; headers: IncomingMessage['headers']; body: string }[]
  /** Once the next one has come in. */
  next(): Promise<void>
  close(): Promise<void>
}

/** A small web server: `/status/503`, `/echo`, `/reset`, `/hang`; anything else is 200. */
export async function openSite(): Promise<Site> {
  const requests: Site['requests'] = []
  let came = () => {}
  const answer = (request: IncomingMessage, response: ServerResponse, body: string) => {
    requests.push({ method: request.method!, url: request.url!, headers: request.headers, body })
    came()
    const status = /^\/status\/(\d+)/.exec(request.url!)
    if (request.url === '/reset') return void request.socket.destroy()
    if (request.url === '/hang') return
    response.writeHead(status ? Number(status[1]) : 200, { 'content-type': 'text/plain', 'x-site': 'yes' })
    response.end(request.url === '/echo' ? body : 'hello')
  }
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => (body += chunk))
    request.on('end', () => answer(request, response, body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    requests,
    next: () => new Promise((resolve) => (came = resolve)),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
