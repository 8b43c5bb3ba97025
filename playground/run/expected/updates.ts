import { PAGE, type Expected } from './rules.ts'

/** What setData costs, by page. */
export const UPDATES: readonly Expected[] = [
  update('duration', 'time of a setData', 'ms', [1, 2, 5, 10, 16, 33, 50, 100, 250, 500, 1000, 2500]),
  update('size', 'size of a setData', 'By', [64, 256, 1024, 4096, 16384, 65536, 262144, 1048576]),
  update('keys', 'keys of a setData', '{key}', [1, 2, 5, 10, 20, 50, 100, 200]),
]

function update(name: string, title: string, unit: string, bounds: readonly number[]): Expected {
  return {
    id: `metric.set_data.${name}`,
    title,
    group: 'performance',
    signal: 'metric',
    where: { fields: { name: { is: `miniprogram.set_data.${name}` } } },
    fields: {
      type: { is: 'histogram' },
      unit: { is: unit },
      temporality: { is: 'delta' },
      bounds: { is: bounds.join() },
    },
    attributes: { 'miniprogram.page.path': PAGE },
    optional: {},
  }
}
