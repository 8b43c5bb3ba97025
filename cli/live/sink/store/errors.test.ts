import { expect, test } from 'vitest'
import { attributes, logs, resourceOf, send, startStore } from './fixtures.ts'

type Told = { [key: string]: string }

async function store() {
  const { clock, sink, store } = await startStore()
  const tell = (...told: [body: string, attributes: Told][]) => {
    send(sink, '/v1/logs', logs(...told.map(([body, attributes]) => ({ body, attributes }))))
    clock.time += 1000
  }
  const detail = (at = 0) => store.error(store.snapshot().errors[at]!.id)!
  return { clock, sink, store, tell, detail }
}

const JS = { 'exception.type': 'js' }

test('groups errors whose message differs in numbers only, with the newest as the sample', async () => {
  const { store: all, tell, detail } = await store()
  const ajax = { 'exception.type': 'ajax', 'miniprogram.page.path': 'p' }
  tell(
    ['GET https://h/a/1 failed: 500', ajax],
    ['GET https://h/a/22 failed: 500', { ...ajax, 'sw8.trace_id': 't', 'exception.stacktrace': 's' }],
    ['x is not a function', { 'exception.type': 'js', 'exception.count': '5' }],
    ['hello', {}],
  )
  const { errors, totals, logs: others } = all.snapshot()
  expect(errors).toMatchObject([
    { type: 'js', count: 5, page: '' },
    { type: 'ajax', message: 'GET https://h/a/22 failed: 500', count: 2, page: 'p', platforms: ['wechat'] },
  ])
  expect(detail(1)).toMatchObject({
    splits: { page: [{ name: 'p', count: 2 }] },
    occurrences: [
      { stack: 's', traceId: 't', attributes: { 'miniprogram.platform': 'wechat' } },
      { stack: '' },
    ],
  })
  expect(errors[1]!.spark.at(-1)).toBe(2)
  expect(totals.errors).toBe(7)
  expect(others).toMatchObject([{ body: 'hello', severity: 'ERROR' }])
})

test('a 404 and a 500 of one address are two errors', async () => {
  const { store: all, tell } = await store()
  const ajax = (status: string) => ({ 'exception.type': 'ajax', 'http.response.status_code': status })
  tell(['GET https://h/a failed: 500', ajax('500')], ['GET https://h/a failed: 404', ajax('404')])
  tell(['GET https://h/a failed: 404', ajax('404')])
  expect(all.snapshot().errors.map(({ status, count }) => [status, count])).toEqual([
    ['404', 2],
    ['500', 1],
  ])
})

test('an error keeps its newest occurrences, and says how many are no longer kept', async () => {
  const { tell, detail } = await store()
  for (let at = 0; at < 30; at++) tell([`boom ${at}`, { ...JS, 'session.id': `s${at}` }])
  tell(['boom 30', { ...JS, 'exception.count': '12' }])
  const { count, occurrences, gone } = detail()
  expect([count, occurrences.length, gone]).toEqual([42, 20, 42 - 19 - 12])
  expect(occurrences[0]).toMatchObject({ message: 'boom 30', times: 12, session: '' })
  expect(occurrences.at(-1)).toMatchObject({ message: 'boom 11', times: 1, session: 's11' })
})

test('an occurrence tells when, in which version, on which device and system, on which page, in whose session', async () => {
  const { sink, detail } = await store()
  const device = { 'device.manufacturer': 'HUAWEI', 'device.model.identifier': 'ALN-AL00' }
  const os = { 'os.name': 'Android', 'os.version': '12' }
  const who = { 'miniprogram.page.path': 'p', 'session.id': 's', 'user.id': 'u' }
  const body = logs({ body: 'boom', attributes: { ...JS, ...device, ...os, ...who } })
  body.resourceLogs[0]!.scopeLogs[0]!.logRecords[0]!.timeUnixNano = '1600000000123000000'
  send(sink, '/v1/logs', body)
  expect(detail().occurrences).toMatchObject([
    {
      ...{
        version: '1.2',
        device: 'HUAWEI ALN-AL00',
        system: 'Android 12',
        page: 'p',
        session: 's',
        user: 'u',
      },
      ...{ service: 'shop', platform: 'wechat', time: 1_600_000_000_123, arrived: 1_700_000_000_000 },
    },
  ])
})

test('what a sender does not tell is empty, what its resource tells is known', async () => {
  const { store: all, sink, detail } = await store()
  const resource = {
    attributes: attributes({
      'device.model.name': 'HUAWEI P60',
      'device.manufacturer': 'Huawei',
      'os.name': 'iOS',
    }),
  }
  const record = {
    attributes: attributes({ 'exception.message': 'no stock' }),
    body: { stringValue: 'POST failed' },
  }
  send(sink, '/v1/logs', { resourceLogs: [{ resource, scopeLogs: [{ logRecords: [record] }] }] })
  expect(all.snapshot().errors).toMatchObject([
    { type: '', status: '', message: 'no stock', platforms: [''] },
  ])
  const [occurrence] = detail().occurrences
  expect(occurrence).toMatchObject({
    ...{ version: '', device: 'HUAWEI P60', system: 'iOS', page: '', session: '', user: '' },
    ...{ time: occurrence!.arrived, attributes: { body: 'POST failed' } },
  })
  expect(detail().splits).toMatchObject({
    version: [{ name: '', count: 1 }],
    system: [{ name: 'iOS', count: 1 }],
  })
})

test('is split by version, platform and system over all senders, and by one where the filter asks for it', async () => {
  const { store: all, sink, tell, detail } = await store()
  tell(['boom', { ...JS, 'os.name': 'iOS' }], ['boom', { ...JS, 'os.name': 'Android', 'os.version': '14' }])
  const logRecords = [{ body: { stringValue: 'boom' }, attributes: attributes({ ...JS, 'os.name': 'iOS' }) }]
  send(sink, '/v1/logs', {
    resourceLogs: [{ resource: resourceOf('shop', 'alipay'), scopeLogs: [{ logRecords }] }],
  })
  expect(detail().splits).toMatchObject({
    version: [{ name: '1.2', count: 3 }],
    platform: [
      { name: 'wechat', count: 2 },
      { name: 'alipay', count: 1 },
    ],
    system: [
      { name: 'iOS', count: 2 },
      { name: 'Android 14', count: 1 },
    ],
  })
  const { id } = detail()
  expect(all.error(id, { platform: 'alipay' })).toMatchObject({ count: 1, platforms: ['alipay'] })
  expect(all.error(id, { platform: 'qq' })).toBe(undefined)
})

test('names beyond the most frequent of a split are counted together', async () => {
  const { tell, detail } = await store()
  for (let at = 0; at < 70; at++) tell(['boom', { ...JS, 'os.name': `os ${at}` }])
  tell(['boom', { ...JS, 'os.name': 'os 69' }])
  const { system } = detail().splits
  expect(system).toHaveLength(9)
  expect(system.at(-1)).toEqual({ name: '…', count: 71 - 8 })
})

test('sessions and users are counted once each, up to a thousand', async () => {
  const { store: all, tell, detail } = await store()
  const of = (session: string, user: string): [string, Told] => [
    'boom',
    { ...JS, 'session.id': session, 'user.id': user },
  ]
  tell(of('a', 'u'), of('a', 'u'), of('b', 'u'), ['boom', JS])
  expect(all.snapshot().errors[0]!.sessions).toEqual({ count: 2, more: false })
  expect(detail().users).toEqual({ count: 1, more: false })
  for (let at = 0; at < 3; at++) tell(...Array.from({ length: 500 }, (_, n) => of(`session ${at} ${n}`, 'u')))
  expect(detail().sessions).toEqual({ count: 1000, more: true })
})

test('breadcrumbs and both stacks come as they were sent', async () => {
  const { tell, detail } = await store()
  const breadcrumbs = '[{"category":"tap","message":"pay"}]'
  const stacks = { 'exception.stacktrace': 'Error: a\n at b', 'exception.component_stack': '\n in Pay' }
  tell(['boom', { ...JS, ...stacks, 'miniprogram.breadcrumbs': breadcrumbs }])
  const [occurrence] = detail().occurrences
  expect(occurrence).toMatchObject({ breadcrumbs, stack: 'Error: a\n at b', componentStack: '\n in Pay' })
  expect(Object.keys(occurrence!.attributes)).not.toContain('miniprogram.breadcrumbs')
})

test('of long occurrences fewer are kept, the newest of each error always', async () => {
  const { store: all, tell } = await store()
  const stack = 'at f '.repeat(1600)
  const error = (name: string): [string, Told] => [`no ${name}`, { ...JS, 'exception.stacktrace': stack }]
  const names = Array.from({ length: 40 }, (_, at) => String.fromCharCode(0x4e00 + at))
  for (let at = 0; at < 8; at++) tell(...names.map(error))
  const { errors } = all.snapshot()
  const kept = errors.map(({ id }) => all.error(id)!.occurrences.length)
  expect(kept).toHaveLength(40)
  expect(Math.min(...kept)).toBeGreaterThan(0)
  expect(kept.reduce((sum, each) => sum + each - 1, 0) * stack.length).toBeLessThan(1e6)
  expect(all.error(errors[0]!.id)!.gone).toBeGreaterThan(0)
})
