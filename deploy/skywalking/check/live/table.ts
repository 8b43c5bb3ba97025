import type { Cell, LiveRow } from './compare.ts'

/** Truth, and behind a stroke what OAP tells if it is another. */
export function table(title: string, rows: LiveRow[]): string {
  const names = [...new Set(rows.flatMap(({ cells }) => cells.map(({ name }) => name)))]
  const lines = [
    [title, 'step', ...names, ''],
    ...rows.map(({ entity, step, cells }) => [
      entity,
      step,
      ...names.map((name) => written(cells.find((cell) => cell.name === name))),
      cells.every((cell) => cell.isRight) ? '✓' : '✗',
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

function written(cell: Cell | undefined): string {
  if (!cell || Number.isNaN(cell.truth)) return '–'
  const { truth, told, isRight } = cell
  const number = (value: number) => String(Math.round(value * 10) / 10)
  return `${number(truth)} / ${told === undefined ? 'nothing' : number(told)}${isRight ? '' : ' ✗'}`
}
