/** What the plug-in market of DCloud asks of a `uni_modules` package: https://uniapp.dcloud.io/plugin/uni_modules */

/** As the market has it: author and name in letters and digits, with a hyphen between. */
export const ID = 'mini-monitor'

const TESTED = 'y'
const UNKNOWN = 'u'
const NO = 'n'

/** `y` only for what the end-to-end tests of this project build and run. */
const platforms = {
  cloud: { tcb: NO, aliyun: NO },
  client: {
    Vue: { vue2: NO, vue3: TESTED },
    App: { 'app-vue': NO, 'app-nvue': NO, 'app-uvue': NO },
    'H5-mobile': {
      Safari: UNKNOWN,
      'Android Browser': UNKNOWN,
      '微信浏览器(Android)': UNKNOWN,
      'QQ浏览器(Android)': UNKNOWN,
    },
    'H5-pc': { Chrome: TESTED, IE: NO, Edge: UNKNOWN, Firefox: UNKNOWN, Safari: UNKNOWN },
    小程序: {
      微信: TESTED,
      阿里: TESTED,
      百度: TESTED,
      字节跳动: TESTED,
      QQ: TESTED,
      快手: TESTED,
      京东: TESTED,
      钉钉: UNKNOWN,
      飞书: UNKNOWN,
    },
    快应用: { 华为: NO, 联盟: NO },
  },
}

/** The package.json of the `uni_modules` package. */
export function manifestOf(project: { version: string; license: string }) {
  return {
    id: ID,
    displayName: '小程序监控 mini-monitor',
    version: project.version,
    description: '错误、性能、请求与链路追踪，上报到 Apache SkyWalking 或任何 OpenTelemetry 后端',
    // five at most
    keywords: ['监控', '性能', '错误上报', 'SkyWalking', 'OpenTelemetry'],
    license: project.license,
    engines: { HBuilderX: '^3.6.0' },
    dcloudext: {
      type: 'sdk-js',
      sale: { regular: { price: '0.00' }, sourcecode: { price: '0.00' } },
      contact: { qq: '' },
      declaration: {
        ads: '无',
        data: '插件采集错误、性能与请求耗时数据，只发送到开发者自己在 collector 选项中配置的服务器；不采集设备标识、URL 查询参数与请求内容。',
        permissions: '无',
      },
      npmurl: '',
    },
    uni_modules: { dependencies: [], encrypt: [], platforms },
  }
}

export const README = `# mini-monitor

uni-app（Vue 3）的监控：错误、性能、请求与链路追踪，上报到 Apache SkyWalking 或任何 OpenTelemetry 后端。

## 使用

在 \`main.js\` 中：

\`\`\`js
import { createSSRApp } from 'vue'
import { createMonitor } from '@/uni_modules/${ID}/js_sdk/index.js'
import App from './App.vue'

export function createApp() {
  const app = createSSRApp(App)
  app.use(createMonitor({ service: 'shop', collector: 'https://collector.example.com' }))
  return { app }
}
\`\`\`

页面中用 \`useMonitor()\` 取得监控对象。组件 \`<${ID}-provider>\` 捕获其内容中的错误，并显示 \`fallback\` 插槽。

小程序后台的 request 合法域名中须加入 \`collector\` 的域名。

使用 Vite CLI 的项目也可以从 npm 安装 \`mini-monitor\`：那里还有无需改动代码的 Vite 插件，并且只打包用到的部分。
`
