import { always, noConsent, type ApiRow } from './platform-apis.ts'
import { text } from './text.ts'

/** What web pages have, in the place of a platform object. */
export const WEB_APIS: ApiRow[] = [
  {
    names: ['fetch', 'XMLHttpRequest', 'Headers', 'Request', 'AbortController'],
    when: text(
      '`fetch` and `XMLHttpRequest` are wrapped at `init`; `fetch` is called to send data, with `keepalive` in case the user leaves the page',
      '`init` 时包装 `fetch` 与 `XMLHttpRequest`；上报时调用 `fetch`，并带 `keepalive`，以防页面随时关闭',
    ),
    why: text('to measure requests, and to send the data on this page', '统计耗时，以及上报本页所列数据'),
    off: text(
      '`enable.request` and `.tracing` both `false`: no wrapping',
      '`enable.request`、`.tracing` 均为 `false` 则不包装',
    ),
    beforeConsent: false,
  },
  {
    names: [
      'window.addEventListener',
      'window.removeEventListener',
      'document.addEventListener',
      'document.removeEventListener',
      'document.visibilityState',
    ],
    when: text(
      '`error`, `unhandledrejection`, `pagehide`, `pageshow`, `visibilitychange`, `online`, `offline`, `click`, `keydown`, from `init` to `shutdown`',
      '`error`、`unhandledrejection`、`pagehide`、`pageshow`、`visibilitychange`、`online`、`offline`、`click`、`keydown`，从 `init` 到 `shutdown`',
    ),
    why: text(
      'to report errors, to notice that the user leaves the page, to know the network type of an error, and, of the first click or key, that the largest paint is over',
      '获知错误与页面离开、出错时的网络类型；首次点击或按键则表示最大内容绘制已结束',
    ),
    off: text(
      '`enable.error: false` (errors), `events: false` (network)',
      '`enable.error: false`（错误部分）、`events: false`（网络部分）',
    ),
    beforeConsent: true,
  },
  {
    names: [
      'PerformanceObserver',
      'performance.getEntries',
      'performance.getEntriesByType',
      'performance.now',
      'performance.timeOrigin',
      'performance.interactionCount',
    ],
    when: text('at `init`', '`init` 时'),
    why: text(
      'navigation, paints, layout shifts, and how long events took to be answered; `getEntries` for those from before `init`, ignoring everything else it lists; whether the page was in the background or prerendered (`visibility-state`, `activationStart`)',
      '导航、绘制、布局偏移与事件响应耗时；`getEntries` 用于取得 `init` 之前的条目，其中的其他内容均被忽略；以及页面是否曾在后台或被预渲染（`visibility-state`、`activationStart`）',
    ),
    off: text('`enable.perf: false`', '`enable.perf: false`'),
    beforeConsent: true,
  },
  {
    names: [
      'location.pathname',
      'location.hash',
      'location.search',
      'location.origin',
      'origin',
      'document.createElement',
    ],
    when: text('whenever there is something to report', '每当有需要上报的事件发生'),
    why: text(
      'path of the page; resolving relative URLs (with an anchor element that is never shown)',
      '页面路径；解析相对 URL（用一个不展示的锚元素）',
    ),
    off: always,
    beforeConsent: true,
  },
  {
    names: ['location.host', 'location.href'],
    when: text(
      'at `init`, if the address has what `linkUrl()` of a mini program put there; with `webViews` only',
      '`init` 时，地址中带有小程序 `linkUrl()` 所加内容的情况下；仅在设置 `webViews` 后',
    ),
    why: text(
      'to go on with the session, and to take it out of the address (`history.replaceState`)',
      '延续会话，并将其从地址中去掉（`history.replaceState`）',
    ),
    off: text('`webViews: []`', '`webViews: []`'),
    beforeConsent: true,
  },
  {
    names: ['navigator.userAgent', 'navigator.onLine', 'navigator.connection'],
    when: text(
      'read when the kit starts and when the network changes, used only for errors',
      '本库启动时和网络变化时读取，仅用于错误日志',
    ),
    why: text(
      'name of the system (nothing else from the user agent), network type',
      '系统名称（不取 user agent 的其他内容）与网络类型',
    ),
    off: text('`deviceContext: false` (none of it is sent)', '`deviceContext: false`（均不上报）'),
    beforeConsent: true,
  },
  {
    names: ['localStorage', 'navigator.locks'],
    when: text(
      'at the start, when sending fails, and when the user leaves the page',
      '启动时、发送失败时，以及离开页面时',
    ),
    why: text('session id and unsent signals', '会话 id 与未发出的信号'),
    off: noConsent,
    beforeConsent: false,
  },
]
