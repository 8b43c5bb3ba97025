import { ownLog, ownMetric } from './own.ts'
import { TEXT, type Expected, type Rule, type Rules } from './rules.ts'
import { SEGMENT } from './traces.ts'

const EXPERIMENT: Rule = { type: 'string', is: 'flash-layout' }

export const RAW: readonly Expected[] = [
  {
    ...ownLog('raw', 'record("log")', 'experiment flash-layout: two-columns', 9, {
      'experiment.name': EXPERIMENT,
      'experiment.variant': { type: 'string', is: 'two-columns' },
      'experiment.weight': { type: 'double', is: 0.5 },
    }),
    group: 'raw',
  },
  rawMetric(
    'shop.experiment.exposures',
    'record("metric"): sum',
    { type: { is: 'sum' }, temporality: { is: 'delta' }, valueType: { is: 'int' }, value: { is: 1 } },
    { 'experiment.name': EXPERIMENT, 'experiment.variant': { type: 'string', is: 'two-columns' } },
  ),
  rawMetric(
    'shop.experiment.watch',
    'record("metric"): exponential histogram',
    {
      type: { is: 'exponentialHistogram' },
      temporality: { is: 'delta' },
      count: { is: 1 },
      unit: { is: 's' },
    },
    { 'experiment.name': EXPERIMENT },
  ),
  rawMetric(
    'shop.experiment.watch.summary',
    'record("metric"): summary',
    { type: { is: 'summary' }, count: { is: 1 }, unit: { is: 's' } },
    { 'experiment.name': EXPERIMENT },
  ),
  {
    id: 'segment.raw',
    title: 'record("segment")',
    group: 'raw',
    signal: 'segment',
    where: { fields: { operationName: { is: 'push/flash-sale' } } },
    fields: { ...SEGMENT, spanType: { is: 'Local' }, spanLayer: { is: 'MQ' }, isError: { is: false } },
    attributes: { 'mq.topic': { is: 'flash-sale' }, 'miniprogram.platform': TEXT },
    optional: {},
  },
]

function rawMetric(name: string, title: string, fields: Rules, attributes: Rules): Expected {
  return {
    ...ownMetric(name, title, fields, attributes),
    group: 'raw',
  }
}
