import { MESSAGE, MESSAGES } from './kinds.ts'
import { ANY_VALUE, LOG_RECORD, LOGS, METRIC, METRICS, TRACES, type Field, type Fields } from './messages.ts'
import { rowOf, type Row, type Rows, type Schema } from './row.ts'

/** What protobuf, JSON and the reading of JSON go by. It ships as a short text, which the build makes: `compact.ts`. */
export const SCHEMA: Schema = /* @__PURE__ */ createSchema()

/** A message has its rows once, however many others hold it. */
function createSchema(): Schema {
  const known = new Map<Fields, Rows>()

  function rowsOf(fields: Fields): Rows {
    const rows = known.get(fields) || fields.map(toRow)
    known.set(fields, rows)
    return rows
  }

  function toRow(field: Field): Row {
    if (field[0] === MESSAGE || field[0] === MESSAGES) {
      const [kind, number, json, of, ours = json] = field
      return rowOf(kind, number, json, ours, rowsOf(of))
    }
    const [kind, number, json, ours = json] = field
    return rowOf(kind, number, json, ours, [])
  }

  return {
    value: rowsOf(ANY_VALUE),
    metric: rowsOf(METRIC),
    log: rowsOf(LOG_RECORD),
    logs: rowsOf(LOGS),
    metrics: rowsOf(METRICS),
    traces: rowsOf(TRACES),
  }
}
