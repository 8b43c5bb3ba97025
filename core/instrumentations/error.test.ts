import { describe, expect, test } from 'vitest'
import { testContext } from '../../test/fakes/context.ts'
import { testMonitor } from '../../test/fakes/monitor.ts'
import { settle } from '../../test/fakes/settle.ts'
import { logsOf } from '../../test/fakes/signals.ts'
import { errorInstrumentation } from './error.ts'

function start() {
  const t = testMonitor({ parts: { instrumentations: [errorInstrumentation()] } })
  t.platform.page = 'pages/front'
  return { ...t, logs: async () => logsOf(await t.flushed()) }
}

test('an uncaught error, as WeChat and as Alipay tell it', async () => {
  const t = start()
  await settle()
  const stack = 'TypeError: a is undefined\n    at f (pages/x.js:1:2)'
  t.platform.fire('error', 'MiniProgramError\n' + stack)
  t.platform.fire('error', 'b is undefined', 'Error: b is undefined\n    at g (pages/y.js:3:4)')
  const logs = await t.logs()
  expect(logs.map((l) => [l.body, l.attributes['exception.stacktrace']])).toEqual([
    ['TypeError: a is undefined', stack],
    ['b is undefined', 'Error: b is undefined\n    at g (pages/y.js:3:4)'],
  ])
  for (const log of logs)
    expect(log).toMatchObject({
      severity: 17,
      severityText: 'ERROR',
      attributes: {
        'exception.type': 'js',
        'miniprogram.page.path': 'pages/front',
        'session.id': expect.stringMatching(/^[0-9a-f]{32}$/),
        'device.model.identifier': 'Fake 1',
        'network.connection.type': 'wifi',
      },
    })
})

test.each<[string, unknown, string]>([
  ['an Error', new RangeError('too far'), 'too far'],
  ['what WeChat rejects with', { errMsg: 'request:fail timeout' }, 'request:fail timeout'],
  ['a plain object', { code: 7 }, '{"code":7}'],
  ['a text', 'nope', 'nope'],
  ['nothing', undefined, 'undefined'],
])('an unhandled rejection: %s', async (_, reason, body) => {
  const t = start()
  t.platform.fire('rejection', reason)
  expect((await t.logs())[0]).toMatchObject({ body, attributes: { 'exception.type': 'promise' } })
})

test('a page that is not there has its own path', async () => {
  const t = start()
  t.platform.fire('pageNotFound', '/pages/gone?phone=1#x')
  expect((await t.logs())[0]).toMatchObject({
    body: 'page not found: pages/gone',
    attributes: { 'exception.type': 'pageNotFound', 'miniprogram.page.path': 'pages/gone' },
  })
})

describe('a framework’s hook', () => {
  test('tells page, component and type', async () => {
    const t = start()
    t.framework.onError({
      error: new Error('boom'),
      source: 'hook',
      page: 'pages/own',
      componentStack: 'in Cart',
    })
    t.framework.onError({ error: 'late', source: 'hook', type: 'promise' })
    expect(await t.logs()).toMatchObject([
      {
        body: 'boom',
        attributes: {
          'exception.type': 'js',
          'exception.component_stack': 'in Cart',
          'miniprogram.page.path': 'pages/own',
        },
      },
      { body: 'late', attributes: { 'exception.type': 'promise', 'miniprogram.page.path': 'pages/front' } },
    ])
  })

  test('and the platform’s see one error: one log', async () => {
    const t = start()
    const error = new TypeError('boom')
    t.framework.onError({ error, source: 'hook' })
    await t.clock.pass(400)
    t.platform.fire('error', `MiniProgramError\n${error.stack}`)
    t.monitor.captureError(error)
    expect(await t.logs()).toHaveLength(1)
  })
})

test('what can not be read is told all the same', async () => {
  const t = start()
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()
  t.platform.fire('error', proxy)
  expect((await t.logs())[0].body).toBe('unreadable error')
})

test('undone: nobody listens', () => {
  const t = testContext()
  const undo = errorInstrumentation().install(t.context)
  expect(t.platform.listening()).toBe(3)
  undo()
  expect(t.platform.listening()).toBe(0)
  t.framework.onError({ error: 'x', source: 'hook' })
  expect(t.reports).toEqual([])
})
