/** Vitals of a web page in a real browser, beside those of web-vitals. */
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openShop, type Shop } from './shop.ts'

const YARDSTICK = readFileSync('node_modules/web-vitals/dist/web-vitals.iife.js', 'utf8')

/** Paints at once, then something larger; shifts; a click keeps it busy. */
const PAGE = `<!doctype html><meta charset="utf-8"><title>Shop</title>
<style>body { margin: 0; font: 16px sans-serif } #late { height: 300px; background: gold }</style>
<script>${YARDSTICK.replaceAll('</script', '<\\/script')}</script>
<script src="/kit.js"></script>
<script>
  const note = ({ name, value }) => localStorage.setItem(name.toLowerCase(), value)
  for (const on of ['onFCP', 'onLCP', 'onINP', 'onCLS']) webVitals[on](note)
</script>
<h1>Shop</h1><button id="busy">busy</button><p>some words</p>
<script>
  busy.onclick = () => { const end = performance.now() + 120; while (performance.now() < end); busy.textContent = 'done' }
  setTimeout(() => {
    const block = document.createElement('div')
    block.id = 'late'
    document.body.prepend(block)
    const large = document.createElement('p')
    large.style.fontSize = '60px'
    large.textContent = 'much larger than all that was there before, and later'
    document.body.append(large)
  }, 300)
</script>`

let shop: Shop

beforeAll(async () => {
  shop = await openShop({ '/vitals': PAGE })
})
beforeEach(() => shop.sink.clear())
afterAll(() => shop?.close())

/** By name; what web-vitals says, and what the kit sends. */
async function visit(act: 'click' | 'nothing'): Promise<[theirs: object, ours: object]> {
  const page = await shop.browser.newPage()
  await page.goto(`${shop.address()}vitals`)
  await page.evaluate(shop.start())
  await page.waitForSelector('#late')
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => setTimeout(done, 300)))')
  if (act === 'click') await page.click('#busy')
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => setTimeout(done, 300)))')
  await page.goto(shop.address())
  const stored = await page.evaluate<{ [name: string]: string }>('Object.assign({}, localStorage)')
  const names = ['fcp', 'lcp', 'inp', 'cls']
  const theirs = Object.fromEntries(
    names
      .filter((name) => stored[name] !== undefined)
      .map((name) => [
        name,
        name === 'cls' ? Math.round(+stored[name]! * 1e4) / 1e4 : Math.round(+stored[name]!),
      ]),
  )
  const found = () =>
    shop.sink.received.metrics.flatMap(({ name, value }) => {
      const vital = /^miniprogram\.(fcp|lcp|inp|cls)\./.exec(name)?.[1]
      return vital ? [[vital, Number(value)] as const] : []
    })
  await expect.poll(() => found().length, { timeout: 10_000 }).toBe(Object.keys(theirs).length)
  await page.close()
  return [theirs, Object.fromEntries(found())]
}

test('a page that is looked at and clicked: the same numbers', async () => {
  const [theirs, ours] = await visit('click')
  expect(Object.keys(theirs)).toEqual(['fcp', 'lcp', 'inp', 'cls'])
  expect(ours).toEqual(theirs)
  expect(ours).toMatchObject({ cls: expect.any(Number) })
  expect((ours as { inp: number }).inp).toBeGreaterThan(100)
  expect((ours as { cls: number }).cls).toBeGreaterThan(0)
})

test('a page that is only looked at has no interaction', async () => {
  const [theirs, ours] = await visit('nothing')
  expect(Object.keys(theirs)).toEqual(['fcp', 'lcp', 'cls'])
  expect(ours).toEqual(theirs)
})
