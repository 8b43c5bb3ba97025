import { matches, type Matcher } from '../internal/match.ts'
import type { ProcessorFactory } from '../processor.ts'
import type { Attributes, Value } from '../signal.ts'

/** Compared with an attribute's name in small letters without anything between them: `ID-Card`, `id_card`, `idCard`. */
export const REDACT_KEYS: readonly string[] = [
  'password',
  'passwd',
  'secret',
  'token',
  'authorization',
  'cookie',
  'credential',
  'apikey',
  'phone',
  'mobile',
  'email',
  'idcard',
  'idnumber',
  'passport',
  'bankcard',
  'cardno',
  'openid',
  'unionid',
]

/** Takes out attributes by name, also inside of maps and lists. */
export function createRedactor(
  keys: readonly Matcher[] = REDACT_KEYS,
): (attributes: Attributes) => Attributes {
  const known: { [key: string]: boolean } = {}
  let count = 0

  function isPrivate(key: string): boolean {
    if (known[key] === undefined) {
      // names are few; whoever makes them up without end is not to fill the memory
      if (count++ > 500) return test(key)
      known[key] = test(key)
    }
    return known[key] === true
  }
  function test(key: string): boolean {
    const plain = key.toLowerCase().replace(/[^a-z0-9]/g, '')
    return keys.some(
      (m) =>
        matches(typeof m === 'string' ? m.toLowerCase().replace(/[^a-z0-9]/g, '') : m, plain) ||
        (typeof m !== 'string' && m.test(key)),
    )
  }
  function inside(value: Value): Value {
    if (typeof value !== 'object') return value
    if (Array.isArray(value)) return value.map(inside)
    return 'map' in value ? { map: redact(value.map) } : value
  }
  function redact(attributes: Attributes): Attributes {
    let result = attributes
    for (const key in attributes) {
      const value = attributes[key]
      const changed = typeof value === 'object' ? inside(value) : value
      const gone = isPrivate(key)
      if (!gone && changed === value) continue
      if (result === attributes) result = Object.assign({}, attributes)
      if (gone) delete result[key]
      else result[key] = changed
    }
    return result
  }
  return redact
}

/** No private attributes, and no query, fragment or user info in any URL of a text. */
export function redactProcessor(redact: (attributes: Attributes) => Attributes): ProcessorFactory {
  return (context) => {
    const cleanText = (text: string) =>
      text.indexOf('://') < 0
        ? text
        : text.replace(/[a-z][a-z\d+.-]*:\/\/[^\s"'<>()\\]+/gi, (url) => {
            // a stack's line and column stand behind what may be a query
            const position = /(?::\d+){1,2}$/.exec(url)
            const end = position ? position[0] : ''
            return context.cleanUrl(url.slice(0, url.length - end.length)) + end
          })
    const clean = (attributes: Attributes): Attributes => {
      const result = redact(attributes)
      for (const key in result) {
        const value = result[key]
        if (typeof value === 'string') result[key] = cleanText(value)
      }
      return result
    }
    return {
      onEmit(signal) {
        if (signal.kind === 'log') {
          signal.attributes = clean(signal.attributes)
          if (typeof signal.body === 'string') signal.body = cleanText(signal.body)
        } else if (signal.kind === 'span') {
          signal.attributes = clean(signal.attributes)
        } else if (signal.kind === 'metric') {
          signal.points.forEach((point) => (point.attributes = redact(point.attributes)))
        }
        return signal
      },
    }
  }
}
