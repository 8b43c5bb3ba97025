import { afterEach, expect, test } from 'vitest'
import type { ShopBehaviour } from './behaviour.ts'
import { createShop, type Shop } from './shop.ts'

let shop: Shop | undefined
afterEach(() => shop?.close())

async function start(behaviour: Partial<ShopBehaviour> = {}) {
  return (shop = await createShop({
    behaviour: { latency: [0, 0], errorRate: 0, statuses: [503], routes: {}, ...behaviour },
    random: () => 0.5,
  }))
}

test('lists, pages and products fit together', async () => {
  const { url } = await start()
  const list = await (await fetch(`${url}/api/products?category=mugs&page=3`)).json()
  expect(list).toMatchObject({ page: 3, more: false })
  expect(list.items).toHaveLength(8)
  const product = await (await fetch(`${url}/api/products/${list.items[0].id}`)).json()
  expect(product).toEqual(list.items[0])
  expect((await fetch(`${url}/api/products/1`)).status).toBe(404)
  expect((await fetch(`${url}/other`)).status).toBe(404)
})

test('binary answers are the same bytes each time, and no text', async () => {
  const { url } = await start()
  const bytes = async () =>
    new Uint8Array(await (await fetch(`${url}/api/products/1001/poster`)).arrayBuffer())
  const poster = await bytes()
  expect([...poster.slice(0, 4)]).toEqual([137, 80, 78, 71])
  expect(poster).toEqual(await bytes())
  expect(() => new TextDecoder('utf-8', { fatal: true }).decode(poster)).toThrow()
})

test('an upload is taken with its bytes, and refused without', async () => {
  const { url } = await start()
  const form = new FormData()
  form.append('avatar', new Blob([Uint8Array.of(0, 255, 13, 10, 45, 45)]), 'me.png')
  const good = await fetch(`${url}/api/avatar`, { method: 'POST', body: form })
  expect([good.status, await good.json()]).toMatchObject([201, { bytes: 6 }])
  expect((await fetch(`${url}/api/avatar`, { method: 'POST', body: 'x' })).status).toBe(400)
})

test('errors come at the rate and with the statuses of the scenario, by route', async () => {
  const { url } = await start({ routes: { 'GET /api/profile': { errorRate: 1, statuses: [502] } } })
  expect((await fetch(`${url}/api/home`)).status).toBe(200)
  expect((await fetch(`${url}/api/profile`)).status).toBe(502)
  expect(shop!.requests.map(({ route, status }) => [route, status])).toEqual([
    ['GET /api/home', 200],
    ['GET /api/profile', 502],
  ])
})

test('a planned answer is given once, in front of all chance', async () => {
  const { url, once } = await start({ errorRate: 1 })
  once('GET /api/home', { status: 418 })
  once('GET /api/home', {})
  const statuses = []
  for (let i = 0; i < 3; i++) statuses.push((await fetch(`${url}/api/home`)).status)
  expect(statuses).toEqual([418, 200, 503])
  expect(() => once('GET /nowhere', {})).toThrow('no route "GET /nowhere"')
})

test('a client that goes away leaves no answer, and the shop closes while answers wait', async () => {
  const { url } = await start({ latency: [60_000, 60_000] })
  await expect(fetch(`${url}/api/home`, { signal: AbortSignal.timeout(50) })).rejects.toThrow()
  const waiting = fetch(`${url}/api/home`).catch(() => 'cut')
  await expect.poll(() => shop!.requests.length).toBe(2)
  await shop!.close()
  expect(await waiting).toBe('cut')
  expect(shop!.requests.map(({ status }) => status)).toEqual([0, 0])
})
