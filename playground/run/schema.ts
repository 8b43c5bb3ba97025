import * as v from 'valibot'

/** An object of these parts and no others: each stranger is named, and what is missing is told as what it should be. */
export function exactly<const Parts extends v.ObjectEntries>(parts: Parts) {
  const names = Object.keys(parts).join(', ')
  return v.pipe(
    v.custom<object>(isObject, `an object with ${names}`),
    v.objectWithRest(parts, v.never(`not known here; there are ${names}`), ({ expected }) =>
      wantedOf(parts[JSON.parse(expected)]!),
    ),
  )
}

/** What is wrong, a line each: where, what was expected, what was found. */
export function problemsOf(issues: v.BaseIssue<unknown>[]): string[] {
  const lines = issues.map(({ type, path, message, input }) => {
    const found = type === 'never' ? '' : ` expected, found ${JSON.stringify(input) ?? 'nothing'}`
    return `${pathOf(path)}: ${message}${found}`
  })
  return [...new Set(lines)]
}

export function number(min: number, max: number, expected: string) {
  return v.pipe(v.number(expected), v.minValue(min, expected), v.maxValue(max, expected))
}

/** `[from, to]` */
export function range(min: number, max: number, unit: string) {
  const expected = `[from, to] in ${unit}, ${min} ≤ from ≤ to ≤ ${max},`
  const end = v.number('a number')
  return v.pipe(
    v.strictTuple([end, end], expected),
    v.check(([from, to]) => min <= from && from <= to && to <= max, expected),
  )
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The message of a schema is what it expects. */
function wantedOf(schema: object): string {
  return 'message' in schema ? String(schema.message) : 'a value'
}

/** `shop.routes["POST /api/orders"].latency[0]` */
function pathOf(path: v.BaseIssue<unknown>['path']): string {
  if (!path) return 'the file'
  const keys = path.map(({ key }) =>
    /^[A-Za-z_]\w*$/.test(String(key)) ? `.${key}` : `[${JSON.stringify(key)}]`,
  )
  return keys.join('').replace(/^\./, '')
}
