import { type Any, noop } from '../internal/guard.ts'
import type { Matcher } from '../internal/match.ts'
import { has, put } from '../internal/own.ts'
import { cut } from '../internal/utf8.ts'
import { MINIPROGRAM_MONITOR_TRUNCATED } from '../names.ts'
import type { ProcessorFactory, Redact } from '../processor.ts'
import type { AnyTagged, Attributes, Value } from '../signal.ts'
import { privateNames } from './private.ts'
import { cleanText } from './texts.ts'

/** What is longer is shortened. */
const MAX_TEXT = 8192
const MAX_NAME = 255
/** Characters. */
const MAX_KNOWN = 50000

type CleanUrl = (url: string) => string

/**
 * Takes out attributes by name, cleans and shortens what is left, also inside of maps and lists.
 * @param everyUrl the user's hook wants to see also those that need no cleaning
 */
export function createRedactor(keys?: readonly Matcher[], everyUrl?: boolean): Redact {
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
      cleaned = cleanText(text, isPrivate, cleanUrl, everyUrl)
      // that none is held twice
      if (cleaned === text) cleaned = text
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
    if (has(value, 'map')) redact((value as AnyTagged).map!, cleanUrl, onCut)
    return value
  }

  function redact(attributes: Attributes, cleanUrl: CleanUrl, onCut = noop): Attributes {
    for (const key of Object.keys(attributes)) {
      const name = cut(key, MAX_NAME)
      const value = attributes[key]
      const hidden = isPrivate(name)
      if (hidden || name !== key) delete attributes[key]
      if (!hidden) attributes[name] = change(value, cleanUrl, onCut)
    }
    return attributes
  }
  return Object.assign(redact, { forget })
}

/** What a log or a span says besides its attributes. */
const TEXTS = ['body', 'name', 'statusMessage'] as const
type Texts = { [member in (typeof TEXTS)[number]]?: Value }

/** All that signals say; what the user's hook throws at is dropped. */
export function redactProcessor(redact: Redact): ProcessorFactory {
  return ({ cleanUrl, diag }) => {
    let shortened = false
    const onCut = () => {
      shortened = true
    }
    const clean = (attributes: Attributes) => redact(attributes, cleanUrl, onCut)
    // each as an attribute without a name
    const cleanText = (text: Value) => clean({ '': text })['']
    /** Of a part of a raw segment, without the items of lists whose `key` is private. */
    const copy = (part: Any): Any => {
      if (typeof part === 'string') return cleanText(part)
      if (Object(part) !== part) return part
      if (Array.isArray(part))
        return part.filter((item) => Object.keys(clean({ [Object(item).key]: '' })).length).map(copy)
      const members: Any = {}
      for (const name of Object.keys(part)) put(members, name, copy(part[name]))
      return members
    }
    return {
      clear: redact.forget,
      onEmit(signal) {
        const { kind } = signal
        try {
          if (kind === 'metric')
            for (const { attributes, exemplars = [] } of signal.points)
              [{ attributes }, ...exemplars].forEach((each) => clean(each.attributes))
          else if (kind === 'segment') return Object.assign({}, signal, { segment: copy(signal.segment) })
          else if (kind === 'log' || kind === 'span') {
            shortened = false
            clean(signal.attributes)
            const texts: Texts = signal
            for (const member of TEXTS) {
              const text = texts[member]
              if (text !== undefined) texts[member] = cleanText(text)
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
