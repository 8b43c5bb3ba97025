/** The live page for those who have no mouse, see little, or hear it read: in a real browser, judged by axe. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createSink } from '../../../cli/live/sink/index.ts'
import { servePage } from '../../../cli/live/web/serve.ts'
import { launchBrowser } from './browser.ts'
import { serveFullPage } from './full-page.ts'

/** In text form: the page's policy lets no script be added, and a debugger's is none of the page's. */
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

let browser: Browser
let full: Awaited<ReturnType<typeof serveFullPage>>
beforeAll(async () => {
  browser = await launchBrowser()
  full = await serveFullPage()
})
afterAll(async () => {
  await browser?.close()
  await full?.close()
})

interface Look {
  theme: 'light' | 'dark'
  language: 'en' | 'zh'
  width: number
}

const PLAIN: Look = { theme: 'light', language: 'en', width: 1280 }

async function open({ theme, language, width }: Look, url = full.url): Promise<Page> {
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme: theme })
  await page.goto(`${url}/?lang=${language}`)
  return page
}

function byId(page: Page, id: string): Locator {
  return page.locator(`[data-testid="${id}"]`)
}

/** Rows unfold, each of its kind. */
async function unfold(page: Page): Promise<void> {
  for (const [row, detail] of [
    ['error-row', 'error-stack'],
    ['trace-row', 'trace-detail'],
    ['inspector-row', 'inspector-decoded'],
  ] as const) {
    await byId(page, row).first().locator('button').first().click()
    await byId(page, detail).first().waitFor()
  }
  await page.locator('[data-testid="error-occurrences"] .more').click()
}

/** What axe finds, and texts of whose contrast it could not tell though it is a text on a ground. */
async function faultsOf(page: Page, within = 'html'): Promise<string[]> {
  // At full height nothing lies below the header.
  const height = await page.evaluate('document.documentElement.scrollHeight')
  await page.setViewportSize({ width: page.viewportSize()!.width, height: Number(height) + 200 })
  await page.evaluate('scrollTo(0, 0)')
  if (!(await page.evaluate("'axe' in window"))) await page.evaluate(AXE)
  const results = (await page.evaluate(`axe.run('${within}')`)) as AxeResults
  const unclear = results.incomplete.filter(({ id }) => id === 'color-contrast')
  return [
    ...results.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')}`)),
    ...unclear.flatMap(({ nodes }) =>
      nodes
        .map(
          ({ target, any }) => `${(any[0]?.data as { messageKey?: string }).messageKey}: ${target.join(' ')}`,
        )
        // Labels in charts have no ground that axe could know, and a sign is no text.
        .filter((line) => !/^(imgNode|shortTextContent|nonBmp): /.test(line)),
    ),
  ]
}

/** Each theme, language and width with each of the others once. */
const LOOKS: Look[] = [
  { theme: 'light', language: 'en', width: 1280 },
  { theme: 'light', language: 'zh', width: 360 },
  { theme: 'dark', language: 'en', width: 360 },
  { theme: 'dark', language: 'zh', width: 1280 },
]

/** What is not shown at first. */
const OTHER_TABS = [
  ['requests', 'status'],
  ['requests', 'page'],
  ['inspector', 'metrics'],
  ['inspector', 'logs'],
] as const

describe('axe finds nothing', () => {
  test.each(LOOKS)('on all panels with details unfolded: $theme, $language, $width px', async (look) => {
    const page = await open(look)
    await byId(page, 'error-row').first().waitFor()
    await unfold(page)
    expect(await faultsOf(page)).toEqual([])
    for (const [panel, tab] of OTHER_TABS) {
      await byId(page, `${panel}-tab-${tab}`).click()
      expect([tab, await faultsOf(page, `#${panel}`)]).toEqual([tab, []])
    }
    await page.close()
  })

  test.each(LOOKS)('before anything has come: $theme, $language, $width px', async (look) => {
    const sink = await createSink({ ports: [] })
    const empty = await servePage({ sink, port: 0 })
    try {
      const page = await open(look, empty.url)
      await byId(page, 'welcome').waitFor()
      expect(await faultsOf(page)).toEqual([])
      await page.close()
    } finally {
      await empty.close()
      await sink.close()
    }
  })
})

/** What has the focus, by its test id or that of what it stands in. */
function focused(page: Page): Promise<string> {
  return page.evaluate(
    `document.activeElement.closest('[data-testid]')?.dataset.testid ?? document.activeElement.className`,
  )
}

/** Tab, until something of this id has the focus. */
async function tabTo(page: Page, id: string): Promise<string[]> {
  const way: string[] = []
  for (let at = 0; at < 300; at++) {
    await page.keyboard.press('Tab')
    way.push(await focused(page))
    if (way.at(-1) === id) return way
  }
  throw new Error(`no way to ${id}: ${way.join(' ')}`)
}

const UNDER_THE_HEADER = `(() => {
  const stop = document.activeElement
  const { left, top } = stop.getBoundingClientRect()
  const upper = document.elementFromPoint(left + 4, top + 4)
  return !stop.closest('header') && !stop.contains(upper)
})()`

describe('by keyboard alone', () => {
  test('Tab goes through the page as it is read, one stop for each row of tabs, each stop in sight', async () => {
    const page = await open(PLAIN)
    await byId(page, 'error-row').first().waitFor()
    const way: string[] = []
    for (let at = 0; at < 200; at++) {
      await page.keyboard.press('Tab')
      const id = await focused(page)
      if (way.at(-1) !== id) way.push(id)
      if (id === 'inspector-row') break
      const outline = await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')
      expect([id, outline]).not.toEqual([id, 'none'])
    }
    const hidden: string[] = []
    for (let at = 0; at < 40; at++) {
      await page.keyboard.press('Shift+Tab')
      if (await page.evaluate(UNDER_THE_HEADER)) hidden.push(await focused(page))
    }
    expect(hidden).toEqual([])
    const expected = ['skip', 'pause', 'language', 'filter-service', 'filter-platform', 'service-card']
    const panels = ['requests-tab-host', 'error-row', 'trace-row', 'inspector-tab-payloads', 'inspector-row']
    expect(way.filter((id) => [...expected, ...panels].includes(id))).toEqual([...expected, ...panels])
    await page.close()
  })

  test('the first stop skips to what came', async () => {
    const page = await open(PLAIN)
    await byId(page, 'error-row').first().waitFor()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    expect(await focused(page)).toBe('page')
    await page.keyboard.press('Tab')
    expect(await focused(page)).toBe('service-card')
    await page.close()
  })

  test('an error is unfolded, an occurrence chosen, its trace followed, and Escape goes the way back', async () => {
    const page = await open(PLAIN)
    await byId(page, 'error-row').first().waitFor()
    await tabTo(page, 'error-row')
    await page.keyboard.press('Enter')
    await byId(page, 'error-stack').waitFor()
    await tabTo(page, 'error-occurrence')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Space')
    await expect.poll(() => byId(page, 'error-occurrence').nth(1).getAttribute('aria-pressed')).toBe('true')
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('Space')
    await tabTo(page, 'error-trace')
    await page.keyboard.press('Enter')
    await expect.poll(() => focused(page)).toBe('trace-row')
    expect(await byId(page, 'trace-detail').count()).toBe(1)
    await page.keyboard.press('Escape')
    await expect.poll(() => focused(page)).toBe('error-trace')
    expect(await byId(page, 'trace-detail').count()).toBe(0)
    await page.keyboard.press('Escape')
    expect([await focused(page), await byId(page, 'error-detail').count()]).toEqual(['error-row', 0])
    await page.close()
  })

  test('arrows go from tab to tab, and what is chosen is shown', async () => {
    const page = await open(PLAIN)
    await byId(page, 'error-row').first().waitFor()
    await tabTo(page, 'requests-tab-host')
    await page.keyboard.press('ArrowRight')
    expect(await focused(page)).toBe('requests-tab-status')
    expect(await byId(page, 'requests-tab-status').getAttribute('aria-selected')).toBe('true')
    await page.keyboard.press('End')
    await expect.poll(() => focused(page)).toBe('requests-tab-method')
    await page.close()
  })

  test('a filter and the pause are set, and only whether it is live is announced', async () => {
    const page = await open(PLAIN)
    await byId(page, 'error-row').first().waitFor()
    const announced = page.locator('[role="status"]:not(:empty), [role="alert"], [aria-live]')
    expect(await announced.allInnerTexts()).toEqual(['Live'])
    await tabTo(page, 'filter-platform')
    await page.keyboard.press('ArrowDown')
    await byId(page, 'filter-clear').waitFor()
    await tabTo(page, 'pause')
    await page.keyboard.press('Space')
    await expect.poll(() => announced.allInnerTexts()).toEqual(['Paused'])
    await page.close()
  })
})

test('what moves stands still for those who asked for that', async () => {
  const moving = async (reducedMotion: 'reduce' | 'no-preference') => {
    const page = await browser.newPage({ reducedMotion })
    await page.goto(full.url)
    await byId(page, 'error-row').first().waitFor()
    const running = Number(await page.evaluate('document.getAnimations().length'))
    await page.close()
    return running
  }
  expect(await moving('no-preference')).toBeGreaterThan(0)
  expect(await moving('reduce')).toBe(0)
})
