// The end of .ci/run: `node summary.mjs <folder> <failed stages>`. Prints where the time went, what was left out, and in
// the last line what vitest counted. A stage that failed without a failed test (lint, types, a crash) is one failure.
import { existsSync, readFileSync, readdirSync } from 'fs'
import { join } from 'path'

const [folder, stages] = [process.argv[2], Number(process.argv[3])]
const reports = list(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')))

console.log(['', ...times(), '', ...leftOut(), ''].join('\n'))

const passed = sum((report) => report.numPassedTests)
const failed = Math.max(
  sum((report) => report.numFailedTests),
  stages,
)
const skipped = sum((report) => report.numPendingTests + report.numTodoTests)
console.log(`${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`)
process.exit(failed || !passed ? 1 : 0)

/** A line a stage, with its parts below it: seconds, and the minutes that it may take. */
function times() {
  const rows = lines(join(folder, 'parts.tsv')).map((line) => line.split('\t'))
  const stageRows = rows.filter(([kind]) => kind === 'stage')
  const total = (column) => stageRows.reduce((all, row) => all + Number(row[column]), 0)
  const told = []
  let parts = []
  for (const [kind, name, seconds, minutes, code] of rows) {
    if (kind === 'part') parts.push(row(`  ${name}`, `(${seconds})`))
    else {
      told.push(row(name, seconds, minutes, code === '0' ? '' : '✖'), ...parts)
      parts = []
    }
  }
  const slowest = slowestFiles().map(([file, ms]) => row(`  ${file}`, `(${Math.round(ms / 1000)})`))
  return [
    row('where the time went', 'seconds', 'minutes'),
    ...told,
    row('all', total(2), total(3)),
    'the slowest files of tests, without what they wait for in hooks',
    ...slowest,
  ]
}

function row(name, seconds, minutes = '', mark = '') {
  return `${name.padEnd(64)}${String(seconds).padStart(9)}${String(minutes).padStart(9)} ${mark}`.trimEnd()
}

function slowestFiles() {
  return reports
    .flatMap(({ testResults }) => testResults)
    .map(({ name, startTime, endTime }) => [name.slice(process.cwd().length + 1), endTime - startTime])
    .sort(([, a], [, b]) => b - a)
    .slice(0, 6)
}

/** What `npm run test:compat` tries, as its table has it. */
function leftOut() {
  const rows = lines('test/compat/table.md').filter((line) => /^\| (?!what |---)/.test(line))
  return [
    'left out here (npm run test:compat tries it), with the day of the last try',
    ...rows.map((line) => {
      const [, what, , result, date] = line.split('|').map((cell) => cell.trim())
      return `  ${what.padEnd(62)}  ${date || 'never'}: ${result.split(':')[0]}`
    }),
  ]
}

function sum(of) {
  return reports.reduce((total, report) => total + of(report), 0)
}

function list(path) {
  return existsSync(path) ? readdirSync(path) : []
}

function lines(path) {
  return existsSync(path) ? readFileSync(path, 'utf8').split('\n').filter(Boolean) : []
}
