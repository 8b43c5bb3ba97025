import { AMBIENT, ON_LOGS } from './context.ts'
import { errorLog, STACK } from './errors.ts'
import { hex, TEXT, type Expected, type Rules } from './rules.ts'
import { COMPONENTS, SEGMENT } from './traces.ts'

/** Of the spans that the app starts itself. */
const SPAN_TAGS: Rules = {
  'miniprogram.platform': TEXT,
  'miniprogram.page.path': { is: 'pages/cart/cart' },
  'session.id': { is: hex(32) },
}

export const OWN: readonly Expected[] = [
  {
    ...errorLog(
      'js',
      'captureError',
      { body: { type: 'string', is: /^(URIError: )?URI malformed$/ } },
      { 'exception.stacktrace': STACK, 'shop.product.id': { type: 'int', is: /^1\d{3}$/ } },
    ),
    id: 'log.captured',
    group: "the app's own",
    where: { attributes: { 'shop.product.id': { is: /./ } } },
  },
  ownLog('order.placed', 'log with attributes of every type', 'order placed', 9, {
    level: { type: 'string', is: 'INFO' },
    'shop.order.id': { type: 'string', is: /^order-\d+$/ },
    'shop.order.items': { type: 'int', is: 1 },
    'shop.order.total': { type: 'double' },
    'shop.order.gift': { type: 'bool', is: false },
    'shop.order.products': { type: 'array[int]' },
  }),
  ownLog('order.failed', 'log with a level', 'order failed', 13, {
    level: { type: 'string', is: 'WARN' },
    'shop.order.reason': TEXT,
  }),
  ownMetric(
    'shop.home.views',
    'count',
    { type: { is: 'sum' }, temporality: { is: 'delta' }, monotonic: { is: true }, value: { is: /^\d+$/ } },
    { 'shop.picks': { type: 'int', is: 6 } },
  ),
  ownMetric('shop.cart.items', 'gauge', { type: { is: 'gauge' }, unit: { is: '1' }, value: { is: 1 } }, {}),
  ownMetric(
    'shop.order.total',
    'histogram with bounds of its own',
    {
      type: { is: 'histogram' },
      unit: { is: 'CNY' },
      temporality: { is: 'delta' },
      bounds: { is: '20,50,100,200,500,1000' },
      count: { is: 1 },
    },
    { 'shop.payment': { type: 'string', is: ['wallet', 'alipay'] } },
  ),
  local('checkout', 'startSpan', { 'shop.order.items': { is: '1' } }),
  local('pay', 'startSpan with a parent', {}),
]

export function ownLog(
  id: string,
  title: string,
  body: string,
  severity: number,
  attributes: Rules,
): Expected {
  return {
    id: `log.${id}`,
    title,
    group: "the app's own",
    signal: 'log',
    where: { fields: { body: { is: body } } },
    fields: { severity: { is: severity }, severityText: {}, body: { type: 'string' } },
    attributes: { ...ON_LOGS, ...attributes },
    optional: AMBIENT,
  }
}

export function ownMetric(name: string, title: string, fields: Rules, attributes: Rules): Expected {
  return {
    id: `metric.${name}`,
    title,
    group: "the app's own",
    signal: 'metric',
    where: { fields: { name: { is: name } } },
    fields,
    attributes,
    optional: {},
  }
}

function local(name: string, title: string, attributes: Rules): Expected {
  return {
    id: `segment.span.${name}`,
    title,
    group: "the app's own",
    signal: 'segment',
    where: { fields: { spanType: { is: 'Local' }, operationName: { is: name } } },
    fields: {
      ...SEGMENT,
      spanLayer: { is: 'Unknown' },
      componentId: { is: COMPONENTS },
    },
    attributes: { ...SPAN_TAGS, ...attributes },
    optional: AMBIENT,
  }
}
