import { text, type Text } from '../text.ts'
import { everywhere, inMiniPrograms, on, onWebPages, type Where } from './where.ts'

/** `exception.type` of an error log; `log` is what `monitor.log()` writes. */
export const logKinds = [
  'js',
  'promise',
  'pageNotFound',
  'ajax',
  'lazyLoad',
  'resource',
  'lag',
  'log',
] as const
/** Those that are errors. */
export const errorKinds = logKinds.slice(0, -1)

export const LOGS: { kind: (typeof logKinds)[number]; where: Where; trigger: Text; body: Text }[] = [
  {
    kind: 'js',
    where: everywhere,
    trigger: text(
      'an uncaught error (`onError`, `App.onError`; `error` of a web page); in Taro and uni-app also what the framework catches (React’s boundaries, Vue’s `errorHandler`); or `monitor.captureError()`',
      '未捕获的错误（`onError`、`App.onError`；网页的 `error` 事件）；Taro 和 uni-app 中还有框架捕获的错误（React 的错误边界、Vue 的 `errorHandler`）；或 `monitor.captureError()`',
    ),
    body: text(
      "first line of the message, without WeChat's prefixes (`MiniProgramError`, `thirdScriptError`, `sdk uncaught third Error` …) or a plain `Error: `; for an `AggregateError`, also the messages of its errors",
      '错误信息首行，去掉微信的前缀（`MiniProgramError`、`thirdScriptError`、`sdk uncaught third Error` 等）和普通的 `Error: ` 前缀；`AggregateError` 附上其中各错误的信息',
    ),
  },
  {
    kind: 'promise',
    where: everywhere,
    trigger: text('an unhandled promise rejection', '未处理的 Promise 拒绝'),
    body: text(
      'message of the reason; for a plain object, its `errMsg` or `message`, or else its JSON, up to 500 characters; for an event, the error in it, or its type, target and detail; for a `Response`, status and URL',
      '原因的 message；若为普通对象则取 `errMsg` 或 `message`，否则取其 JSON（至多 500 字符）；若为事件则取其中的错误，或其类型、目标和 detail；若为 `Response` 则取状态码和 URL',
    ),
  },
  {
    kind: 'pageNotFound',
    where: inMiniPrograms,
    trigger: text('the app was opened with a page that is not part of it', '打开了小程序中不存在的页面'),
    body: text('`page not found: {path}`', '`page not found: {路径}`'),
  },
  {
    kind: 'ajax',
    where: everywhere,
    trigger: text(
      'a request, upload or download that failed or got a status of 400 or more; not one that the app aborted',
      '请求、上传或下载失败，或状态码 ≥ 400；应用自己中止的不算',
    ),
    body: text(
      '`{METHOD} {URL without query} failed: {status, or message of the platform}`',
      '`{方法} {不带查询串的 URL} failed: {状态码或平台给出的原因}`',
    ),
  },
  {
    kind: 'lazyLoad',
    where: on('wechat', 'bytedance'),
    trigger: text(
      'a sub-package whose code is loaded on demand did not load (`onLazyLoadError`: WeChat from 2.24.3, Douyin from 2.86.1)',
      '按需加载的分包加载失败（`onLazyLoadError`：微信 2.24.3 起，抖音 2.86.1 起）',
    ),
    body: text(
      '`sub-package {names} failed to load: {message of the platform}`',
      '`sub-package {分包名} failed to load: {平台给出的原因}`',
    ),
  },
  {
    kind: 'resource',
    where: onWebPages,
    trigger: text(
      'only with `resources: true`, on web pages: a script, style sheet, image or media file that did not load',
      '仅在 `resources: true` 时，且仅限网页：脚本、样式表、图片或媒体文件加载失败',
    ),
    body: text(
      '`{element} {URL without query} failed to load`: `script`, `link`, `img` …',
      '`{元素} {不带查询串的 URL} failed to load`：元素为 `script`、`link`、`img` 等',
    ),
  },
  {
    kind: 'lag',
    where: everywhere,
    trigger: text(
      "only with `lag: true`: the app's code blocked everything else for more than 2 s; a warning",
      '仅在 `lag: true` 时：代码阻塞逻辑层超过 2 s；级别为警告',
    ),
    body: text('`blocked for {ms} ms`', '`blocked for {毫秒数} ms`'),
  },
  {
    kind: 'log',
    where: everywhere,
    trigger: text('`monitor.log()`', '`monitor.log()`'),
    body: text('the text passed to it', '传入的文本'),
  },
]
