import { always, type ApiRow } from './platform-apis.ts'
import { text } from './text.ts'

const noLifeCycle = text(
  '`enable.error` and `enable.perf` both `false`',
  '`enable.error` 与 `enable.perf` 均为 `false`',
)
const noRequests = text(
  '`enable.request` and `.tracing` both `false`',
  '`enable.request`、`.tracing` 均为 `false`',
)
const noUpdates = text('off unless you set `updates: true`', '默认关闭，设置 `updates: true` 才开启')
const updatesWhen = text(
  'only with `updates: true`, in mini programs: wrapped when a page first renders',
  '仅在 `updates: true` 时，且仅限小程序：页面首次渲染时包装',
)
const updatesWhy = text('to measure the cost of setData', '测量 setData 的开销')
const navigationWhy = text('to measure routes; only the path of the URL is used', '路由耗时；URL 只取路径')
const vue: Omit<ApiRow, 'where'> = {
  names: ['app.config.errorHandler'],
  when: text(
    'wrapped when the app (in Taro, its first page) is created; the app’s own handler is still called',
    '创建应用（Taro 为首个页面）时包装；应用自己的处理函数照常调用',
  ),
  why: text(
    'to report the errors that Vue swallows, with their components',
    '获知被 Vue 拦下的错误及其所在组件',
  ),
  off: text('`enable.error: false` (they are not sent)', '`enable.error: false`（不上报）'),
  beforeConsent: true,
}

/** Of the frameworks themselves, in builds for mini programs and for web pages. */
export const FRAMEWORK_APIS: ApiRow[] = [
  {
    names: ['Taro.navigateTo', 'Taro.redirectTo', 'Taro.switchTab', 'Taro.reLaunch'],
    where: ['taro'],
    when: text(
      'wrapped at the start; on web pages, the router’s event `__taroRouterChange` is used instead',
      '启动时包装；网页改为监听路由事件 `__taroRouterChange`',
    ),
    why: navigationWhy,
    off: noLifeCycle,
    beforeConsent: true,
  },
  {
    names: ['Taro.addInterceptor'],
    where: ['taro'],
    when: text('once, at the start', '启动时一次'),
    why: text(
      'to know the page of a request, and to add trace headers; responses pass unchanged',
      '请求所在的页面和追踪头；应答原样返回',
    ),
    off: noRequests,
    beforeConsent: true,
  },
  {
    names: [
      ...[
        'app.onLaunch',
        'app.onShow',
        'app.onError',
        'app.onUnhandledRejection',
        'app.mount',
        'app.unmount',
      ],
      ...[
        'Current.app',
        'Current.page',
        'Current.router',
        'hooks.call',
        'eventCenter.on',
        'eventCenter.off',
        'eventCenter.trigger',
      ],
    ],
    where: ['taro'],
    when: text(
      'the functions of Taro’s App object are wrapped when it is created, `hooks.call` and `eventCenter.trigger` at the start',
      'Taro 的 App 对象创建时包装其方法；启动时包装 `hooks.call` 与 `eventCenter.trigger`',
    ),
    why: text('to report launches, pages and errors', '获知启动、页面与错误'),
    off: noLifeCycle,
    beforeConsent: true,
  },
  {
    names: ['boundary.getDerivedStateFromError', 'boundary.componentDidCatch'],
    where: ['taro'],
    when: text(
      'React only: Taro’s own error boundary around each page, wrapped when the page first renders',
      '仅 React：Taro 在每个页面外层设置的错误边界，页面首次渲染时包装',
    ),
    why: text('the component stack of a render error', '渲染错误的组件栈'),
    off: noLifeCycle,
    beforeConsent: true,
  },
  { ...vue, where: ['taro', 'uni-app'] },
  {
    names: ['page.setData', 'TaroRootElement.performUpdate'],
    where: ['taro'],
    when: updatesWhen,
    why: updatesWhy,
    off: noUpdates,
    beforeConsent: true,
  },
  {
    names: [
      ...['uni.request', 'uni.uploadFile', 'uni.downloadFile', 'uni.connectSocket'],
      ...['uni.addInterceptor', 'uni.removeInterceptor'],
    ],
    where: ['uni-app'],
    when: text(
      'interceptors are added at the start, and removed at `shutdown`',
      '启动时添加拦截器，`shutdown` 时移除',
    ),
    why: text(
      'to know the page of a request or socket, and to add trace headers; responses and messages pass unchanged',
      '请求或 socket 所在的页面和追踪头；应答与消息原样返回',
    ),
    off: noRequests,
    beforeConsent: true,
  },
  {
    names: ['uni.navigateTo', 'uni.redirectTo', 'uni.switchTab', 'uni.reLaunch'],
    where: ['uni-app'],
    when: text(
      'interceptors are added at the start, and removed at `shutdown`',
      '启动时添加拦截器，`shutdown` 时移除',
    ),
    why: navigationWhy,
    off: noLifeCycle,
    beforeConsent: true,
  },
  {
    names: ['uni.onCreateVueApp', 'app.mixin'],
    where: ['uni-app'],
    when: text(
      'when the app is created: hooks `onLaunch`, `onLoad`, `onShow`, `onReady`, `onHide`, `onUnload`, `beforeCreate`',
      '创建应用时：钩子 `onLaunch`、`onLoad`、`onShow`、`onReady`、`onHide`、`onUnload`、`beforeCreate`',
    ),
    why: text('to report launches and pages', '获知启动与页面'),
    off: text('leave the kit out of the build', '不将本库打入构建'),
    beforeConsent: true,
  },
  {
    names: ['getCurrentPages', '__uniRoutes'],
    where: ['uni-app'],
    when: text(
      'whenever there is something to report; `__uniRoutes` on web pages, before the first page',
      '每当有需要上报的事件发生；`__uniRoutes` 仅网页，在首个页面出现之前',
    ),
    why: text('path of the current page, never its parameters', '当前页面路径，不含参数'),
    off: always,
    beforeConsent: true,
  },
  {
    names: ['page.setData'],
    where: ['uni-app'],
    when: text(
      'only with `updates: true`, in mini programs: wrapped when a page or component is created',
      '仅在 `updates: true` 时，且仅限小程序：页面或组件创建时包装',
    ),
    why: updatesWhy,
    off: noUpdates,
    beforeConsent: true,
  },
]
