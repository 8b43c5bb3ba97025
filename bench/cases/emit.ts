import { record, replace } from '../../core/index.ts'
import { ROOMY, started, type Rig } from '../kit.ts'
import { batch, subject, type Subject } from '../measure.ts'
import { createMix } from '../mix.ts'

/** Below half of the queue, so that each batch is sent by the bench. */
const BATCH = 90

interface Kind {
  op(rig: Rig, i: number): void
  /** What it is about, for JSON.stringify. */
  data: unknown
}

const mix = createMix(1)
const attributes = { 'shop.area': 'north', 'shop.vip': true }
const LOG = {
  timeUnixNano: '1717229000123456789',
  severityNumber: 9,
  body: { stringValue: 'paid' },
  attributes: [],
}
const METRIC = {
  name: 'shop.stock',
  unit: '1',
  gauge: { dataPoints: [{ timeUnixNano: '1717229000123456789', asInt: '17', attributes: [] }] },
}
const SEGMENT = {
  traceId: mix.spans[0].traceId,
  traceSegmentId: mix.spans[0].traceId + '.1',
  service: 'shop',
  serviceInstance: '-',
  spans: [
    {
      spanId: 0,
      parentSpanId: -1,
      startTime: 1717229000123,
      endTime: 1717229000200,
      operationName: 'pay',
      spanType: 'Local',
      tags: [{ key: 'shop.area', value: 'north' }],
    },
  ],
}

/** As a framework hands it over: read already, so that the engine's own formatting of stacks is left out. */
function errorOf(i: number) {
  return {
    message: `cannot pay order ${i}`,
    stack: String(mix.logs[i % mix.logs.length].attributes['exception.stacktrace']),
  }
}

const ERRORS = Array.from({ length: 1000 }, (_, i) => errorOf(i))

const KINDS: Record<string, Kind> = {
  'error-new': { op: ({ monitor }, i) => monitor.captureError(ERRORS[i]), data: mix.logs[0] },
  'error-again': { op: ({ monitor }) => monitor.captureError(ERRORS[0]), data: mix.logs[0] },
  log: { op: ({ monitor }) => monitor.log('paid', attributes), data: LOG },
  gauge: { op: ({ monitor }, i) => monitor.gauge('shop.stock', i, attributes), data: METRIC },
  count: { op: ({ monitor }) => monitor.count('shop.paid', 1, attributes), data: METRIC },
  histogram: { op: ({ monitor }, i) => monitor.histogram('shop.pay', i, attributes), data: METRIC },
  span: { op: ({ monitor }) => monitor.startSpan('pay').end(), data: mix.spans[0] },
  'record-log': { op: () => record('log', LOG), data: LOG },
  'record-metric': { op: () => record('metric', [METRIC]), data: METRIC },
  'record-segment': { op: () => record('segment', SEGMENT), data: SEGMENT },
}

export async function emitCases(): Promise<Subject[]> {
  const options = { enable: { tracing: true } }
  const kit = await started({ options })
  const roomy = await started({ options: Object.assign({}, options, ROOMY) })
  let sink = 0
  const subjects = Object.keys(KINDS).flatMap((kind) => {
    const id = `emit/${kind}`
    const { op, data } = KINDS[kind]
    // `record` speaks to the current monitor
    const ready = (rig: Rig) => async () => {
      replace(() => rig.monitor)
      await rig.empty()
    }
    const paced = (i: number) => {
      roomy.clock.skip(60)
      op(roomy, i)
    }
    return [
      subject(id, BATCH, (i) => op(kit, i), ready(kit)),
      subject(`${id}/stringify`, BATCH, () => (sink += JSON.stringify(data).length)),
      batch(`${id}/x1`, BATCH, paced, ready(roomy)),
      batch(`${id}/x10`, BATCH * 10, paced, ready(roomy)),
    ]
  })
  return subjects
}
