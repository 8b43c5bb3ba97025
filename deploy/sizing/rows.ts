import { text, type Text } from '../../docs/data/text.ts'
import type { Sizing } from './model.ts'

const UNITS = ['', ' k', ' M', ' G', ' T']

/** Two digits that count, which is more than the assumptions bear. */
export function short(n: number, unit = ''): string {
  let power = 0
  let value = Number(n.toPrecision(2))
  while (value >= 1000 && power < UNITS.length - 1) {
    value = Number((value / 1000).toPrecision(2))
    power++
  }
  return `${value}${UNITS[power]}${unit && !UNITS[power] ? ' ' : ''}${unit}`
}

export const ROWS: { what: Text; value: (sizing: Sizing) => string }[] = [
  { what: text('devices on an average day', '日均活跃设备'), value: (s) => short(s.devicesPerDay) },
  {
    what: text('requests by the kit per session', '每个会话中本库的请求数'),
    value: (s) => short(s.requestsPerSession),
  },
  {
    what: text('requests per second, average', '每秒请求数，平均'),
    value: (s) => short(s.requestsPerSecond),
  },
  {
    what: text('requests per second, busiest minute', '每秒请求数，最忙的一分钟'),
    value: (s) => short(s.requestsAtPeak),
  },
  {
    what: text('bytes per device on a day of use', '每台设备在使用当天的流量'),
    value: (s) => short(s.bytesPerDevice, 'B'),
  },
  { what: text('bytes per day, all devices', '所有设备每天的流量'), value: (s) => short(s.bytesPerDay, 'B') },
  {
    what: text('bandwidth, busiest minute', '带宽，最忙的一分钟'),
    value: (s) => short(s.bitsAtPeak, 'bit/s'),
  },
  {
    what: text('data points per second, busiest minute', '每秒数据点，最忙的一分钟'),
    value: (s) => short(s.pointsAtPeak),
  },
  { what: text('error logs per day', '每天的错误日志'), value: (s) => short(s.logsPerDay) },
  {
    what: text('their size before compression', '其大小，存储压缩之前'),
    value: (s) => short(s.logBytesPerDay, 'B'),
  },
  { what: text('segments per day', '每天的 segment'), value: (s) => short(s.segmentsPerDay) },
  { what: text('SkyWalking: entities', 'SkyWalking：实体数'), value: (s) => short(s.entities) },
  {
    what: text('SkyWalking: metric values written per minute', 'SkyWalking：每分钟写入的指标值'),
    value: (s) => short(s.skywalkingSeries),
  },
  {
    what: text('series, counting each set of attributes as one', '按属性组合计的序列数'),
    value: (s) => short(s.attributeSeries),
  },
]
