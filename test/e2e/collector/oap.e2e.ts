/** What SkyWalking and gateways ask of a client, on the wire of real HTTP; the sink is as strict as OAP 11. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createSink, type Sink } from '../../../cli/live/sink/index.ts'
import type { PlatformName } from '../../../hosts/index.ts'
import { startSmallApp, type SmallApp } from './small-app.ts'

let oap: Sink
let elsewhere: Sink
let app: SmallApp | undefined
beforeEach(async () => {
  oap = await createSink({ strict: true, ports: [0] })
  elsewhere = await createSink({ ports: [0] })
})
afterEach(async () => {
  app?.runtime.kill()
  await Promise.all([oap.close(), elsewhere.close()])
})

function start(platform: PlatformName, options: string, quirks = {}) {
  return (app = startSmallApp(platform, `{ service: 'shop', ${options} }`, quirks))
}

function paths({ requests }: Sink) {
  return requests.map(({ path }) => path)
}

describe('an app that sends only traces to SkyWalking', () => {
  const traced = () =>
    `enable: { tracing: true }, tracing: { pages: false }, traceCollector: '${oap.urls[0]}'`
  const apart = () => `${traced()}, collector: '${elsewhere.urls[0]}'`
  const pings = async () => {
    app!.monitor.startSpan('load').end()
    await app!.monitor.flush()
    expect(oap.received.segments).toHaveLength(1)
    return oap.received.keepAlives.map(({ service, serviceInstance, layer }) => [
      service,
      serviceInstance,
      layer,
    ])
  }

  test.each([
    ['wechat', 'WECHAT_MINI_PROGRAM'],
    ['alipay', 'ALIPAY_MINI_PROGRAM'],
  ] as const)('on %s tells its layer, once', async (platform, layer) => {
    start(platform, apart())
    expect(await pings()).toEqual([['shop', '-', layer]])
    app!.monitor.startSpan('later').end()
    await app!.monitor.flush()
    expect(oap.received.segments).toHaveLength(2)
    expect(oap.received.keepAlives).toHaveLength(1)
  })

  test('also without any other address', async () => {
    start('wechat', traced() + ", serviceInstance: 'store-7'")
    expect(await pings()).toEqual([['shop', 'store-7', 'WECHAT_MINI_PROGRAM']])
  })

  test('says nothing where SkyWalking has no layer, where it is told not to, and where logs go there too', async () => {
    start('bytedance', apart())
    expect(await pings()).toEqual([])
    app!.runtime.kill()
    oap.clear()
    start('wechat', apart() + ', keepAlive: false')
    expect(await pings()).toEqual([])
    app!.runtime.kill()
    oap.clear()
    start('wechat', `${traced()}, collector: '${oap.urls[0]}'`)
    expect(await pings()).toEqual([])
  })
})

describe('bodies', () => {
  const types = ({ requests }: Sink) => [...new Set(requests.map(({ headers }) => headers['content-type']))]

  test.each([
    ['wechat', 'application/x-protobuf'],
    ['alipay', 'application/x-protobuf'],
    ['bytedance', 'application/x-protobuf'],
    // No bytes in their documentation, or none that are answered.
    ['baidu', 'application/json'],
    ['qq', 'application/json'],
    ['jd', 'application/json'],
    ['kuaishou', 'application/json'],
    ['xiaohongshu', 'application/json'],
  ] as const)('%s sends %s', async (platform, type) => {
    const { monitor } = start(platform, `collector: '${oap.urls[0]}'`)
    monitor.captureError(new Error('broken'))
    await monitor.flush()
    expect(types(oap)).toEqual([type])
    expect(oap.requests.every(({ status }) => status === 200)).toBe(true)
    expect(oap.received.logs.map(({ body }) => body)).toEqual(['broken'])
  })

  test('a device that refuses bytes sends JSON, and loses nothing', async () => {
    const { monitor } = start('wechat', `collector: '${oap.urls[0]}'`, { binaryBody: 'fail' })
    monitor.log('one')
    await monitor.flush()
    expect(types(oap)).toEqual(['application/json'])
    expect(oap.received.logs.map(({ body }) => body)).toEqual(['one'])
  })
})

test('addresses below a prefix, one for each kind, with headers that are asked for each time', async () => {
  const seen: string[] = []
  const server = createServer((request, response) => {
    seen.push(`${request.url} ${request.headers['x-tenant']} ${request.headers.authorization}`)
    request.resume().on('end', () => response.writeHead(200).end())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const { monitor } = start(
    'wechat',
    `collector: '${url}/telemetry/', traceCollector: '${url}/sky', enable: { tracing: true },
     endpoints: { logs: '${url}/tenants/7/v1/logs?kind=js' }, keepAlive: false,
     headers: (() => { let n = 0; return () => ({ 'X-Tenant': 'seven', Authorization: 'Bearer ' + ++n }) })()`,
  )
  monitor.log('one')
  monitor.startSpan('load').end()
  await monitor.flush()
  server.close().closeAllConnections()
  const tokens = seen.map((line) => line.split(' ').pop())
  expect(new Set(tokens).size).toBe(seen.length)
  expect(new Set(seen.map((line) => line.replace(/\d+$/, '')))).toEqual(
    new Set([
      '/tenants/7/v1/logs?kind=js seven Bearer ',
      '/telemetry/v1/metrics seven Bearer ',
      '/sky/v3/segments seven Bearer ',
    ]),
  )
})

describe('what would poison OAP', () => {
  const histogram = (more: object) => [
    {
      name: 'h',
      histogram: { aggregationTemporality: 1, dataPoints: [{ timeUnixNano: '2000000', ...more }] },
    },
  ]
  const poison: [name: string, kind: string, payload: unknown][] = [
    ['a metric without data', 'metric', [{ name: 'm' }]],
    ['a metric without points', 'metric', [{ name: 'm', gauge: { dataPoints: [] } }]],
    ['too few buckets', 'metric', histogram({ count: 1, explicitBounds: [1, 2], bucketCounts: [1, 0] })],
    ['no buckets', 'metric', histogram({ count: 1, explicitBounds: [1, 2] })],
    [
      'an attribute twice',
      'log',
      {
        body: { stringValue: 'twice' },
        attributes: [
          { key: 'a', value: { stringValue: '1' } },
          { key: 'a', value: { stringValue: '2' } },
        ],
      },
    ],
    ['a segment without spans', 'segment', { traceId: 't', traceSegmentId: 's', spans: [] }],
    ['no segment at all', 'segment', 'segment'],
  ]

  test.each(poison)('%s never reaches it, and holds nothing up', async (_, kind, payload) => {
    const { kit, monitor } = start(
      'wechat',
      `collector: '${oap.urls[0]}', enable: { tracing: true }, tracing: { pages: false }`,
    )
    kit.record(kind, payload)
    monitor.log('after')
    monitor.startSpan('after').end()
    await monitor.flush()
    expect(oap.requests.filter(({ status }) => status !== 200)).toEqual([])
    expect(oap.violations).toEqual([])
    expect(oap.received.logs.map(({ body }) => body)).toContain('after')
    expect(oap.received.segments).toHaveLength(1)
    const { pending, taken, delivered, dropped } = monitor.diagnostics()
    const total = (counts: object) => Object.values(counts).reduce((sum: number, n) => sum + Number(n), 0)
    expect(total(pending)).toBe(0)
    const lost = Object.values(dropped).reduce((sum: number, reasons) => sum + total(reasons as object), 0)
    expect(total(delivered) + lost).toBe(total(taken))
    expect(paths(oap)).toContain('/v3/segments')
  })
})
