const { record } = require('mini-monitor')

// The growth team's A/B tests make their own OpenTelemetry data; the kit only carries it.
const text = (key, value) => ({ key, value: { stringValue: value } })
const nanos = (ms) => `${ms}000000`

/** Somebody saw a variant. */
function exposed(name, variant, page) {
  const now = Date.now()
  const attributes = [text('experiment.name', name), text('experiment.variant', variant)]
  record('log', {
    timeUnixNano: nanos(now),
    severityNumber: 9,
    severityText: 'INFO',
    body: { stringValue: `experiment ${name}: ${variant}` },
    attributes: attributes.concat(text('miniprogram.page.path', page), {
      key: 'experiment.weight',
      value: { doubleValue: 0.5 },
    }),
  })
  record('metric', [
    {
      name: 'shop.experiment.exposures',
      unit: '1',
      sum: {
        aggregationTemporality: 1,
        isMonotonic: true,
        dataPoints: [
          { startTimeUnixNano: nanos(now - 1000), timeUnixNano: nanos(now), asInt: '1', attributes },
        ],
      },
    },
  ])
}

/** How long people looked at it: numbers of a sketch that the growth team's own library keeps. */
function watched(name, seconds) {
  const now = Date.now()
  const point = { startTimeUnixNano: nanos(now - 1000), timeUnixNano: nanos(now) }
  const attributes = [text('experiment.name', name)]
  record('metric', [
    {
      name: 'shop.experiment.watch',
      unit: 's',
      exponentialHistogram: {
        aggregationTemporality: 1,
        dataPoints: [
          Object.assign({ attributes }, point, {
            count: '1',
            sum: seconds,
            scale: 0,
            zeroCount: '0',
            positive: { offset: Math.ceil(Math.log2(seconds)) - 1, bucketCounts: ['1'] },
          }),
        ],
      },
    },
    {
      name: 'shop.experiment.watch.summary',
      unit: 's',
      summary: {
        dataPoints: [
          Object.assign({ attributes }, point, {
            count: '1',
            sum: seconds,
            quantileValues: [{ quantile: 0.5, value: seconds }],
          }),
        ],
      },
    },
  ])
}

module.exports = { exposed, watched }
