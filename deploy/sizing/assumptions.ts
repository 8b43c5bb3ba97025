import { text, type Text } from '../../docs/data/text.ts'

/** What nobody can know for you: change it on the command line, as in `--pages 80`. */
export interface Assumptions {
  activeDays: number
  sessions: number
  pages: number
  bursts: number
  series: number
  gauges: number
  errors: number
  requests: number
  tracedShare: number
  peak: number
  overhead: number
  versions: number
  appPages: number
  calls: number
}

export const assumed: { [name in keyof Assumptions]: { value: number; what: Text } } = {
  activeDays: {
    value: 8,
    what: text('days per month on which a device opens the app', '一台设备每月打开应用的天数'),
  },
  sessions: { value: 3, what: text('sessions on such a day', '当天的会话数') },
  pages: { value: 6, what: text('pages per session', '每个会话浏览的页面数') },
  bursts: {
    value: 1.5,
    what: text(
      'flush intervals (5 s) with data to send, per page',
      '每个页面中有数据要发送的上报间隔（5 秒）数',
    ),
  },
  requests: { value: 20, what: text('requests by the app per session', '每个会话中应用发出的请求数') },
  series: {
    value: 2,
    what: text('request-duration series in a metrics request', '每次指标上报中请求耗时的序列数'),
  },
  gauges: {
    value: 2.5,
    what: text('gauges per page: render, route, script', '每个页面的 gauge 数：渲染、路由、脚本'),
  },
  errors: { value: 0.1, what: text('error logs per session', '每个会话的错误日志数') },
  tracedShare: {
    value: 0,
    what: text('share of requests traced; tracing is off by default', '被追踪的请求比例；追踪默认关闭'),
  },
  peak: {
    value: 4,
    what: text('busiest minute, as a multiple of the average', '最忙的一分钟是平均值的几倍'),
  },
  overhead: {
    value: 600,
    what: text(
      'header bytes, both ways, per request of the kit, without TLS',
      '本库每次请求的往返头部字节数，不含 TLS',
    ),
  },
  versions: {
    value: 5,
    what: text(
      'instances (option `serviceInstance`) in use at once',
      '同时在用的实例数（选项 `serviceInstance`）',
    ),
  },
  appPages: { value: 40, what: text('number of pages in the app', '应用的页面总数') },
  calls: {
    value: 8,
    what: text(
      'kinds of requests per page: method × host × status × group',
      '每个页面上的调用种类：方法 × 主机 × 状态 × 分组',
    ),
  },
}

export const defaults = Object.fromEntries(
  Object.entries(assumed).map(([name, { value }]) => [name, value]),
) as unknown as Assumptions
