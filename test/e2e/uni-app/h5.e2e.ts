/** The sample app, built by uni-app for web pages, in Chromium. */
import { chromium, type Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromiumPath } from '../../../.ci/chromium.mjs'
import { againstSignals, none } from '../documents.ts'
import { buildApp, type Start } from './builds.ts'
import {
  behaviour,
  checkAttributes,
  errors,
  errorsOf,
  requests,
  requestsOf,
  segments,
  segmentsOf,
  timings,
  timingsOf,
  views,
  viewsOf,
} from './expected.ts'
import { runH5 } from './h5.ts'
import type { Evidence } from './mini.ts'

let browser: Browser
beforeAll(async () => {
  const executablePath = chromiumPath()
  if (!executablePath) throw new Error('No Chromium found: set CHROMIUM to its path.')
  const quiet = ['no-first-run', 'disable-background-networking', 'disable-component-update', 'disable-sync']
  const args = ['no-sandbox', 'disable-gpu', 'disable-quic', ...quiet].map((name) => `--${name}`)
  browser = await chromium.launch({ executablePath, args })
})
afterAll(() => browser?.close())

async function run(start: Start) {
  return runH5(browser, (await buildApp('h5', start)).folder)
}

const done: Partial<Record<Start, Evidence>> = {}

describe.each<Start>(['plugin', 'use', 'interceptor', 'all'])('h5, started by: %s', (start) => {
  const vue = start !== 'interceptor'
  let evidence: Evidence
  beforeAll(async () => {
    evidence = done[start] = await run(start)
  })

  test('each request once, on its page', () => expect(requestsOf(evidence)).toEqual(requests({ web: true })))
  test('each error once, on its page', () => expect(errorsOf(evidence)).toEqual(errors({ vue })))
  test('a segment for each request', () => expect(segmentsOf(evidence)).toEqual(segments({ web: true })))
  test('launch, first rendering and routes', () => {
    const { ...wanted } = timings('web')
    for (const name of Object.keys(wanted)) if (!vue && name.startsWith('route')) delete wanted[name]
    expect(timingsOf(evidence)).toEqual(wanted)
  })
  test('views, and the stays that they end with', () => {
    // an interceptor alone knows no pages
    expect(viewsOf(evidence, 'views')).toEqual(start === 'interceptor' ? {} : views())
    expect(viewsOf(evidence, 'stay.duration')).toEqual(start === 'interceptor' ? {} : views({ ended: true }))
  })
  test('attributes are those of the contract', () => {
    checkAttributes(evidence, 'h5')
    expect(evidence.violations).toEqual([])
  })
  test('it sends what docs/signals.md lists for there, and nothing else', () => {
    if (start !== 'plugin') return
    const place = { framework: 'uni-app', platform: 'h5' } as const
    expect(
      againstSignals(place, evidence.requests, [
        'a user before a page',
        'a request of a loaded page',
        'equal errors',
      ]),
    ).toEqual(none)
  })
  test("nothing is stored but the kit's own and uni-app's", () => {
    expect(evidence.stored.filter((key) => /DC_STAT/.test(key))).toEqual([])
  })
})

describe('without the kit', () => {
  let without: Evidence
  beforeAll(async () => {
    without = await run('none')
  })

  test('the app is what it is: tree, requests but for headers, errors, hooks', () => {
    expect(behaviour(done.plugin!)).toEqual(behaviour(without))
  })
})
