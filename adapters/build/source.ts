function isPlainObject(value: object): boolean {
  return (
    Object.prototype.toString.call(value) === '[object Object]' &&
    !('constructor' in value && isInstance(value))
  )
}

/** Made by a class; plain objects of another realm are not. */
function isInstance(value: object): boolean {
  const prototype = Object.getPrototypeOf(value) as object | null
  return prototype !== null && Object.getPrototypeOf(prototype) !== null
}

/** Line separators end a string in JavaScript before ES2019: https://github.com/tc39/proposal-json-superset */
function quoted(text: string): string {
  return JSON.stringify(text).replace(/[\u2028\u2029]/g, (char) => `\\u${char.charCodeAt(0).toString(16)}`)
}

/**
 * A value as JavaScript source: what JSON knows, and RegExp, which `JSON.stringify` loses.
 * @throws Error with the path of what can't be written down
 */
export function toSource(value: unknown, path = ''): string {
  const at = (key: string | number) => {
    if (typeof key === 'number') return `${path}[${key}]`
    return path ? `${path}.${key}` : key
  }
  if (value === undefined || value === null) return String(value)
  if (typeof value === 'string') return quoted(value)
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (typeof value === 'function')
    throw new Error(
      `option "${path}" is a function, which a build can not put into the app: ` +
        'export it from the module that the option "config" names',
    )
  if (Object.prototype.toString.call(value) === '[object RegExp]') return regExp(value as RegExp)
  if (Array.isArray(value)) return `[${value.map((item, i) => toSource(item, at(i))).join(', ')}]`
  if (typeof value === 'object' && isPlainObject(value)) {
    const members = Object.entries(value).filter(([, member]) => member !== undefined)
    return `{ ${members.map(([key, member]) => `${quoted(key)}: ${toSource(member, at(key))}`).join(', ')} }`
  }
  throw new Error(`option "${path}" can not be put into the app: only values of JSON and RegExp can`)
}

/** By its constructor: flags that the device does not know must fail there and not where the file is read. */
function regExp({ source, flags }: RegExp): string {
  return `new RegExp(${quoted(source)}${flags ? `, ${quoted(flags)}` : ''})`
}
