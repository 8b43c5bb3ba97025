import { readFileSync } from 'node:fs'
import vue from '@vitejs/plugin-vue'
import { join, resolve } from 'node:path'
import { defineConfig } from 'vitest/config'

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }
const results = process.env.TEST_RESULTS

export default defineConfig({
  define: { __VERSION__: JSON.stringify(version) },
  plugins: [vue()],
  resolve: {
    alias: {
      // MonitorProvider.vue is published as it is, and names the package.
      'mini-monitor/core': resolve('core/index.ts'),
      'mini-monitor/uni-app': resolve('adapters/uni-app/index.ts'),
      // The build of ES modules, so that there is one Vue.
      '@vue/test-utils': resolve('node_modules/@vue/test-utils/dist/vue-test-utils.esm-bundler.mjs'),
      '@vue/server-renderer': 'vue/server-renderer',
    },
  },
  test: {
    server: { deps: { inline: [/@vue.test-utils/] } },
    include: ['{core,adapters,playground,bench,deploy,docs,test}/**/*.test.ts?(x)'],
    exclude: ['**/node_modules/**', 'playground/apps/**', 'test/e2e/**'],
    // What is flaky, switched off or left out is to be seen.
    retry: 0,
    allowOnly: false,
    passWithNoTests: false,
    // CI adds up what all the runs wrote into this folder.
    reporters: results ? ['default', ['json', { outputFile: join(results, 'test.json') }]] : ['default'],
  },
})
