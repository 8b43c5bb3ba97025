import { PAGE, type Expected, type Rules } from './rules.ts'

const STAYS = [1000, 3000, 10000, 30000, 60000, 180000, 600000, 1800000] as const

/** What rates are made of: how often people come, which pages they see, and for how long. */
export const VISITS: readonly Expected[] = [
  counted('app.starts', 'start of the app', {
    'miniprogram.start.type': { type: 'string', is: ['cold', 'hot'] },
  }),
  counted('sessions', 'session', {}),
  counted('page.views', 'view of a page', { 'miniprogram.page.path': PAGE }),
  {
    ...visit('page.stay.duration', 'stay on a page', { 'miniprogram.page.path': PAGE }),
    fields: {
      type: { is: 'histogram' },
      unit: { is: 'ms' },
      temporality: { is: 'delta' },
      bounds: { is: STAYS.join() },
    },
  },
]

function counted(name: string, title: string, attributes: Rules): Expected {
  return {
    ...visit(name, title, attributes),
    fields: {
      type: { is: 'sum' },
      unit: { is: '1' },
      temporality: { is: 'delta' },
      monotonic: { is: true },
      valueType: { is: 'int' },
      value: { is: /^[1-9]\d*$/ },
    },
  }
}

function visit(name: string, title: string, attributes: Rules): Expected {
  return {
    id: `metric.${name}`,
    title,
    group: 'visits',
    signal: 'metric',
    where: { fields: { name: { is: `miniprogram.${name}` } } },
    fields: {},
    attributes,
    optional: {},
  }
}
