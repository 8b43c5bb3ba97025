import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { balanceOf } from '../../test/fakes/balance.ts'
import { testMonitor } from '../../test/fakes/monitor.ts'
import { settle } from '../../test/fakes/settle.ts'
import { logsOf, metricsOf, pointsOf } from '../../test/fakes/signals.ts'

async function running(options = {}) {
  const t = testMonitor({ options })
  await settle()
  return t
}

function no(): never {
  throw new Error('no')
}

function throwing() {
  return new Proxy({}, { get: no, ownKeys: no, has: no, getOwnPropertyDescriptor: no })
}

const noText = { toString: () => ({}) }

describe('captureError', () => {
  test('a log like that of an uncaught one, with page, component stack and attributes', async () => {
    const t = await running()
    t.platform.page = 'pages/front'
    const error = new TypeError('boom')
    t.monitor.captureError(error, {
      page: '/pages/given?phone=1',
      componentStack: 'in Cart',
      attributes: { order: 5 },
    })
    t.monitor.captureError({ errMsg: 'login:fail' })
    const [first, second] = logsOf(await t.flushed())
    expect(first).toMatchObject({
      severity: 17,
      severityText: 'ERROR',
      body: 'boom',
      attributes: {
        'exception.type': 'js',
        'exception.component_stack': 'in Cart',
        'miniprogram.page.path': 'pages/given',
        order: 5,
      },
    })
    expect(first.attributes['exception.stacktrace']).toContain('TypeError: boom')
    expect(second).toMatchObject({
      body: 'login:fail',
      attributes: { 'miniprogram.page.path': 'pages/front' },
    })
  })

  test('one that `ignoreErrors` names is dropped, and counted', async () => {
    const t = await running({ ignoreErrors: [/^boom/g, 'fail cancel'] })
    for (const message of ['boom', 'boom 2', 'chooseImage:fail cancel', 'real'])
      t.monitor.captureError(new Error(message))
    expect(logsOf(await t.flushed()).map(({ body }) => body)).toEqual(['real'])
    expect(t.monitor.diagnostics().dropped.log).toEqual({ ignored: 3 })
  })

  test.each<[string, unknown]>([
    ['null', null],
    ['a text', 'x'],
    ['of wrong types', { page: 5, componentStack: {}, attributes: 'x' }],
    ['attributes that throw', { attributes: throwing() }],
  ])('options %s are no trouble', async (_, options) => {
    const t = await running()
    t.monitor.captureError(new Error('boom'), options as object)
    const [log] = logsOf(await t.flushed())
    expect(log.body).toBe('boom')
    expect(log.attributes).not.toHaveProperty(['miniprogram.page.path'])
    expect(log.attributes).not.toHaveProperty(['exception.component_stack'])
  })
})

describe('log', () => {
  test.each([
    ['trace', 1, 'TRACE'],
    ['debug', 5, 'DEBUG'],
    [undefined, 9, 'INFO'],
    ['warn', 13, 'WARN'],
    ['error', 17, 'ERROR'],
    ['fatal', 21, 'FATAL'],
  ] as const)('level %s', async (level, severity, severityText) => {
    const t = await running()
    t.monitor.log('paid', { order: 5, ok: true }, level)
    expect(logsOf(await t.flushed())[0]).toMatchObject({
      severity,
      severityText,
      body: 'paid',
      time: t.clock.now(),
      attributes: { order: 5, ok: true, level: severityText },
    })
  })

  test('a level of the app’s own stays', async () => {
    const t = await running()
    t.monitor.log('paid', { level: 'gold' })
    expect(logsOf(await t.flushed())[0]).toMatchObject({
      severityText: 'INFO',
      attributes: { level: 'gold' },
    })
  })
})

describe('metrics', () => {
  test('a gauge: a point for each value', async () => {
    const t = await running()
    t.monitor.gauge('cart', 2, { shop: 'a' }, 'items')
    t.monitor.gauge('cart', -3.5, { shop: 'a' }, 'items')
    expect(metricsOf(await t.flushed(), 'cart')).toMatchObject([
      { type: 'gauge', unit: 'items', points: [{ value: 2, attributes: { shop: 'a' } }, { value: -3.5 }] },
    ])
  })

  test('a count: by one, by more, by series', async () => {
    const t = await running()
    t.monitor.count('clicks')
    t.monitor.count('clicks', 4)
    t.monitor.count('clicks', 0.5, { button: 'buy' })
    expect(pointsOf(await t.flushed(), 'clicks').map((p) => [p.attributes, p.value])).toEqual([
      [{}, 5],
      [{ button: 'buy' }, 0.5],
    ])
  })

  test('a histogram: ms and bounds of durations, or its own', async () => {
    const t = await running()
    t.monitor.histogram('search', 30)
    t.monitor.histogram('size', 3, {}, { unit: 'items', bounds: [1, 5] })
    const signals = await t.flushed()
    expect(metricsOf(signals, 'search')[0]).toMatchObject({ unit: 'ms', points: [{ count: 1, sum: 30 }] })
    expect(metricsOf(signals, 'search')[0].points[0].bounds).toHaveLength(12)
    expect(metricsOf(signals, 'size')[0]).toMatchObject({
      unit: 'items',
      points: [{ bounds: [1, 5], counts: [0, 1, 0] }],
    })
  })

  test.each<[string, unknown]>([
    ['falling', [5, 1]],
    ['equal', [1, 1]],
    ['texts', ['1', '2']],
    ['no list', 5],
    ['not finite', [1, Infinity]],
  ])('bounds that are %s: a word, and the default ones', async (_, bounds) => {
    const t = await running()
    t.monitor.histogram('h', 30, {}, { bounds: bounds as number[], unit: 5 as never })
    expect(metricsOf(await t.flushed(), 'h')[0]).toMatchObject({ unit: 'ms' })
    expect(pointsOf(t.exporter.signals, 'h')[0].bounds).toHaveLength(12)
    expect(t.diag.warnings).toHaveLength(1)
  })

  test('of a long name the first 255 characters are the metric’s', async () => {
    const t = await running()
    t.monitor.gauge('g'.repeat(255) + 'a', 1)
    t.monitor.gauge('g'.repeat(255) + 'b', 2)
    expect(pointsOf(await t.flushed(), 'g'.repeat(255)).map(({ value }) => value)).toEqual([1, 2])
  })

  test('private attributes and what URLs carry stay out, and merge series', async () => {
    const t = await running()
    t.monitor.count('clicks', 1, { phone: '1', url: 'https://a.example/?q=1' })
    t.monitor.count('clicks', 1, { phone: '2', url: 'https://a.example/?q=2' })
    expect(pointsOf(await t.flushed(), 'clicks')).toMatchObject([
      { attributes: { url: 'https://a.example/' }, value: 2 },
    ])
    expect(pointsOf(t.exporter.signals, 'clicks')[0].attributes).not.toHaveProperty('phone')
  })

  test('not sampled by themselves', async () => {
    const t = await running({ sampling: { session: 0, error: 0, perf: 0, request: 0 } })
    t.monitor.count('clicks')
    t.monitor.log('x')
    t.monitor.captureError('x')
    expect((await t.flushed()).map((s) => s.kind)).toEqual(['metric'])
    expect(t.monitor.diagnostics().dropped).toEqual({ log: { sampled_out: 2 } })
  })
})

type Monitor = Awaited<ReturnType<typeof running>>['monitor']
describe('what can not be taken is refused, with a word and a count', () => {
  test.each<[string, 'log' | 'metric', (m: Monitor) => void]>([
    ['a log without text', 'log', (m) => m.log(5 as never)],
    ['a level that nobody knows', 'log', (m) => m.log('x', {}, 'loud' as never)],
    ['a level without a text', 'log', (m) => m.log('x', {}, noText as never)],
    ['a metric without name', 'metric', (m) => m.count('')],
    ['a name that is no text', 'metric', (m) => m.gauge(5 as never, 1)],
    ['NaN', 'metric', (m) => m.gauge('g', NaN)],
    ['infinity', 'metric', (m) => m.histogram('h', Infinity)],
    ['a text for a number', 'metric', (m) => m.count('c', '5' as never)],
    ['null for a number', 'metric', (m) => m.count('c', null as never)],
    ['a count that goes down', 'metric', (m) => m.count('c', -1)],
    ['a value without a text', 'metric', (m) => m.gauge('g', noText as never)],
  ])('%s', async (_, kind, call) => {
    const t = await running()
    expect(() => call(t.monitor)).not.toThrow()
    expect(await t.flushed()).toEqual([])
    expect(t.monitor.diagnostics().dropped).toEqual({ [kind]: { invalid: 1 } })
    expect(t.diag.warnings).toHaveLength(1)
  })

  test.each<[string, 'log' | 'metric', (m: Monitor) => void]>([
    ['attributes of a metric that throw', 'metric', (m) => m.count('c', 1, throwing())],
    ['options of a histogram that throw', 'metric', (m) => m.histogram('h', 1, {}, throwing())],
    ['options of captureError that throw', 'log', (m) => m.captureError('x', throwing())],
  ])('%s', async (_, kind, call) => {
    const t = await running()
    expect(() => call(t.monitor)).not.toThrow()
    expect(await t.flushed()).toEqual([])
    expect(t.monitor.diagnostics().dropped).toEqual({ [kind]: { invalid: 1 } })
    expect(t.diag.errors).toHaveLength(1)
    expect(balanceOf(t.monitor)).toEqual({ in: 1, out: 1 })
  })

  test('the rest throws nothing either', async () => {
    const t = await running()
    for (const odd of [
      undefined,
      null,
      5,
      'x',
      [],
      {},
      throwing(),
      noText,
      Symbol('s'),
      1n,
      () => {},
    ] as never[]) {
      t.monitor.setAttributes(odd)
      t.monitor.setUser(odd)
      t.monitor.log('x', odd)
      const span = t.monitor.startSpan(odd, odd)
      t.monitor.startSpan('s', { parent: odd })
      span.setAttribute(odd, odd)
      span.setError(odd)
      span.end()
      t.monitor.refuse('log', odd)
    }
    expect(logsOf(await t.flushed()).length).toBe(11)
  })
})

describe('who and what', () => {
  test('attributes on every log from now on; undefined takes one away', async () => {
    const t = await running({ attributes: { channel: 'store' } })
    t.monitor.setAttributes({ plan: 'gold', tmp: 1 })
    t.monitor.log('a')
    t.monitor.setAttributes({ tmp: undefined, channel: 'web' })
    t.monitor.log('b')
    const [a, b] = logsOf(await t.flushed())
    expect(a.attributes).toMatchObject({ channel: 'store', plan: 'gold', tmp: 1 })
    expect(b.attributes).toMatchObject({ channel: 'web', plan: 'gold' })
    expect(b.attributes).not.toHaveProperty('tmp')
  })

  test('the user hashed: the id itself stays on the device', async () => {
    const t = await running()
    t.monitor.setUser('13800138000', { hash: true })
    t.monitor.log('a')
    const [a] = logsOf(await t.flushed())
    expect(a.attributes['user.id']).toBe(createHash('sha256').update('13800138000').digest('hex'))
    expect(JSON.stringify(t.exporter.signals)).not.toContain('13800138000')
  })

  test('an object is nobody: it says so, and sends nobody’s data under another name', async () => {
    const t = await running()
    t.monitor.setUser('u1')
    for (const odd of [{ id: 'u2' }, ['u3'], new Error('u4'), () => {}, Symbol('u5'), true]) {
      t.monitor.setUser(odd as never)
      t.monitor.log('a')
    }
    expect(logsOf(await t.flushed()).map((l) => l.attributes['user.id'])).toEqual(Array(6).fill(undefined))
    expect(t.diag.warnings[0]).toBe('setUser() takes a text, not object')
  })

  test('the user, until there is none', async () => {
    const t = await running()
    t.monitor.log('a')
    t.monitor.setUser('u1')
    t.monitor.log('b')
    t.monitor.setUser(42 as never)
    t.monitor.log('c')
    t.monitor.setUser(undefined)
    t.monitor.log('d')
    expect(logsOf(await t.flushed()).map((l) => l.attributes['user.id'])).toEqual([
      undefined,
      'u1',
      '42',
      undefined,
    ])
  })
})
