const env = require('../env')
const { record } = require('mini-monitor')

const hex = (length) => Array.from({ length }, () => Math.floor(Math.random() * 16).toString(16)).join('')

/** Messages come over the shop's own socket, which no kit knows: the segment of each is made by hand. */
function received(topic, startTime) {
  record('segment', {
    traceId: hex(32),
    traceSegmentId: hex(32),
    service: env.service,
    serviceInstance: env.serviceInstance || '-',
    spans: [
      {
        spanId: 0,
        parentSpanId: -1,
        startTime,
        endTime: Date.now(),
        operationName: `push/${topic}`,
        spanType: 'Local',
        spanLayer: 'MQ',
        componentId: 0,
        isError: false,
        tags: [
          { key: 'mq.topic', value: topic },
          { key: 'miniprogram.platform', value: 'alipay' },
        ],
      },
    ],
  })
}

module.exports = { received }
