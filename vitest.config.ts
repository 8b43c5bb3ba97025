import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }
const results = process.env.TEST_RESULTS

export default defineConfig({
  define: { __VERSION__: JSON.stringify(version) },
  test: {
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
