import path from 'node:path'
import { options } from './monitor'
import { taroApisIn } from './vite'

const framework = process.env.FRAMEWORK_OF_APP === 'vue3' ? 'vue3' : 'react'
const folder = framework === 'react' ? 'react' : 'vue'
/** How the kit comes into the app: plugin, provider, interceptor, all, or none. */
const kit = process.env.KIT ?? 'plugin'
/** Which of Taro's runners builds: webpack5 or vite. */
const runner = process.env.RUNNER ?? 'webpack5'
/** What the playground wants otherwise: the name of the service, the encoding. */
const changes = JSON.parse(process.env.MONITOR_OPTIONS ?? '{}')

const shared = ['shop', 'monitor', 'config'].map((name) => path.resolve(__dirname, '..', name))

const plugin = ['mini-monitor/taro/plugin', { ...options, config: 'monitor/functions', ...changes }]

const compilers = {
  webpack5: { type: 'webpack5', prebundle: { enable: false } },
  vite: { type: 'vite', vitePlugins: process.env.TARO_ENV === 'h5' ? [taroApisIn(shared)] : [] },
}

export default {
  projectName: 'coral-shop',
  date: '2025-01-01',
  designWidth: 750,
  deviceRatio: { 640: 1.17, 750: 1, 828: 0.905 },
  framework,
  sourceRoot: folder,
  outputRoot: 'dist',
  alias: { '@monitor': path.resolve(__dirname, '../monitor', folder, kit) },
  compiler: compilers[runner],
  cache: { enable: false },
  plugins: kit === 'plugin' || kit === 'all' ? [plugin] : [],
  // What both frameworks share lies beside their folders.
  mini: { compile: { include: shared } },
  h5: {
    publicPath: '/',
    router: { mode: 'hash' },
    compile: { include: shared },
    // A quarter of a build's time goes to terser, Taro's default for both runners; webpack's builds have it.
    jsMinimizer: runner === 'vite' ? 'esbuild' : 'terser',
  },
}
