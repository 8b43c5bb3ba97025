/** The playground as users start it, and its page in a browser. */
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { request } from 'node:http'
import { createServer, type AddressInfo } from 'node:net'
import { dirname } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createSink } from '../../../cli/live/sink/index.ts'
import { launchBrowser } from './browser.ts'
import { at, lanAddresses } from '../../../playground/run/own-app.ts'

/** Where a new picture of the page is to be written, if anywhere. */
const picture = process.env.DASHBOARD_IMAGE

interface Playground {
  process: ChildProcess
  readonly output: string
  /** The group that the output's first match of it caught. */
  says(pattern: RegExp, seconds?: number): Promise<string>
  /** Exit code. */
  ended: Promise<number | null>
}

/** Of the environment only what programs need: vitest itself sets `MODE`. */
const basics = Object.fromEntries(
  ['PATH', 'HOME', 'USERPROFILE', 'SystemRoot', 'TEMP', 'TMPDIR'].map((name) => [name, process.env[name]]),
)

const running = new Set<ChildProcess>()

/** `npm start -- …`, without npm and the shell that it puts between. */
function start(args: string, env: { [name: string]: string } = {}): Playground {
  const child = spawn(process.execPath, ['--import', 'tsx', 'playground/start.ts', ...args.split(' ')], {
    env: { ...basics, ...env },
  })
  running.add(child)
  let output = ''
  const add = (part: Buffer) => void (output += part)
  child.stdout.on('data', add)
  child.stderr.on('data', add)
  const ended = new Promise<number | null>((resolve) =>
    child.on('close', (code) => {
      running.delete(child)
      resolve(code)
    }),
  )
  return {
    process: child,
    get output() {
      return output
    },
    async says(pattern, seconds = 60) {
      const found = () => pattern.exec(output)?.[1]
      await expect.poll(found, { timeout: seconds * 1000, interval: 100, message: output }).toBeDefined()
      return found()!
    },
    ended,
  }
}

afterEach(() => running.forEach((child) => child.kill('SIGKILL')))

const FREE = '--ports 0,0,0'

describe('the page', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchBrowser()
  })
  afterAll(() => browser?.close())

  async function open(url: string): Promise<{ page: Page; problems: string[] }> {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, locale: 'en-US' })
    const problems: string[] = []
    page.on('pageerror', (error) => problems.push(error.message))
    page.on('console', (line) => line.type() === 'error' && problems.push(line.text()))
    await page.goto(url)
    return { page, problems }
  }
  const byId = (page: Page, id: string) => page.locator(`[data-testid="${id}"]`)
  const text = (page: Page, id: string) => byId(page, id).first().innerText()

  test('shows live what the apps send: services, requests, pages, errors with stacks, traces', async () => {
    const playground = start(`${FREE} --scenario error-storm --seed 3`)
    const url = await playground.says(/Page +(http:\S+)/)
    const { page, problems } = await open(url)

    await expect.poll(() => byId(page, 'service-card').count(), { timeout: 40_000 }).toBe(2)
    const cards = (await byId(page, 'service-card').allInnerTexts()).join()
    expect(cards).toContain('coral-shop')
    expect(cards).toMatch(/WeChat/)
    expect(cards).toMatch(/Alipay/)

    const number = async (id: string) => parseFloat((await text(page, id)).replace(/,/g, ''))
    await expect.poll(() => number('kpi-errors-value'), { timeout: 40_000 }).toBeGreaterThan(5)
    const before = await number('kpi-errors-value')
    // Live: it grows without a reload.
    await expect.poll(() => number('kpi-errors-value'), { timeout: 30_000 }).toBeGreaterThan(before)
    for (const id of ['kpi-requests-value', 'kpi-failed-value', 'kpi-signals-value'])
      await expect.poll(() => number(id), { timeout: 30_000, message: id }).toBeGreaterThan(0)
    expect(await text(page, 'request-row')).toContain('127.0.0.1')
    await expect
      .poll(async () => (await byId(page, 'page-row').allInnerTexts()).join())
      .toContain('pages/detail/detail')

    const error = page.locator('[data-testid="error-row"][data-type="js"]').first()
    await error.waitFor()
    await error.locator('button').first().click()
    await expect.poll(() => text(page, 'error-stack')).toMatch(/pages\/detail\/detail\.js:\d+/)

    const trace = byId(page, 'trace-row').first()
    await trace.locator('button').first().click()
    await byId(page, 'trace-span').first().waitFor()

    expect(problems).toEqual([])
    await page.close()
    playground.process.kill('SIGTERM')
    expect(await playground.ended).toBe(0)
    await expect(fetch(url)).rejects.toThrow()
  })

  test('--chaos: the sink fails in turn, and the account comes out even', async () => {
    const playground = start(`${FREE} --chaos --scenario error-storm --seed 5`)
    const { page } = await open(await playground.says(/Page +(http:\S+)/))
    await expect.poll(() => byId(page, 'account-row').count(), { timeout: 40_000 }).toBeGreaterThan(1)
    const taken = async () => parseFloat((await text(page, 'account-taken')).replace(/[^\d.]/g, ''))
    await expect.poll(taken, { timeout: 60_000 }).toBeGreaterThan(300)
    await expect.poll(() => byId(page, 'account-even').count(), { timeout: 30_000 }).toBe(1)
    await page.close()
    playground.process.kill('SIGTERM')
    expect(await playground.ended).toBe(0)
    expect(playground.output).toMatch(/✔ \d+ taken in = \d+ delivered \+ \d+ dropped and counted/)
  })

  // Only when it is asked for: the README's picture changes with each run.
  if (picture)
    test('has its picture taken', { timeout: 400_000 }, async () => {
      const playground = start(`${FREE} --seed 11 --devices 6`)
      const { page } = await open(await playground.says(/Page +(http:\S+)/))
      await new Promise((resolve) => setTimeout(resolve, Number(process.env.DASHBOARD_SECONDS ?? 180) * 1000))
      mkdirSync(dirname(picture), { recursive: true })
      await page.screenshot({ path: picture })
      playground.process.kill('SIGTERM')
      expect(await playground.ended).toBe(0)
    })
})

describe('npm start', () => {
  test('once, with a back end of the user’s: one tour on each platform, all of it delivered', async () => {
    const sink = await createSink({ ports: [0] })
    try {
      const env = {
        COLLECTOR_URL: sink.urls[0]!,
        MODE: 'once',
        ENCODING: 'json',
        SERVICE: 'mine',
        SERVICE_INSTANCE: 'ci',
      }
      const playground = start(`${FREE} --devices 1`, env)
      expect(await playground.ended, playground.output).toBe(0)
      expect(playground.output).not.toContain('Page')
      const { logs, metrics, segments } = sink.received
      for (const { resource, encoding } of [...logs, ...metrics]) {
        expect(resource).toMatchObject({ 'service.name': 'mine', 'service.instance.id': 'ci' })
        expect(encoding).toBe('json')
      }
      const platforms = new Set(metrics.map(({ resource }) => resource['miniprogram.platform']))
      expect([...platforms].sort()).toEqual(['alipay', 'wechat'])
      expect(logs.map(({ attributes }) => attributes['exception.type'])).toContain('pageNotFound')
      expect(segments.length).toBeGreaterThan(20)
      expect(sink.violations).toEqual([])
    } finally {
      await sink.close()
    }
  })

  test('a back end that does not answer is reported, and nothing crashes', async () => {
    const playground = start(`${FREE} --collector http://127.0.0.1:9 --mode timed --duration 6s --devices 1`)
    expect(await playground.ended, playground.output).toBe(0)
    expect(playground.output).toContain('http://127.0.0.1:9 does not answer (ECONNREFUSED)')
    expect(playground.output).toMatch(/✖ [1-9]\d* signals not delivered: \d+ in the devices’ storage/)
  })

  test('a port in use: told by its number, exit code 1', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const { port } = server.address() as AddressInfo
    try {
      for (const ports of [`${port},0,0`, `0,${port},0`, `0,0,${port}`, `0,0,0,${port}`]) {
        const playground = start(`--ports ${ports}`)
        expect(await playground.ended).toBe(1)
        expect(playground.output).toContain(`Port ${port} on 127.0.0.1 (`)
        expect(playground.output).toContain('is in use. Other ports: --ports 0,0,0,0, in the order of')
      }
    } finally {
      server.close()
    }
  })

  test('Ctrl-C in the middle: the kits deliver, exit code 0', async () => {
    const sink = await createSink({ ports: [0] })
    try {
      const playground = start(`${FREE} --collector ${sink.urls[0]} --scenario error-storm --devices 2`)
      await playground.says(/(Ctrl-C ends it)/)
      await sink.waitFor(({ received }) => received.logs.length > 3, { timeoutMs: 30_000 })
      const before = sink.requests.length
      playground.process.kill('SIGINT')
      expect(await playground.ended).toBe(0)
      expect(sink.requests.length).toBeGreaterThan(before)
    } finally {
      await sink.close()
    }
  })

  /** A name other than one's own, as a page whose name was made to point here sends it; gives the status. */
  function askAs(host: string, url: string): Promise<number | undefined> {
    return new Promise((resolve, reject) => {
      request(url, { headers: { host } }, (answer) => {
        answer.resume()
        resolve(answer.statusCode)
      })
        .on('error', reject)
        .end()
    })
  }

  const log = JSON.stringify({
    resourceLogs: [
      {
        scopeLogs: [
          {
            logRecords: [
              {
                timeUnixNano: '1',
                severityNumber: 17,
                body: { stringValue: 'x' },
                attributes: [{ key: 'exception.type', value: { stringValue: 'js' } }],
              },
            ],
          },
        ],
      },
    ],
  })

  test('--apps none: the page alone, and the line for an app of one’s own, on this machine only', async () => {
    const playground = start(`--apps none ${FREE}`, { MODE: 'production' })
    const page = await playground.says(/Page +(http:\S+)/)
    const collector = await playground.says(/Your app +collector: '(http:[^']+)', traceCollector: 'http:/)
    expect(playground.output).toContain('· MODE=production is ignored')
    expect(playground.output).not.toMatch(/Shop|Apps:|Devices/)
    const answer = await fetch(`${collector}/v1/logs`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: log,
    })
    expect(answer.status).toBe(200)
    for (const address of lanAddresses()) await expect(fetch(at(page, address))).rejects.toThrow()
    expect(await askAs('evil.example', page)).toBe(403)
    playground.process.kill('SIGINT')
    expect(await playground.ended).toBe(0)
    expect(playground.output).toContain('1 signal arrived, 1 of them an error')
  })

  test('--lan: the same by this machine’s addresses, with a warning, and by no other name', async () => {
    const playground = start(`--apps none --lan ${FREE}`)
    const page = await playground.says(/Page +(http:\S+)/)
    await playground.says(/(! --lan: everybody)/)
    for (const address of lanAddresses()) {
      expect((await fetch(at(page, address))).status).toBe(200)
      expect(playground.output).toContain(`page: ${at(page, address)}`)
      expect(playground.output).toMatch(new RegExp(`On a phone +collector: 'http://${address}:`))
    }
    for (const path of ['/', '/api/state', '/events'])
      expect(await askAs('evil.example', page + path)).toBe(403)
    playground.process.kill('SIGINT')
    expect(await playground.ended).toBe(0)
  })

  test('--check prints each signal and exits 0', async () => {
    const playground = start('--check --platform wechat,bytedance,baidu')
    expect(await playground.ended, playground.output).toBe(0)
    expect(playground.output).toMatch(/metric\.app_launch\.duration +✔ +✔/)
    expect(playground.output).toContain('✔ Every signal arrived as it should.')
  })
})
