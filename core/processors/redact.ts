import { matches, type Matcher } from '../internal/match.ts'
import type { ProcessorFactory, Redact } from '../processor.ts'
import type { Attributes } from '../signal.ts'
import { changeSignal, changeTexts } from './texts.ts'

/** Compared with an attribute's name in small letters without anything between them: `ID-Card`, `id_card`, `idCard`. */
export const REDACT_KEYS: readonly string[] = (
  'password passwd pwd secret token sessionkey authorization cookie credential apikey phone mobile email ' +
  'idcard idnumber passport bankcard cardno openid unionid 密码 手机 身份证'
).split(' ')

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
  return (attributes, cleanUrl) => changeTexts(attributes, (text) => cleanText(text, cleanUrl), isPrivate)
}

/** A stack's line and column stand behind what may be a query, and stay. */
const URL = /[a-z][a-z\d+.-]*:\/\/[^\s"'<>()\\]+/gi
const POSITION = /[?#].*?((?::\d{1,7}){2})$/

const cleanText = (text: string, cleanUrl: CleanUrl): string =>
  // most texts have none in them, and a look costs less than the expression
  text.indexOf('://') < 0
    ? text
    : text.replace(URL, (url) => cleanUrl(url) + (POSITION.exec(url) || ['', ''])[1])

/** The user's rules and hook on logs, spans and raw metrics; what the hook throws at is dropped. */
export function redactProcessor(redact: Redact): ProcessorFactory {
  return ({ guard, cleanUrl }) => ({
    onEmit: (signal) =>
      guard.run('redactUrl', () => {
        const clean = (attributes: Attributes) => redact(attributes, cleanUrl)
        changeSignal(signal, clean)
        if (signal.kind === 'metric')
          signal.points.forEach((point) => (point.attributes = clean(point.attributes)))
        return signal
      }) || 'before_send',
  })
}
