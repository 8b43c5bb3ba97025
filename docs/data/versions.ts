import { text, type Text } from './text.ts'

/* What works with what, for users: the rows of test/compat in their words, and what CI tries with every change. */

export interface VersionRow {
  what: Text
  /** How it was tried. */
  how: Text
  /** Its row in test/compat/table.md, which has result and date; none: CI tries it with every change. */
  row?: string
}

const INSTALL = text('the package installs alongside it', '与它一起安装')
const PLUGIN = text(
  'the sample shop with the build plug-in; the app behaves the same without the kit',
  '示例商城使用构建插件；与不含本库的同一应用行为一致',
)
const INIT = text('the sample shop with `init()`', '示例商城使用 `init()`')
const TESTS = text('all tests of this repository', '本仓库的全部测试')
const TYPES = text('the types of the package, in strict mode', '包内类型，strict 模式')
const LOADS = text(
  'installs, loads, and WeChat’s npm build finds its file',
  '可安装、可加载，微信 npm 构建能找到文件',
)

function same(name: string): Text {
  return text(name, name)
}

function on(name: string, en: string, zh: string): Text {
  return text(`${name}, ${en}`, `${name}，${zh}`)
}

export const VERSIONS: VersionRow[] = [
  { what: same('Node 20'), how: TESTS },
  { what: same('Node 22'), how: TESTS, row: 'Node 22' },
  { what: same('Node 24'), how: TESTS, row: 'Node 24' },
  { what: same('TypeScript 4.7'), how: TYPES, row: 'TypeScript 4.7' },
  { what: same('TypeScript 5.0'), how: TYPES, row: 'TypeScript 5.0' },
  { what: same('TypeScript 5.9'), how: TYPES, row: 'TypeScript 5.9' },
  { what: same('TypeScript 7.0'), how: TYPES, row: 'TypeScript 7.0' },
  { what: same('npm'), how: LOADS },
  { what: same('pnpm 12'), how: LOADS, row: 'pnpm 12, install' },
  { what: same('Yarn 1'), how: LOADS, row: 'Yarn 1, install' },
  { what: same('Yarn 4'), how: LOADS, row: 'Yarn 4, install' },
  { what: same('React 17, 18, 19'), how: INSTALL, row: 'npm install beside React' },
  { what: same('Vue 2.7, 3.3, 3.5, 3.6.0-rc.9'), how: INSTALL, row: 'npm install beside Vue' },
  { what: same('Taro 3.6, 4.2'), how: INSTALL, row: 'npm install beside Taro' },
  { what: same('uni-app 3.0'), how: INSTALL, row: 'npm install beside uni-app' },
  { what: same('Taro 4.2.0, React 18.3, Vue 3.5'), how: PLUGIN },
  {
    what: on('Taro 4.2.1, React 18.3', 'WeChat', '微信'),
    how: PLUGIN,
    row: 'Taro 4.2.1, React 18.3.1, WeChat, webpack, plugin',
  },
  {
    what: on('Taro 4.2.0, Vue 3.3', 'WeChat', '微信'),
    how: PLUGIN,
    row: 'Taro 4.2.0, Vue 3.3.13, WeChat, webpack, plugin',
  },
  {
    what: on('Taro 4.2.0, Vue 3.5', 'WeChat', '微信'),
    how: PLUGIN,
    row: 'Taro 4.2.0, Vue 3.5.45, WeChat, webpack, plugin',
  },
  {
    what: on('Taro 4.2.0, Vue 3.5', 'web page', '网页'),
    how: PLUGIN,
    row: 'Taro 4.2.0, Vue 3.5.45, Chromium, webpack, plugin',
  },
  {
    what: on('Taro 4.1.11, React 18.3', 'WeChat', '微信'),
    how: PLUGIN,
    row: 'Taro 4.1.11, React 18.3.1, WeChat, webpack, plugin',
  },
  {
    what: on('Taro 3.6.40, React 18.3', 'WeChat', '微信'),
    how: PLUGIN,
    row: 'Taro 3.6.40, React 18.3.1, WeChat, webpack, plugin',
  },
  {
    what: on('Taro 3.6.40, React 18.3', 'WeChat', '微信'),
    how: INIT,
    row: 'Taro 3.6.40, React 18.3.1, WeChat, webpack, init',
  },
  {
    what: on('Taro 3.6.40, React 18.3', 'web page', '网页'),
    how: PLUGIN,
    row: 'Taro 3.6.40, React 18.3.1, Chromium, webpack, plugin',
  },
  {
    what: on('Taro 3.6.40, Vue 3.3', 'WeChat', '微信'),
    how: PLUGIN,
    row: 'Taro 3.6.40, Vue 3.3.13, WeChat, webpack, plugin',
  },
  { what: same('uni-app 3.0.0-5000720260410001, Vue 3.4'), how: PLUGIN },
  {
    what: on('uni-app 3.0.0-5000720260410001, Vue 3.5', 'WeChat', '微信'),
    how: PLUGIN,
    row: 'uni-app 3.0.0-5000720260410001, Vue 3.5.45, mp-weixin',
  },
  {
    what: on('uni-app 3.0.0-5000720260410001, Vue 3.5', 'web page', '网页'),
    how: PLUGIN,
    row: 'uni-app 3.0.0-5000720260410001, Vue 3.5.45, h5',
  },
  {
    what: on('uni-app 3.0.0-alpha-5020620260914001, Vue 3.5', 'WeChat', '微信'),
    how: PLUGIN,
    row: 'uni-app 3.0.0-alpha-5020620260914001, Vue 3.5.45, mp-weixin',
  },
  {
    what: on('uni-app 2.0.2-alpha-4070620250731001, Vue 2.6', 'WeChat', '微信'),
    how: text('`init()` and `Vue.config.errorHandler`', '`init()` 与 `Vue.config.errorHandler`'),
    row: 'uni-app 2.0.2-alpha-4070620250731001, Vue 2.6, mp-weixin, init',
  },
  {
    what: on('Vue 2.7', 'web page', '网页'),
    how: text('`init()` and `Vue.config.errorHandler`', '`init()` 与 `Vue.config.errorHandler`'),
    row: 'Vue 2.7, web page, init',
  },
  {
    what: on('Mpx 2.10.20', 'WeChat', '微信'),
    how: text('`init()` in the first import', '在第一个 import 中调用 `init()`'),
    row: 'Mpx 2.10.20, WeChat',
  },
]
