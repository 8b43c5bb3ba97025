// Adds up what vitest wrote into a folder and says it in one line: `node summary.mjs <folder> <failed stages>`.
// A stage that failed without a failed test (lint, types, a crash) counts as one failure.
import { existsSync, readFileSync, readdirSync } from 'fs'
import { join } from 'path'

const [folder, stages] = [process.argv[2], Number(process.argv[3])]
const sum = { passed: 0, failed: 0, skipped: 0 }
for (const file of existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : []) {
  const report = JSON.parse(readFileSync(join(folder, file), 'utf8'))
  sum.passed += report.numPassedTests
  sum.failed += report.numFailedTests
  sum.skipped += report.numPendingTests + report.numTodoTests
}
sum.failed = Math.max(sum.failed, stages)
console.log(`${sum.passed} passed, ${sum.failed} failed${sum.skipped ? `, ${sum.skipped} skipped` : ''}`)
process.exit(sum.failed || !sum.passed ? 1 : 0)
