// @vitest-environment jsdom
/** The page as its user has it: a stream of snapshots comes, something is clicked, the page changes. */
import { expect, test } from 'vitest'
import { answered, error, nothing, open, service, some } from './fixtures.tsx'

const BAD = `<img src=x onerror="alert('1')">`

test('shows what came as text, whatever it is', () => {
  const { box, send } = open()
  send(some({ services: [{ ...service(BAD), platform: BAD }], errors: [error(BAD)] }))
  expect(box.querySelector('img')).toBe(null)
  expect(box.querySelector('.platform')!.getAttribute('title')).toBe(BAD)
  expect(box.querySelector('.service-name b')!.textContent).toBe(BAD)
  expect(box.querySelector('.message')!.textContent).toBe(BAD)
  expect(
    box.querySelector<HTMLOptionElement>('[data-testid="filter-service"] option:last-child')!.value,
  ).toBe(BAD)
})

test('names that every object has are names like any other', () => {
  const { all, box, send } = open()
  const names = ['constructor', '__proto__', 'toString']
  const services = names.map((name) => ({ ...service(name), platform: name }))
  send(some({ services, errors: names.map((name) => error(name)) }))
  expect(all('service-card').map((card) => card.querySelector('b')!.textContent)).toEqual(names)
  expect(Array.from(box.querySelectorAll('.platform'), (badge) => badge.getAttribute('title'))).toEqual(names)
})

test('what came gives the page no classes of its own', () => {
  const { box, send } = open()
  send(some({ errors: [error('js sr kpi alarm')] }))
  expect(box.querySelector('.type')!.className).toBe('type')
  expect(box.querySelector('.type')!.textContent).toBe('js sr kpi alarm')
})

test('keeps nodes over an update, and moves those that change their place', () => {
  const { all, one, send } = open()
  send(some({ errors: [error('a'), error('b'), error('c')] }))
  const [a, b, c] = all('error-row')
  const panel = one('errors')
  send(some({ errors: [error('c'), error('x'), error('a')] }))
  expect(all('error-row').map((row) => row.dataset.type)).toEqual(['c', 'x', 'a'])
  expect(one('errors')).toBe(panel)
  expect(all('error-row')[0]).toBe(c)
  expect(all('error-row')[2]).toBe(a)
  expect(b!.isConnected).toBe(false)
})

test('brings attributes up to date, and leaves a chart’s box alone', () => {
  const { one, send } = open()
  send(some())
  const chart = one('chart-duration').querySelector('svg')!
  const note = document.createElement('i')
  one('chart-duration').append(note)
  const share = (failed: number) => ({
    ...nothing.durations,
    ...{ failed, histogram: { bounds: [], buckets: [4], count: 4, sum: 1 } },
  })
  send(some({ durations: share(4) }))
  expect(one('kpi-failed').className).toBe('kpi alarm')
  send(some({ durations: share(0) }))
  expect(one('kpi-failed').className).toBe('kpi')
  expect(one('chart-duration').querySelector('svg')).toBe(chart)
  expect(note.parentNode).toBe(one('chart-duration'))
})

test('a filter shows what was chosen, and asks for its part of the data', () => {
  const { choose, one, send, streams } = open()
  send(some())
  choose('service', 'club')
  expect(streams.map((stream) => [stream.address, stream.open])).toEqual([
    ['/events?', false],
    ['/events?service=club', true],
  ])
  send(some())
  expect((one('filter-service') as HTMLSelectElement).value).toBe('club')
  choose('platform', 'wechat')
  expect(streams.at(-1)!.address).toBe('/events?service=club&platform=wechat')
  one('filter-clear').click()
  expect(streams.at(-1)!.address).toBe('/events?')
  expect((one('filter-service') as HTMLSelectElement).value).toBe('')
})

test('a card shows its sender alone, and all again', () => {
  const { one, send, streams } = open()
  send(some())
  one('service-card').click()
  expect(streams.at(-1)!.address).toBe('/events?service=shop&platform=wechat')
  expect(one('service-card').getAttribute('aria-pressed')).toBe('true')
  one('service-card').click()
  expect(streams.at(-1)!.address).toBe('/events?')
})

test('says whether it is live, stands still when it is paused, and goes on', () => {
  const { one, send, streams } = open()
  expect(one('live').dataset.status).toBe('offline')
  send(some())
  expect(one('live').dataset.status).toBe('live')
  streams[0]!.lose()
  expect(one('live').dataset.status).toBe('offline')
  one('pause').click()
  expect([one('live').dataset.status, one('pause').getAttribute('aria-pressed'), streams[0]!.open]).toEqual([
    'paused',
    'true',
    false,
  ])
  one('service-card').click()
  expect(streams[1]!.open).toBe(true)
  send(some())
  expect(streams[1]!.open).toBe(false)
  one('pause').click()
  expect(streams[2]!.open).toBe(true)
})

test('speaks the other language when it is asked to', () => {
  const { box, one, send } = open()
  send(some())
  expect(one('overview').querySelector('h2')!.textContent).toBe('Services and platforms')
  one('language').click()
  expect(one('overview').querySelector('h2')!.textContent).toBe('服务与平台')
  expect(box.querySelector('.platform')!.getAttribute('title')).toBe('微信')
})

test('a payload is read when it is unfolded, and says so until it is there', async () => {
  const inspector = [
    {
      ...{ id: 7, time: 0, method: 'POST', path: '/v1/logs', encoding: 'json', compression: '' },
      ...{ bytes: 2, records: 1, status: 200 },
    },
  ]
  const decoded = { ...inspector[0], headers: {}, hex: '', decoded: '{"a":1}' }
  const { one, send } = open({ '/api/requests/7': decoded })
  send(some({ inspector }))
  one('inspector-row').querySelector('button')!.click()
  expect(one('inspector-row').textContent).toContain('Loading…')
  await answered()
  expect(one('inspector-decoded').textContent).toBe('{"a":1}')
})

test('what is chosen stands in the address, and a card changes nothing of time and search', () => {
  const { choose, one, queries, send, streams } = open()
  send(some())
  choose('range', '5m')
  const search = one('filter-q') as HTMLInputElement
  search.value = 'a b'
  search.dispatchEvent(new Event('input', { bubbles: true }))
  one('service-card').click()
  expect(queries.at(-1)).toContain('range=5m&q=a+b&service=shop&platform=wechat')
  expect(streams.at(-1)!.address).toBe(`/events?${queries.at(-1)}`)
  one('service-card').click()
  expect(queries.at(-1)).toContain('range=5m&q=a+b')
  one('filter-clear').click()
  expect(queries.at(-1)).toBe('')
})

test.each([
  [{ version: '9.9.9' }, 'unknown-version', 'No data for version 9.9.9.'],
  [{ service: 'nobody' }, 'unknown-service', 'No data for service nobody.'],
  [{ service: 'club', version: '1.2' }, 'unknown-service-version', 'No data for club · 1.2.'],
  [{ range: '7m' }, 'unknown-range', 'There is no time range 7m: all is shown.'],
])('%j in the address is shown as what it is, with the way back', (filter, id, text) => {
  const { one, queries, send } = open({}, filter)
  const services = [{ ...service('shop'), versions: ['1.2'] }, service('club')]
  send(some({ services }))
  expect(one(id).textContent).toBe(`${text} Clear`)
  const [part, value] = Object.entries(filter).at(-1)!
  expect((one(`filter-${part}`) as HTMLSelectElement).value).toBe(value)
  one(id).querySelector('button')!.click()
  expect(queries).toEqual([''])
  expect(one(id)).toBe(undefined)
})
