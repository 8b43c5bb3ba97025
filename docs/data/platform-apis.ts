import type { FrameworkName } from './signals/index.ts'
import { text, type Text } from './text.ts'

/*
 * Every function of a platform or a framework that the kit names, for docs/privacy.md. A test compares the names with
 * what core/platforms and the adapters call, and with what is called on a simulated device before and after consent; the
 * end-to-end tests with what builds of all frameworks call and replace.
 */

export interface ApiRow {
  /** Members of the platform object (`wx.`, `my.` …), or free variables. */
  names: string[]
  /** Of which apps; of all when left out. */
  where?: readonly FrameworkName[]
  when: Text
  why: Text
  off: Text
  /** Is called though consent is pending. */
  beforeConsent: boolean
}

export const always = text('always on: part of the kit', '属于本库基本功能')
export const noConsent = text('`consent`', '`consent`')

const listened = text(
  '`on…` at `init`, `off…` at `shutdown`',
  '`init` 时调用 `on…`，`shutdown` 时调用 `off…`',
)

export const MINI_APIS: ApiRow[] = [
  {
    names: ['request', 'uploadFile', 'downloadFile', 'httpRequest'],
    when: text(
      'wrapped at `init`; `request` is called to send data (`httpRequest` on DingTalk)',
      '`init` 时包装；上报时调用 `request`（钉钉为 `httpRequest`）',
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
      'onError',
      'offError',
      'onUnhandledRejection',
      'offUnhandledRejection',
      'onPageNotFound',
      'offPageNotFound',
    ],
    when: listened,
    why: text('to report errors', '获知错误'),
    off: text('`enable.error: false`', '`enable.error: false`'),
    beforeConsent: true,
  },
  {
    names: ['onAppShow', 'offAppShow', 'onAppHide', 'offAppHide'],
    when: listened,
    why: text('to store pending data before the app is suspended', '在小程序挂起前保存待发数据'),
    off: always,
    beforeConsent: true,
  },
  {
    names: ['onBeforeAppRoute', 'offBeforeAppRoute', 'onAppRoute', 'offAppRoute'],
    when: listened,
    why: text('to know the page in front; WeChat from 3.5.5', '获知当前页面；微信 3.5.5 起'),
    off: text('`enable.page: false`', '`enable.page: false`'),
    beforeConsent: true,
  },
  {
    names: ['requestIdleCallback'],
    when: text(
      'only with `lag: true`, after code of the app has blocked everything else',
      '仅在 `lag: true` 时：应用代码阻塞逻辑层之后',
    ),
    why: text('to know when what had piled up is done', '获知积压的任务何时处理完'),
    off: text('off unless you set `lag: true`', '默认关闭，设置 `lag: true` 才开启'),
    beforeConsent: true,
  },
  {
    names: [
      'onMemoryWarning',
      'offMemoryWarning',
      'onLazyLoadError',
      'offLazyLoadError',
      'onNetworkStatusChange',
      'offNetworkStatusChange',
    ],
    when: listened,
    why: text(
      'to report sub-packages that fail to load, and to know the network type of an error',
      '获知分包加载失败，以及出错时的网络类型',
    ),
    off: text('`events: false`', '`events: false`'),
    beforeConsent: true,
  },
  {
    names: ['getPerformance', 'performance'],
    when: text(
      'at `init`; WeChat and ByteDance (`performance` on ByteDance only)',
      '`init` 时；微信和抖音（`performance` 仅抖音）',
    ),
    why: text(
      'performance entries of the runtime: launch, route, render, paints, script, package',
      '运行时的性能条目：启动、路由、渲染、绘制、脚本、代码包',
    ),
    off: text(
      '`enable.perf: false` (no observer is registered; the kit still checks whether there is one)',
      '`enable.perf: false`（不再注册观察者，但仍会查询其是否存在）',
    ),
    beforeConsent: true,
  },
  {
    names: ['getDeviceInfo', 'getAppBaseInfo', 'getSystemInfoSync', 'SDKVersion'],
    when: text(
      'once, at the first error; `getSystemInfoSync` only if one of the first two is missing',
      '首次发生错误时调用一次；仅当前两个之一不存在时才用 `getSystemInfoSync`',
    ),
    why: text('model, system and versions on error logs', '错误日志上的机型、系统与版本'),
    off: text('`deviceContext: false`', '`deviceContext: false`'),
    beforeConsent: false,
  },
  {
    names: ['getNetworkType'],
    when: text('once, at the start', '启动时调用一次'),
    why: text('network type on error logs', '错误日志上的网络类型'),
    off: text('`deviceContext: false`', '`deviceContext: false`'),
    beforeConsent: false,
  },
  {
    names: ['getStorage', 'setStorage', 'removeStorage', 'getStorageInfo', 'setStorageSync'],
    when: text(
      'at the start, when sending fails or takes long, and when the app goes to the background',
      '启动时、发送失败或耗时较长时，以及切到后台时',
    ),
    why: text(
      'session id and unsent signals, under keys that begin with `mm:` or `mmd:`; `mpm:pending` is read once',
      '会话 id 与未发出的信号，键名以 `mm:` 或 `mmd:` 开头；`mpm:pending` 读取一次',
    ),
    off: noConsent,
    beforeConsent: false,
  },
  {
    names: ['getStorageSync'],
    where: ['native'],
    when: text(
      'once, at `init`, on `my` or `dd`, and only if there is another platform object as well; with the key `mm:`, which holds nothing',
      '`init` 时一次，仅当 `my`（或 `dd`）之外还有别的平台对象时，读取其中名为 `mm:` 的键（其下没有数据）',
    ),
    why: text('to tell which one is the platform', '判断哪一个才是所在平台'),
    off: text('`platform`', '`platform`'),
    beforeConsent: true,
  },
  {
    names: ['getCurrentPages'],
    when: text('whenever there is something to report', '每当有需要上报的事件发生'),
    why: text('path of the current page, never its parameters', '当前页面路径，不含参数'),
    off: always,
    beforeConsent: true,
  },
  {
    names: ['App', 'Page', 'Component'],
    where: ['native'],
    when: text('wrapped at `init`', '`init` 时包装'),
    why: text('to report launches, pages and errors', '获知启动、页面与错误'),
    off: text(
      '`enable.error` and `enable.perf` both `false`',
      '`enable.error` 与 `enable.perf` 均为 `false`',
    ),
    beforeConsent: true,
  },
  {
    names: ['page.setData', 'page.setUpdatePerformanceListener'],
    where: ['native'],
    when: text(
      'only with `updates: true`: `setData` wrapped when a page loads, the listener set where there is one; one that your page sets takes its place',
      '仅在 `updates: true` 时：页面加载时包装 `setData`，有监听接口时设置监听；页面自己设置的监听会取而代之',
    ),
    why: text('to measure the cost of setData', '测量 setData 的开销'),
    off: text('off unless you set `updates: true`', '默认关闭，设置 `updates: true` 才开启'),
    beforeConsent: true,
  },
]
