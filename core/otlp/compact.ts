import type { Kind } from './kinds.ts'
import { rowOf, type Row, type Rows, type Schema } from './row.ts'

/*
 * The schema as a text, a quarter as long, which the build ships instead of the table. Messages stand in a row, those
 * that others hold before them: `name field field;name field …`. A field: kind, its number unless it is the next one,
 * our name, `:` and the name in JSON unless it is what that meant before, `/` and the message that it holds.
 */
const FIELD = /(.)(\d*)(\w+):?([\w.]*)\/?(.*)/

export function expand(text: string): Schema {
  const schema: { [message: string]: Rows } = {}
  const meant: { [model: string]: string } = {}
  text.split(';').forEach((message) => {
    const [name, ...fields] = message.split(' ')
    let number = 0
    schema[name] = fields.map((field) => {
      const [, kind, own, model, json, of] = FIELD.exec(field) as unknown as [string, Kind, ...string[]]
      number = +own || number + 1
      meant[model] = json || meant[model] || model
      return rowOf(kind, number, meant[model], model, schema[of] || [])
    })
  })
  return schema
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** For the build, which has more time than an app. */
export function compact(schema: Schema): string {
  const messages: string[] = []
  const names = new Map<Rows, string>()
  const meant = new Map<string, string>()

  function fieldOf({ kind, tag, model, json, rows }: Row, before?: Row): string {
    const isNext = tag >> 3 === (before ? before.tag >> 3 : 0) + 1
    const isMeant = json === (meant.get(model) || model)
    meant.set(model, json)
    const of = names.get(rows)
    return kind + (isNext ? '' : tag >> 3) + model + (isMeant ? '' : ':' + json) + (of ? '/' + of : '')
  }

  function add(rows: Rows, name = LETTERS[names.size]): void {
    if (names.has(rows) || !rows.length) return
    names.set(rows, name)
    rows.forEach((row) => add(row.rows))
    messages.push([name, ...rows.map((row, i) => fieldOf(row, rows[i - 1]))].join(' '))
  }

  for (const name of Object.keys(schema)) add(schema[name], name)
  return messages.join(';')
}
