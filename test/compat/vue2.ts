/** Vue 2, which no adapter knows: `init()` and an error handler, as docs/guides/setup.md says. */
import { equal } from 'node:assert'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { build } from 'esbuild'
import { run } from '../../playground/builds/run.ts'
import { withPacked } from './packed.ts'
import { LeftOut, type Row } from './row.ts'

/** What is used of it here: it comes without types. */
interface Jsdom {
  JSDOM: new (html: string, options: object) => { window: { eval(code: string): void; close(): void } }
  VirtualConsole: new () => { on(event: string, listener: (line: unknown) => void): void }
}

const { JSDOM, VirtualConsole } = createRequire(import.meta.url)('jsdom') as Jsdom

const APP = `
import Vue from 'vue'
import { init } from 'mini-monitor'

const monitor = init({ service: 'shop' })
Vue.config.errorHandler = (error, vm, info) => monitor.captureError(error, { attributes: { 'vue.info': info } })
new Vue({ render: (h) => h('button', { on: { click() { throw new Error('of a handler') } } }) }).$mount('#app')
document.querySelector('button').click()
void monitor.flush().then(() => console.log('done'))
`

export function vue2Row(): Row {
  return {
    what: 'Vue 2.7, web page, init',
    how: 'a page with init() and `Vue.config.errorHandler` in jsdom: what a handler throws is one log',
    attempt: () =>
      withPacked(async (cwd, tarball) => {
        const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', `./${tarball}`, 'vue@2.7']
        await run({ title: 'npm install', program: 'npm', args, cwd }).catch((error: Error) => {
          throw new LeftOut(error.message)
        })
        const lines = await linesOf(cwd)
        equal(lines.filter((line) => line.includes('of a handler')).length, 1)
        return 'one log of one error'
      }),
  }
}

/** What the page prints until all signals are out. */
async function linesOf(cwd: string): Promise<string[]> {
  const { outputFiles } = await build({
    stdin: { contents: APP, resolveDir: cwd },
    ...{ bundle: true, write: false, format: 'iife', absWorkingDir: cwd, outfile: join(cwd, 'app.js') },
    define: { 'process.env.NODE_ENV': '"production"' },
  })
  const lines: string[] = []
  const virtualConsole = new VirtualConsole()
  const page = new JSDOM('<div id="app"></div>', {
    ...{ url: 'https://shop.example/', runScripts: 'outside-only', pretendToBeVisual: true, virtualConsole },
  })
  await new Promise<void>((resolve) => {
    virtualConsole.on('log', (line: unknown) => (line === 'done' ? resolve() : lines.push(String(line))))
    page.window.eval(outputFiles[0]!.text)
  })
  page.window.close()
  return lines
}
