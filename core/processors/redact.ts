import { matches, type Matcher } from '../internal/match.ts'
import type { ProcessorFactory, Redact } from '../processor.ts'
import type { Attributes, Value } from '../signal.ts'

/** Compared with an attribute's name in small letters without anything between them: `ID-Card`, `id_card`, `idCard`. */
export const REDACT_KEYS: readonly string[] = [
  'password',
  'passwd',
  'pwd',
  'secret',
  'token',
  'sessionkey',
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
  '密码',
  '手机',
  '身份证',
]

type CleanUrl = (url: string) => string

/** Takes out attributes by name, and cleans what is left, also inside of maps and lists. */
export function createRedactor(keys: readonly Matcher[] = REDACT_KEYS): Redact {
  const known = new Map<string, boolean>()
  const plain = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '')
  const matchers = keys.map((key) => (typeof key === 'string' ? plain(key) || key : key))

  function isPrivate(name: string): boolean {
    let is = known.get(name)
    if (is === undefined) {
      is = matchers.some((m) => matches(m, plain(name)) || matches(m, name))
      // names are few; whoever makes them up without end is not to fill the memory
      if (known.size < 500) known.set(name, is)
    }
    return is
  }
  function inside(value: Value, cleanUrl: CleanUrl): Value {
    if (typeof value === 'string') return cleanText(value, cleanUrl)
    if (typeof value !== 'object') return value
    if (Array.isArray(value)) return value.map((item) => inside(item, cleanUrl))
    return 'map' in value ? { map: redact(value.map, cleanUrl) } : value
  }
  function redact(attributes: Attributes, cleanUrl: CleanUrl): Attributes {
    let result = attributes
    for (const key in attributes) {
      const value = attributes[key]
      const gone = isPrivate(key)
      const changed = gone ? value : inside(value, cleanUrl)
      if (!gone && changed === value) continue
      if (result === attributes) result = Object.assign({}, attributes)
      if (gone) delete result[key]
      else result[key] = changed
    }
    return result
  }
  return redact
}

function cleanText(text: string, cleanUrl: CleanUrl): string {
  if (text.indexOf('://') < 0) return text
  return text.replace(/[a-z][a-z\d+.-]*:\/\/[^\s"'<>()\\]+/gi, (url) => {
    // a stack's line and column stand behind what may be a query
    const position = /[?#].*?((?::\d{1,7}){2})$/.exec(url)
    return cleanUrl(url) + (position ? position[1] : '')
  })
}

/** A text, or a body of several values, as an attribute would be. */
const cleanValue = (redact: Redact, value: Value, cleanUrl: CleanUrl) => redact({ _: value }, cleanUrl)._

/** The user's rules and hook on logs, spans and raw metrics; what the hook throws at is dropped. */
export function redactProcessor(redact: Redact): ProcessorFactory {
  return ({ guard, cleanUrl }) => ({
    onEmit: (signal) =>
      guard.run('redactUrl', () => {
        const clean = <T extends Value | undefined>(value: T) =>
          (value === undefined ? value : cleanValue(redact, value, cleanUrl)) as T
        if (signal.kind === 'log') {
          signal.attributes = redact(signal.attributes, cleanUrl)
          signal.body = clean(signal.body)
        } else if (signal.kind === 'span') {
          signal.attributes = redact(signal.attributes, cleanUrl)
          signal.name = clean(signal.name)
          signal.statusMessage = clean(signal.statusMessage)
        } else if (signal.kind === 'metric') {
          signal.points.forEach((point) => (point.attributes = redact(point.attributes, cleanUrl)))
        }
        return signal
      }) || 'before_send',
  })
}
