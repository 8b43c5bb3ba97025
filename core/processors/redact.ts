import { noop } from '../internal/guard.ts'
import { has } from '../internal/own.ts'
import { matchesAny, type Matcher } from '../internal/match.ts'
import { cut } from '../internal/utf8.ts'
import { MINIPROGRAM_MONITOR_TRUNCATED } from '../names.ts'
import type { ProcessorFactory, Redact } from '../processor.ts'
import type { Attributes, Value } from '../signal.ts'

/** Compared with an attribute's name in small letters without anything between them: `ID-Card`, `id_card`, `idCard`. */
export const REDACT_KEYS: readonly string[] = (
  'password passwd pwd secret token sessionkey authorization cookie credential apikey phone mobile email ' +
  'idcard idnumber passport bankcard cardno openid unionid 密码 手机 身份证'
).split(' ')

/** What is longer is shortened. */
const MAX_TEXT = 8192
/** A stack's line and column stand behind what may be a query, and stay. */
const URLS = /[a-z][a-z\d+.-]*:\/\/[^\s"'<>()\\]+/gi
const POSITION = /[?#].*?((?::\d{1,7}){2})$/

function plain(name: string) {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '')
}

/** A URL with something to take out. Most texts have none, and a look costs less than to go through all URLs. */
const DIRTY = /:\/\/[^\s"'<>()\\]*[?#@]/
/** Characters. */
const MAX_KNOWN = 50000

type CleanUrl = (url: string) => string

/**
 * Takes out attributes by name, cleans and shortens what is left, also inside of maps and lists.
 * @param everyUrl the user's hook wants to see also those that need no cleaning
 */
export function createRedactor(keys: readonly Matcher[] = REDACT_KEYS, everyUrl?: boolean): Redact {
  const isPrivate = privateNames(keys)

  /**
   * What texts become: stacks, pages and devices come again and again, are looked at once, and held once. So many
   * characters of them are remembered.
   */
  const texts = new Map<string, string>()
  let room = MAX_KNOWN
  function forget(): void {
    texts.clear()
    room = MAX_KNOWN
  }

  function clean(text: string, cleanUrl: CleanUrl): string {
    let cleaned = texts.get(text)
    if (cleaned === undefined) {
      cleaned =
        text.indexOf('://') < 0 || !(everyUrl || DIRTY.test(text))
          ? text
          : text.replace(URLS, (url) => cleanUrl(url) + (POSITION.exec(url) || ['', ''])[1])
      room -= text.length
      if (room < 0) forget()
      texts.set(text, cleaned)
    }
    return cleaned
  }

  function change(value: Value, cleanUrl: CleanUrl, onCut: () => void): Value {
    if (typeof value === 'string') {
      if (value.length > MAX_TEXT) {
        onCut()
        value = cut(value, MAX_TEXT)
      }
      return clean(value, cleanUrl)
    }
    if (typeof value !== 'object') return value
    if (Array.isArray(value)) return value.map((item) => change(item, cleanUrl, onCut))
    if (has(value, 'map')) redact((value as { map: Attributes }).map, cleanUrl, onCut)
    return value
  }

  function redact(attributes: Attributes, cleanUrl: CleanUrl, onCut = noop): Attributes {
    Object.keys(attributes).forEach((key) => {
      if (isPrivate(key)) delete attributes[key]
      else attributes[key] = change(attributes[key], cleanUrl, onCut)
    })
    return attributes
  }
  return Object.assign(redact, { forget })
}

/** Whether an attribute of this name is to be left out. */
function privateNames(keys: readonly Matcher[]): (name: string) => boolean {
  const answers = new Map<string, boolean>()
  const matchers = keys.map((key) => (typeof key === 'string' ? plain(key) || key : key))
  return (name) => {
    let is = answers.get(name)
    if (is === undefined) {
      is = matchesAny(matchers, plain(name)) || matchesAny(matchers, name)
      // names are few; whoever makes them up without end is not to fill the memory
      if (answers.size < 500) answers.set(name, is)
    }
    return is
  }
}

/** What a log or a span says besides its attributes. */
const TEXTS = ['body', 'name', 'statusMessage'] as const
type Texts = { [member in (typeof TEXTS)[number]]?: Value }

/** All that logs, spans and raw metrics say; what the user's hook throws at is dropped. */
export function redactProcessor(redact: Redact): ProcessorFactory {
  return ({ cleanUrl, diag }) => {
    let shortened = false
    const onCut = () => {
      shortened = true
    }
    const clean = (attributes: Attributes) => redact(attributes, cleanUrl, onCut)
    return {
      clear: redact.forget,
      onEmit(signal) {
        const { kind } = signal
        try {
          if (kind === 'metric') signal.points.forEach((point) => clean(point.attributes))
          else if (kind === 'log' || kind === 'span') {
            shortened = false
            clean(signal.attributes)
            const texts: Texts = signal
            for (const member of TEXTS) {
              // each as an attribute without a name
              const text = texts[member]
              if (text !== undefined) texts[member] = clean({ '': text })['']
            }
            if (shortened) signal.attributes[MINIPROGRAM_MONITOR_TRUNCATED] = true
          }
          return signal
        } catch (error) {
          diag.error('redactUrl', error)
          return 'before_send'
        }
      },
    }
  }
}
