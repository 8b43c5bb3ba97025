import { readFileSync } from 'node:fs'
import vue from '@vitejs/plugin-vue'
import { join, resolve } from 'node:path'
import { defineConfig } from 'vitest/config'

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }
const results = process.env.TEST_RESULTS

/** Taro's own runtime, which its bundlers would put together: flags, and one copy of each package. */
const taro = {
  flags: Object.fromEntries(
    [
      'INNER_HTML',
      'ADJACENT_HTML',
      'SIZE_APIS',
      'TEMPLATE_CONTENT',
      'CLONE_NODE',
      'CONTAINS',
      'MUTATION_OBSERVER',
    ].map((name) => [`ENABLE_${name}`, 'true']),
  ),
  env: { 'process.env.TARO_ENV': '"weapp"', 'process.env.TARO_PLATFORM': '"mini"' },
  alias: {
    '@tarojs/api': resolve('node_modules/@tarojs/api/dist/index.esm.js'),
    '@tarojs/runtime': resolve('node_modules/@tarojs/runtime/dist/runtime.esm.js'),
    '@tarojs/shared': resolve('node_modules/@tarojs/shared/dist/shared.esm.js'),
    '@tarojs/react': resolve('node_modules/@tarojs/react/dist/react.esm.js'),
    '@tarojs/taro': resolve('test/fakes/taro.ts'),
  },
}

export default defineConfig({
  define: { __VERSION__: JSON.stringify(version), ...taro.flags, ...taro.env },
  plugins: [vue()],
  resolve: {
    alias: {
      ...taro.alias,
      // MonitorProvider.vue is published as it is, and names the package.
      'mini-monitor/core': resolve('core/index.ts'),
      'mini-monitor/uni-app': resolve('adapters/uni-app/index.ts'),
      // The build of ES modules, so that there is one Vue.
      '@vue/test-utils': resolve('node_modules/@vue/test-utils/dist/vue-test-utils.esm-bundler.mjs'),
      '@vue/server-renderer': 'vue/server-renderer',
    },
  },
  test: {
    server: { deps: { inline: [/@vue.test-utils/, /@tarojs\//] } },
    include: ['{core,adapters,hosts,cli,playground,bench,deploy,docs,test}/**/*.test.ts?(x)'],
    exclude: ['**/node_modules/**', 'playground/apps/**', 'test/e2e/**'],
    // For what hangs: a slow machine is no red test.
    testTimeout: 30_000,
    // What is flaky, switched off or left out is to be seen.
    retry: 0,
    allowOnly: false,
    passWithNoTests: false,
    // CI adds up what all the runs wrote into this folder.
    reporters: results ? ['default', ['json', { outputFile: join(results, 'test.json') }]] : ['default'],
  },
})
