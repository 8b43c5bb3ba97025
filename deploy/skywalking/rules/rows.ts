/* How charts lie beside each other; the command for operators lays out what it adds to a dashboard in the same way. */

const COLUMNS = 12
const MOST_IN_A_ROW = 4

/**
 * As few rows as can be, each filled; longer ones first.
 * @returns the charts with their `span` of the twelve columns
 */
export function inRows<Chart extends object>(charts: Chart[]): (Chart & { span: number })[] {
  const rows = Math.ceil(charts.length / MOST_IN_A_ROW)
  const most = Math.ceil(charts.length / rows)
  const full = charts.length - rows * (most - 1)
  return charts.map((chart, index) => ({
    ...chart,
    span: COLUMNS / (index < full * most ? most : most - 1),
  }))
}
