import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import base from '../../vitest.config.ts'
import { present } from './projects.ts'

const { TEST_RESULTS: results, REPORT: report = 'e2e' } = process.env

export default defineConfig({
  root: join(import.meta.dirname, '../..'),
  define: base.define,
  test: {
    retry: 0,
    allowOnly: false,
    // Builds, browsers and servers: one after another, for they measure and share two cores.
    fileParallelism: false,
    // For what hangs. Some tests build an app of their own, which takes minutes on a machine that is busy otherwise.
    testTimeout: 240_000,
    hookTimeout: 600_000,
    reporters: results ? ['default', ['json', { outputFile: join(results, `${report}.json`) }]] : ['default'],
    projects: present().map((name) => ({
      extends: true,
      test: { name, include: [`test/e2e/${name}.e2e.ts`, `test/e2e/${name}/**/*.e2e.ts`] },
    })),
  },
})
