/*
 * What libraries put on Object.prototype and Array.prototype is nobody's: own members only, and names like `__proto__`
 * are names like any other.
 */

const ALL = Object.prototype

export function has(object: object, name: string): boolean {
  return ALL.hasOwnProperty.call(object, name)
}

interface Members {
  [name: string]: unknown
}

/** What its user gave it, or its class: not what every object has. */
export function memberOf(object: Members, name: string): unknown {
  const value = object[name]
  return value === undefined || (value === (ALL as unknown as Members)[name] && !has(object, name))
    ? undefined
    : value
}

export function put<T>(object: { [name: string]: T }, name: string, value: T): void {
  // assigned, it would be the prototype
  if (name === '__proto__')
    Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true })
  else object[name] = value
}

/** As Object.assign. */
export function merge<T>(into: { [name: string]: T }, from: { [name: string]: T }): { [name: string]: T } {
  Object.keys(from).forEach((name) => put(into, name, from[name]))
  return into
}

/** For who reads members that may be missing: where objects have foreign members, a copy of objects that have none. */
export function withoutForeign<T>(value: T): T {
  return Object.keys(ALL).length || toJSONOfAll() ? (bare(value) as T) : value
}

/** JSON.stringify, also where all lists have a `toJSON` that gives a text, as Prototype's. */
export function stringify(value: unknown, replacer?: (key: string, value: unknown) => unknown): string {
  // eslint-disable-next-line no-restricted-syntax
  return JSON.stringify(toJSONOfAll() ? bare(value) : value, replacer)
}

function toJSONOfAll(): unknown {
  return ([] as { toJSON?: unknown }).toJSON
}

/** Objects without a prototype, lists without its `toJSON`. */
function bare(value: unknown): unknown {
  if (typeof value !== 'object' || !value) return value
  const { toJSON } = value as { toJSON?: unknown }
  if (toJSON && toJSON !== toJSONOfAll() && toJSON !== (ALL as { toJSON?: unknown }).toJSON) return value
  if (Array.isArray(value)) return Object.assign(value.map(bare), { toJSON: undefined })
  const copy = Object.create(null) as Members
  Object.keys(value).forEach((name) => (copy[name] = bare((value as Members)[name])))
  return copy
}
