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
const noUpdates = text('it is off unless you set `updates: true`', '默认关闭，设置 `updates: true` 才开启')
const updatesWhen = text(
  'only with `updates: true`, in mini programs: wrapped when a page is first drawn',
  '仅在 `updates: true` 时，且仅限小程序：页面首次绘制时包装',
)
const updatesWhy = text('to measure what setData costs', '测量 setData 的开销')
const navigationWhy = text(
  'how long it takes to go to another page; of the URL the path only',
  '页面切换耗时；URL 只取路径',
)
const vue: Omit<ApiRow, 'where'> = {
  names: ['app.config.errorHandler'],
  when: text(
    'wrapped when the app, or in Taro its first page, is made; the app’s own is called as before',
    '创建应用（Taro 为首个页面）时包装；应用自己的处理函数照常调用',
  ),
  why: text(
    'to hear of the errors that Vue keeps to itself, and in which components they are',
    '获知 Vue 不会抛出的错误及其所在组件',
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
      'wrapped at the start; on web pages the router’s event `__taroRouterChange` is heard instead',
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
      'which page makes a request, and the trace header on it; answers pass untouched',
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
      'the functions of Taro’s App object are wrapped as it is made, `hooks.call` and `eventCenter.trigger` at the start',
      'Taro 的 App 对象创建时包装其方法；启动时包装 `hooks.call` 与 `eventCenter.trigger`',
    ),
    why: text('to hear of launches, pages and errors', '获知启动、页面与错误'),
    off: noLifeCycle,
    beforeConsent: true,
  },
  {
    names: ['boundary.getDerivedStateFromError', 'boundary.componentDidCatch'],
    where: ['taro'],
    when: text(
      'React only: of the boundary that Taro puts around each page, wrapped as the page is first rendered',
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
      'which page makes a request or opens a socket, and the trace header on it; answers and messages pass untouched',
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
      'when the app is made: hooks `onLaunch`, `onLoad`, `onShow`, `onReady`, `onHide`, `onUnload`, `beforeCreate`',
      '创建应用时：钩子 `onLaunch`、`onLoad`、`onShow`、`onReady`、`onHide`、`onUnload`、`beforeCreate`',
    ),
    why: text('to hear of launches and pages', '获知启动与页面'),
    off: text('leave the kit out of the build', '不将本库打入构建'),
    beforeConsent: true,
  },
  {
    names: ['getCurrentPages', '__uniRoutes'],
    where: ['uni-app'],
    when: text(
      'whenever something happens that is reported; `__uniRoutes` on web pages, before the first page',
      '每当有需要上报的事件发生；`__uniRoutes` 仅网页，在首个页面出现之前',
    ),
    why: text('path of the page in front, never its parameters', '当前页面路径，不含参数'),
    off: always,
    beforeConsent: true,
  },
  {
    names: ['page.setData'],
    where: ['uni-app'],
    when: text(
      'only with `updates: true`, in mini programs: wrapped when a page or component is made',
      '仅在 `updates: true` 时，且仅限小程序：页面或组件创建时包装',
    ),
    why: updatesWhy,
    off: noUpdates,
    beforeConsent: true,
  },
]
