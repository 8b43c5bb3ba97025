/** uni-app with Vue 2, which no adapter knows: `init()` and an error handler, as docs/guides/setup.md says. */
import { deepStrictEqual } from 'node:assert'
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { createDevice, scriptedNetwork, virtualClock } from '../../hosts/index.ts'
import { run } from '../../playground/builds/run.ts'
import { withPacked } from './packed.ts'
import { LeftOut, type Row } from './row.ts'

const UNI = '2.0.2-alpha-4070620250731001'
const COLLECTOR = 'https://collector.example.com'

/** What its template has, as far as a build for WeChat needs it; webpack 4 is what its plug-ins are made for. */
const PACKAGES = [
  ...['uni-app', 'uni-mp-weixin', 'uni-mp-vue', 'uni-h5', 'uni-stat', 'uni-i18n', 'uni-cli-i18n'],
  ...['uni-cli-shared', 'uni-migration', 'uni-template-compiler', 'vue-cli-plugin-hbuilderx'],
  ...[
    'vue-cli-plugin-uni',
    'vue-cli-plugin-uni-optimize',
    'webpack-uni-mp-loader',
    'webpack-uni-pages-loader',
  ],
]
  .map((name) => `@dcloudio/${name}@${UNI}`)
  .concat(
    '@vue/cli-service@4',
    '@vue/cli-plugin-babel@4',
    'webpack@4',
    '@vue/shared@3',
    'core-js@3',
    'vuex@3',
  )
  .concat('vue@2.6.14', 'vue-template-compiler@2.6.14', 'regenerator-runtime@0.12', '@babel/runtime@7.17')
  .concat('babel-plugin-import@1', 'postcss-comment@2', 'sass@1', 'sass-loader@8')

const FILES: Record<string, string> = {
  'babel.config.js': `module.exports = { presets: [['@vue/app', { modules: 'commonjs', useBuiltIns: 'entry' }]] }`,
  'postcss.config.js': `module.exports = {
    parser: require('postcss-comment'),
    plugins: [require('autoprefixer')({ remove: true }), require('@dcloudio/vue-cli-plugin-uni/packages/postcss')],
  }`,
  'src/pages.json': '{ "pages": [{ "path": "pages/index/index" }] }',
  'src/manifest.json': '{ "name": "app", "appid": "", "mp-weixin": { "appid": "" }, "vueVersion": "2" }',
  'src/App.vue': '<script>\nexport default {}\n</script>',
  'src/pages/index/index.vue': `<template><view @tap="fail">tap</view></template>
<script>
export default {
  data: () => ({ n: 1 }),
  watch: { n() { throw new Error('of a watcher') } },
  onLoad() { uni.request({ url: 'https://api.example.com/goods', success() {} }) },
  methods: { fail() { this.n++; throw new Error('of a handler') } },
}
</script>`,
  'src/monitor.js': `import { init } from 'mini-monitor'
export const monitor = init({ service: 'shop', collector: '${COLLECTOR}', encoding: 'json' })
export function watchErrors(config) {
  const before = config.errorHandler
  config.errorHandler = function (error, vm, info) {
    monitor.captureError(error, { attributes: { 'vue.info': info } })
    if (before) before.call(this, error, vm, info)
  }
}`,
  'src/main.js': `import { watchErrors } from './monitor'
import Vue from 'vue'
import App from './App'
watchErrors(Vue.config)
App.mpType = 'app'
new Vue({ ...App }).$mount()`,
}

export function uni2Row(): Row {
  return {
    what: `uni-app ${UNI}, Vue 2.6, mp-weixin, init`,
    how: 'an app with init() and `Vue.config.errorHandler`: its request, its launch and two errors, of a handler and of a watcher, come once each',
    attempt: () =>
      withPacked(async (cwd, tarball) => {
        for (const [file, text] of Object.entries(FILES)) write(join(cwd, file), text)
        const install = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--legacy-peer-deps']
        await run({
          ...{ title: 'npm install', program: 'npm', cwd, timeout: 900_000 },
          args: [...install, `./${tarball}`, ...PACKAGES],
        }).catch((error: Error) => {
          throw new LeftOut(error.message)
        })
        await run({
          ...{ title: 'uni-build', program: 'npx', args: ['vue-cli-service', 'uni-build'], cwd },
          // webpack 4 asks OpenSSL for md4
          env: {
            NODE_ENV: 'production',
            UNI_PLATFORM: 'mp-weixin',
            NODE_OPTIONS: '--openssl-legacy-provider',
          },
        })
        deepStrictEqual(await reported(filesBelow(join(cwd, 'dist/build/mp-weixin'))), [
          'of a handler',
          'of a watcher',
          'miniprogram.request.duration',
          'miniprogram.app_launch.duration',
        ])
        return 'a request, a launch, two errors, once each'
      }),
  }
}

function write(file: string, text: string) {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}

function filesBelow(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name))
  return Object.fromEntries(
    files
      .filter((file) => statSync(file).isFile())
      .map((file) => [relative(folder, file), readFileSync(file, 'utf8')]),
  )
}

interface Told {
  resourceLogs?: { scopeLogs: { logRecords: { body: { stringValue: string } }[] }[] }[]
  resourceMetrics?: { scopeMetrics: { metrics: { name: string }[] }[] }[]
}

/** What the app tells once it was launched and tapped: bodies of logs, and the metrics that are asked for. */
async function reported(files: Record<string, string>): Promise<string[]> {
  const clock = virtualClock({ start: Date.UTC(2026, 10, 30) })
  const network = scriptedNetwork(() => ({ status: 200, body: '{}', after: 30 }), clock)
  // its runtime asks for the global object in ways that WeChat allows
  const device = createDevice({ platform: 'wechat', clock, network, quirks: { codeFromStrings: true } })
  const app = device.start({ files })
  app.launch()
  await clock.advance(1000)
  app.tap('tap')
  await clock.advance(10000)
  const told = network.requests
    .filter(({ url }) => url.startsWith(COLLECTOR))
    .map(({ body }) => JSON.parse(Buffer.from(body!).toString()) as Told)
  const logs = told.flatMap(({ resourceLogs = [] }) =>
    resourceLogs.flatMap(({ scopeLogs }) => scopeLogs.flatMap(({ logRecords }) => logRecords)),
  )
  const metrics = told.flatMap(({ resourceMetrics = [] }) =>
    resourceMetrics.flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((scope) => scope.metrics)),
  )
  const names = metrics.map(({ name }) => name).filter((name) => /request|app_launch/.test(name))
  return [...logs.map(({ body }) => body.stringValue).sort(), ...names]
}
