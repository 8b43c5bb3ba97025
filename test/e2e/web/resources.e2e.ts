/** What a web page asks for and does not get, in a real browser. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openShop, type Shop } from './shop.ts'

let shop: Shop

beforeAll(async () => {
  shop = await openShop()
})
beforeEach(() => shop.sink.clear())
afterAll(() => shop?.close())

/** Each kind of element once, and what the page fires at one itself. */
const PAGE = `(async () => {
  const missed = []
  const miss = (name, members, parent = document.body) => {
    const element = Object.assign(document.createElement(name), members)
    missed.push(new Promise((resolve) => element.addEventListener('error', resolve)))
    parent.append(element)
    return element
  }
  miss('script', { src: '/gone.js?token=1' })
  miss('link', { rel: 'stylesheet', href: '/gone.css' })
  miss('img', { src: '/gone.png' })
  miss('img', { src: 'data:image/png;base64,AAAA' })
  miss('source', { src: '/gone.mp4' }, document.body.appendChild(document.createElement('video')))
  const svg = document.body.appendChild(document.createElementNS('http://www.w3.org/2000/svg', 'svg'))
  const image = document.createElementNS('http://www.w3.org/2000/svg', 'image')
  missed.push(new Promise((resolve) => image.addEventListener('error', resolve)))
  image.setAttribute('href', '/gone.svg.png')
  svg.append(image)
  await Promise.all(missed)
  const player = document.body.appendChild(Object.assign(document.createElement('img'), { alt: '' }))
  player.dispatchEvent(new Event('error', { bubbles: true }))
  player.dispatchEvent(new ErrorEvent('error', { message: 'handled', bubbles: true }))
  setTimeout(() => { throw new Error('real') })
  await new Promise((resolve) => addEventListener('error', resolve, { once: true }))
  await monitor.flush()
})()`

async function visit(more: string): Promise<string[]> {
  const page = await shop.browser.newPage()
  await page.goto(shop.address())
  await page.evaluate(shop.start(more))
  await page.evaluate(PAGE)
  await page.close()
  return shop.sink.received.logs
    .map(({ attributes, body }) => `${String(attributes['exception.type'])}: ${String(body)}`)
    .sort()
}

test('each script, style sheet, image and media file that does not load is a log, where they are asked for', async () => {
  const at = (name: string) => `${shop.address()}gone.${name} failed to load`
  expect(await visit('resources: true')).toEqual(
    [
      'js: real',
      `resource: script ${at('js')}`,
      `resource: link ${at('css')}`,
      `resource: img ${at('png')}`,
      `resource: source ${at('mp4')}`,
      `resource: image ${at('svg.png')}`,
    ].sort(),
  )
})

test('nobody asked: errors alone', async () => {
  expect(await visit('')).toEqual(['js: real'])
})
