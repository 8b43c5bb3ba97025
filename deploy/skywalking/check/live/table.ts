import { isRight, type Cell, type LiveRow } from './compare.ts'
import { writtenAt, type When } from './oap.ts'

/** What the cells and rows of a table are. */
export const LEGEND = `Each cell is truth / what OAP says. Every minute, hour and day has been compared; a row shows one of them, whole: that
with the most requests, or, if any is off, that which is furthest off. Times are those of OAP. error_count is of the whole
run: repeats of an error are sent when their minute is over. Some devices have no version: they count for app and pages.`

export function table(title: string, rows: LiveRow[], when: When): string {
  const names = [...new Set(rows.flatMap(({ cells }) => cells.map(({ name }) => name)))]
  const lines = [
    [title, 'step', ...names, ''],
    ...rows.map((row) => [
      row.entity,
      `${row.step} ${timeOf(row, when)}`,
      ...names.map((name) => written(row.cells.find((cell) => cell.name === name))),
      judgement(row),
    ]),
  ]
  const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => line[column].length)))
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** `14:03`, `14:00`, `2026-11-30`. */
function timeOf({ start, step }: LiveRow, when: When): string {
  const [date, time] = writtenAt(start, when).split(' ')
  return step === 'day' ? date : time
}

function judgement(row: LiveRow): string {
  if (isRight(row)) return '✓'
  return row.buckets > 1 ? `✗ ${row.off} of ${row.buckets} ${row.step}s are off` : '✗'
}

function written(cell: Cell | undefined): string {
  if (!cell || Number.isNaN(cell.truth)) return '–'
  const { truth, told, isRight } = cell
  const number = (value: number) => String(Math.round(value * 10) / 10)
  return `${number(truth)} / ${told === undefined ? 'nothing' : number(told)}${isRight ? '' : ' ✗'}`
}
